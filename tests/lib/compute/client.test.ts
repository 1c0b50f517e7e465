/** The page's side of the worker, with a stand-in for the worker: results, progress, cancel, crash, dispose. */
import { describe, expect, test, vi } from 'vitest';
import {
  JobCancelled,
  makeComputeClient,
  type WorkerLike,
} from '../../../src/lib/compute/client.ts';
import type { FromWorker, ToWorker } from '../../../src/lib/compute/protocol.ts';

/** A worker that does nothing but keep what it is told. */
class FakeWorker implements WorkerLike {
  readonly received: ToWorker[] = [];
  terminated = false;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  fault: Error | null = null;

  postMessage(message: ToWorker): void {
    if (this.fault) throw this.fault;
    this.received.push(message);
  }
  terminate(): void {
    this.terminated = true;
  }
  says(message: FromWorker): void {
    this.onmessage?.({ data: message } as MessageEvent<FromWorker>);
  }
  crashes(message?: string): void {
    this.onerror?.({ message } as ErrorEvent);
  }
}

function setUp() {
  const workers: FakeWorker[] = [];
  const client = makeComputeClient(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  });
  return { client, workers };
}

const request = { shape: { pixels: 4, embedding: 4, hidden: 4 }, seed: 1 };
const idsOf = (worker: FakeWorker) => worker.received.map(({ id }) => id);

describe('running jobs', () => {
  test('starts no worker before the first job, and one for all', async () => {
    const { client, workers } = setUp();
    expect(workers).toHaveLength(0);
    void client.run('denoiserStart', request);
    void client.run('denoiserStart', request);
    expect(workers).toHaveLength(1);
    expect(workers[0]!.received).toEqual([
      { kind: 'run', id: 1, job: 'denoiserStart', request },
      { kind: 'run', id: 2, job: 'denoiserStart', request },
    ]);
  });

  test('gives each job its own result, in whatever order they come', async () => {
    const { client, workers } = setUp();
    const first = client.run('denoiserStart', request);
    const second = client.run('denoiserStart', request);
    const [one, two] = idsOf(workers[0]!);
    workers[0]!.says({ kind: 'done', id: two!, result: 'second' });
    workers[0]!.says({ kind: 'done', id: one!, result: 'first' });
    expect(await first).toBe('first');
    expect(await second).toBe('second');
  });

  test('passes progress on, and none after the end', async () => {
    const { client, workers } = setUp();
    const onProgress = vi.fn();
    const run = client.run('denoiserStart', request, { onProgress });
    workers[0]!.says({ kind: 'progress', id: 1, progress: 0.5 });
    workers[0]!.says({ kind: 'done', id: 1, result: null });
    workers[0]!.says({ kind: 'progress', id: 1, progress: 0.9 });
    await run;
    expect(onProgress.mock.calls).toEqual([[0.5]]);
  });

  test('turns a failure into an error with its sentence, and the worker goes on', async () => {
    const { client, workers } = setUp();
    const run = client.run('denoiserStart', request);
    workers[0]!.says({ kind: 'failed', id: 1, message: 'hidden must be positive.' });
    await expect(run).rejects.toThrow('hidden must be positive.');
    expect(workers[0]!.terminated).toBe(false);
  });
});

describe('cancelling', () => {
  test('asks the worker to stop, and rejects when it has', async () => {
    const { client, workers } = setUp();
    const abort = new AbortController();
    const run = client.run('denoiserStart', request, { signal: abort.signal });
    abort.abort();
    expect(workers[0]!.received.at(-1)).toEqual({ kind: 'cancel', id: 1 });
    workers[0]!.says({ kind: 'cancelled', id: 1 });
    await expect(run).rejects.toBeInstanceOf(JobCancelled);
  });

  test('before the start starts nothing', async () => {
    const { client, workers } = setUp();
    const run = client.run('denoiserStart', request, { signal: AbortSignal.abort() });
    await expect(run).rejects.toBeInstanceOf(JobCancelled);
    expect(workers).toHaveLength(0);
  });

  test('after the end does nothing, and the signal keeps no listener', async () => {
    const { client, workers } = setUp();
    const abort = new AbortController();
    const forget = vi.spyOn(abort.signal, 'removeEventListener');
    const run = client.run('denoiserStart', request, { signal: abort.signal });
    workers[0]!.says({ kind: 'done', id: 1, result: null });
    await run;
    expect(forget).toHaveBeenCalledWith('abort', expect.any(Function));
    abort.abort();
    expect(workers[0]!.received).toHaveLength(1);
  });

  test('one job leaves the others alone', async () => {
    const { client, workers } = setUp();
    const abort = new AbortController();
    const cancelled = client.run('denoiserStart', request, { signal: abort.signal });
    const other = client.run('denoiserStart', request);
    abort.abort();
    workers[0]!.says({ kind: 'cancelled', id: 1 });
    workers[0]!.says({ kind: 'done', id: 2, result: 'kept' });
    await expect(cancelled).rejects.toBeInstanceOf(JobCancelled);
    expect(await other).toBe('kept');
  });
});

describe('when the worker breaks', () => {
  test('every job fails with a sentence, and the next one gets a new worker', async () => {
    const { client, workers } = setUp();
    const first = client.run('denoiserStart', request);
    const second = client.run('denoiserStart', request);
    workers[0]!.crashes('out of memory');
    const sentence = 'The background computation stopped (out of memory). Try again.';
    await expect(first).rejects.toThrow(sentence);
    await expect(second).rejects.toThrow(sentence);
    expect(workers[0]!.terminated).toBe(true);
    const third = client.run('denoiserStart', request);
    workers[1]!.says({ kind: 'done', id: 3, result: 'back' });
    expect(await third).toBe('back');
  });

  test('says so even when the browser gives no reason', async () => {
    const { client, workers } = setUp();
    const run = client.run('denoiserStart', request);
    workers[0]!.crashes();
    await expect(run).rejects.toThrow('The background computation stopped. Try again.');
  });

  test('a request that cannot be sent fails, and is not waited for', async () => {
    const { client, workers } = setUp();
    const waiting = client.run('denoiserStart', request);
    workers[0]!.fault = new Error('could not be cloned');
    const run = client.run('denoiserStart', request);
    await expect(run).rejects.toThrow('could not be cloned');
    await expect(waiting).rejects.toThrow('could not be cloned');
  });
});

test('dispose ends the worker, cancels what runs, and can be followed by a new job', async () => {
  const { client, workers } = setUp();
  const run = client.run('denoiserStart', request);
  client.dispose();
  await expect(run).rejects.toBeInstanceOf(JobCancelled);
  expect(workers[0]!.terminated).toBe(true);
  client.dispose();
  void client.run('denoiserStart', request);
  expect(workers).toHaveLength(2);
});

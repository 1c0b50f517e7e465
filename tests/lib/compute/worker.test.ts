/** The worker itself, on a stand-in for its global scope: runs jobs, answers, hears a cancel, survives a failure. */
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type FromWorker,
  type ToWorker,
  transferablesOf,
} from '../../../src/lib/compute/protocol.ts';
import { makeLinearSchedule } from '../../../src/lib/diffusion/index.ts';
import { corners } from './support.ts';

interface Sent {
  readonly message: FromWorker;
  readonly transfer: readonly unknown[];
}

const sent: Sent[] = [];
const scope = {
  onmessage: null as ((event: { data: ToWorker }) => void) | null,
  postMessage: (message: FromWorker, transfer: unknown[]) => {
    sent.push({ message, transfer });
    whenSent(sent.length);
  },
};
let whenSent: (count: number) => void = () => {};

beforeAll(async () => {
  vi.stubGlobal('self', scope);
  await import('../../../src/lib/compute/worker.ts');
});
beforeEach(() => {
  sent.length = 0;
  whenSent = () => {};
});

const tell = (data: ToWorker) => scope.onmessage?.({ data });
const start = { shape: { pixels: 4, embedding: 8, hidden: 8 }, seed: 1 };
const last = () => sent.at(-1)?.message;
const measure = {
  ...corners,
  clean: corners.data,
  betas: makeLinearSchedule({ T: 50 }).betas,
  timesteps: Array.from({ length: 50 }, (_, t) => t),
  draws: 4,
  bins: 2,
  seed: 1,
};

describe('the worker', () => {
  test('answers with the result, and hands its arrays over', async () => {
    tell({ kind: 'run', id: 7, job: 'denoiserStart', request: start });
    await vi.waitFor(() => expect(last()?.kind).toBe('done'));
    expect(last()).toMatchObject({ kind: 'done', id: 7, result: { shape: start.shape } });
    expect(sent[0]!.transfer).toHaveLength(3);
    expect(sent[0]!.transfer.every((buffer) => buffer instanceof ArrayBuffer)).toBe(true);
  });

  test('tells its progress, then the result', async () => {
    tell({ kind: 'run', id: 8, job: 'idealLoss', request: measure });
    await vi.waitFor(() => expect(last()?.kind).toBe('done'));
    const kinds = sent.map(({ message }) => message.kind);
    expect(kinds).toEqual([...Array(50).fill('progress'), 'done']);
  });

  test('hears a cancel between two breaths', async () => {
    whenSent = (count) => count === 3 && tell({ kind: 'cancel', id: 9 });
    tell({ kind: 'run', id: 9, job: 'idealLoss', request: measure });
    await vi.waitFor(() => expect(last()).toEqual({ kind: 'cancelled', id: 9 }));
    expect(sent).toHaveLength(4);
  });

  test('pays no heed to a cancel of a job that is over, or to one with a used number', async () => {
    tell({ kind: 'cancel', id: 10 });
    tell({ kind: 'run', id: 10, job: 'idealLoss', request: measure });
    await vi.waitFor(() => expect(last()?.kind).toBe('done'));
  });

  test('answers a failure with its sentence, and goes on working', async () => {
    const broken = { ...measure, timesteps: [50] };
    tell({ kind: 'run', id: 11, job: 'idealLoss', request: broken });
    await vi.waitFor(() => expect(last()?.kind).toBe('failed'));
    expect(last()).toEqual({
      kind: 'failed',
      id: 11,
      message: 't must be an integer from 0 to 49, but it is 50.',
    });
    tell({ kind: 'run', id: 12, job: 'denoiserStart', request: start });
    await vi.waitFor(() => expect(last()).toMatchObject({ kind: 'done', id: 12 }));
  });

  test('runs two jobs side by side', async () => {
    tell({ kind: 'run', id: 13, job: 'idealLoss', request: measure });
    tell({ kind: 'run', id: 14, job: 'denoiserStart', request: start });
    await vi.waitFor(() => expect(last()).toMatchObject({ kind: 'done', id: 13 }));
    const of14 = sent.findIndex(({ message }) => message.id === 14);
    expect(of14).toBeGreaterThan(-1);
    expect(of14).toBeLessThan(50);
  });
});

test('transferables are every array’s buffer, once', () => {
  const shared = new Float32Array(4);
  const value = { a: shared, b: { c: [shared.subarray(1), new Float64Array(2)] }, d: 3, e: null };
  expect(transferablesOf(value)).toHaveLength(2);
  expect(transferablesOf('text')).toEqual([]);
});

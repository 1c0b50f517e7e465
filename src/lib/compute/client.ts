/** The page's side of the worker: runs typed jobs, follows their progress, cancels them, survives a crash. */
import {
  type FromWorker,
  JobCancelled,
  type JobName,
  type Jobs,
  type ToWorker,
} from './protocol.ts';

export type { DenoiserState, Jobs, LossAtTimestep, LossMeasurement } from './protocol.ts';
export { JobCancelled };

/** How to follow and stop a job. */
export interface RunOptions<J extends JobName> {
  readonly onProgress?: (progress: Jobs[J]['progress']) => void;
  readonly signal?: AbortSignal;
}

/** Runs jobs in one worker. */
export interface ComputeClient {
  /** Rejects with `JobCancelled` after an abort, and with a sentence for the reader when it fails. */
  run<J extends JobName>(
    job: J,
    request: Jobs[J]['request'],
    options?: RunOptions<J>,
  ): Promise<Jobs[J]['result']>;
  /** Ends the worker and cancels what runs; the next `run` starts a new one. */
  dispose(): void;
}

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: Error) => void;
  readonly onProgress: ((progress: never) => void) | undefined;
  /** Stops listening for the caller's abort. */
  readonly settled: () => void;
}

/** The part of a `Worker` that the client needs. */
export interface WorkerLike {
  postMessage(message: ToWorker): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** A client over a worker that is started at the first job. */
export function makeComputeClient(startWorker: () => WorkerLike): ComputeClient {
  let worker: WorkerLike | null = null;
  let lastId = 0;
  const pending = new Map<number, Pending>();

  const failAll = (reason: Error) => {
    // An event that the old worker had sent already must not reach its successor's jobs.
    if (worker) worker.onmessage = worker.onerror = null;
    worker?.terminate();
    worker = null;
    const stopped = [...pending.values()];
    pending.clear();
    for (const { reject, settled } of stopped) {
      settled();
      reject(reason);
    }
  };
  const ensure = () => {
    if (worker) return worker;
    worker = startWorker();
    worker.onmessage = ({ data }) => settle(pending, data);
    worker.onerror = ({ message }) => failAll(crashed(message));
    return worker;
  };

  return {
    run: (job, request, { onProgress, signal } = {}) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(new JobCancelled());
        const id = ++lastId;
        const cancel = () => worker?.postMessage({ kind: 'cancel', id });
        const settled = () => signal?.removeEventListener('abort', cancel);
        pending.set(id, {
          resolve: (result) => resolve(result as never),
          reject,
          onProgress,
          settled,
        });
        signal?.addEventListener('abort', cancel, { once: true });
        try {
          ensure().postMessage({ kind: 'run', id, job, request } as ToWorker);
        } catch (error) {
          failAll(error instanceof Error ? error : new Error(String(error)));
        }
      }),
    dispose: () => failAll(new JobCancelled()),
  };
}

/** A worker that dies without a word (its file did not load, memory ran out) says nothing useful. */
function crashed(message: string | undefined): Error {
  const reason = message ? ` (${message})` : '';
  return new Error(`The background computation stopped${reason}. Try again.`);
}

function settle(pending: Map<number, Pending>, message: FromWorker): void {
  const job = pending.get(message.id);
  if (!job) return;
  if (message.kind === 'progress') {
    job.onProgress?.(message.progress as never);
    return;
  }
  pending.delete(message.id);
  job.settled();
  if (message.kind === 'done') job.resolve(message.result);
  else if (message.kind === 'failed') job.reject(new Error(message.message));
  else job.reject(new JobCancelled());
}

/** Runs the reverse process of the digits in the worker, follows it, and stops it when it is no longer wanted. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { useCompute } from '../../../components/figure/useCompute.ts';
import type { ComputeClient } from '../../../lib/compute/client.ts';
import { JobCancelled } from '../../../lib/compute/protocol.ts';
import type { Schedule } from '../../../lib/diffusion/index.ts';
import { type LitDigits, sampleCount } from '../lights.ts';

/** Where the walk stands. `xt` is the last that was reported; `samples` the last that was finished. */
export interface ReverseState {
  readonly status: 'waiting' | 'running' | 'done' | 'stopped' | 'failed';
  /** Steps taken, of T. */
  readonly taken: number;
  readonly xt: Float32Array | null;
  /** What the samples were made with; null until a walk has finished. */
  readonly done: { readonly schedule: Schedule; readonly samples: Float32Array } | null;
  readonly message: string;
}

const waiting: ReverseState = { status: 'waiting', taken: 0, xt: null, done: null, message: '' };
const frames = 24;

/** What to walk; null while something is missing or the figure is out of sight. */
export interface ReverseRequest {
  readonly digits: LitDigits;
  readonly schedule: Schedule;
  readonly seed: number;
}

/** Whether both ask for the same pictures, as when a figure comes back into sight. */
function isSame(a: ReverseRequest, b: ReverseRequest | null): boolean {
  return b !== null && a.digits === b.digits && a.schedule === b.schedule && a.seed === b.seed;
}

/** One walk; tells each state that it comes to, and nothing after an abort. */
async function walk(
  compute: ComputeClient,
  { digits, schedule, seed }: ReverseRequest,
  signal: AbortSignal,
  change: (part: Partial<ReverseState>) => void,
): Promise<void> {
  const { T, betas } = schedule;
  const { samples } = await compute.run(
    'idealReverse',
    { ...digits, betas, samples: sampleCount, seed, frames },
    {
      signal,
      onProgress: ({ t, xt }) => !signal.aborted && change({ taken: T - 1 - t, xt }),
    },
  );
  if (signal.aborted) return;
  change({ status: 'done', taken: T, xt: null, done: { schedule, samples } });
}

/** How a walk ended that did not arrive. */
function endOf(error: unknown): Partial<ReverseState> {
  if (error instanceof JobCancelled) return { status: 'stopped', xt: null };
  const message = error instanceof Error ? error.message : String(error);
  return { status: 'failed', xt: null, message };
}

/** Starts a walk whenever the request changes. Keep the request the same while its parts are. */
export function useReverseJob(request: ReverseRequest | null) {
  const compute = useCompute();
  const [state, setState] = useState(waiting);
  const [attempt, setAttempt] = useState(0);
  const controller = useRef<AbortController | null>(null);
  const finished = useRef<ReverseRequest | null>(null);
  const change = useCallback(
    (part: Partial<ReverseState>) => setState((now) => ({ ...now, ...part })),
    [],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt starts the same walk anew
  useEffect(() => {
    if (!request || isSame(request, finished.current)) return;
    const abort = new AbortController();
    controller.current = abort;
    change({ status: 'running', taken: 0, xt: null, message: '' });
    walk(compute, request, abort.signal, change)
      .then(() => {
        if (!abort.signal.aborted) finished.current = request;
      })
      .catch((error: unknown) => {
        if (controller.current === abort) change(endOf(error));
      });
    return () => {
      if (controller.current === abort) controller.current = null;
      abort.abort();
    };
  }, [request, attempt, compute, change]);
  return {
    state,
    stop: () => controller.current?.abort(),
    again: () => setAttempt((n) => n + 1),
  };
}

/** Runs a measurement of the loss by t in the worker, follows it, stops it, and starts it again. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useCompute } from '../../../components/figure/useCompute.ts';
import { JobCancelled, type Jobs, type LossAtTimestep } from '../../../lib/compute/client.ts';

/** Where a measurement stands. */
export interface Measurement {
  readonly status: 'waiting' | 'running' | 'done' | 'stopped' | 'failed';
  /** What has been measured so far, in the order of the timesteps. */
  readonly losses: readonly LossAtTimestep[];
  /** What went wrong, in a sentence. */
  readonly problem: string;
}

const waiting: Measurement = { status: 'waiting', losses: [], problem: '' };

type LossJob = 'idealLoss' | 'denoiserLoss';

/** Measures whenever `request` changes (keep it the same while it does not); null waits. */
export function useMeasurement<J extends LossJob>(job: J, request: Jobs[J]['request'] | null) {
  const compute = useCompute();
  const [measurement, setMeasurement] = useState(waiting);
  const [attempt, setAttempt] = useState(0);
  const controller = useRef<AbortController | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt runs the same request again
  useEffect(() => {
    if (!request) {
      setMeasurement(waiting);
      return;
    }
    const abort = new AbortController();
    controller.current = abort;
    let alive = true;
    let losses: readonly LossAtTimestep[] = [];
    const show = (part: Partial<Measurement>) =>
      alive && setMeasurement({ status: 'running', problem: '', losses, ...part });
    show({});
    const onProgress = (loss: LossAtTimestep) => {
      losses = [...losses, loss];
      show({});
    };
    compute
      .run(job, request, { onProgress, signal: abort.signal })
      .then(() => show({ status: 'done' }))
      .catch((error: Error) =>
        show(
          error instanceof JobCancelled
            ? { status: 'stopped' }
            : { status: 'failed', problem: error.message },
        ),
      );
    return () => {
      alive = false;
      abort.abort();
    };
  }, [compute, job, request, attempt]);
  const again = () => setAttempt((count) => count + 1);
  return {
    ...measurement,
    stop: () => controller.current?.abort(),
    again,
    /** Measures again what was stopped or has failed. */
    resume: () => {
      if (measurement.status === 'stopped' || measurement.status === 'failed') again();
    },
  };
}

/** Whether `now` has been true at any time: what starts when first seen keeps going. */
export function useEver(now: boolean): boolean {
  const ever = useRef(false);
  ever.current ||= now;
  return ever.current;
}

/** A small network that learns a set of points in the worker, from random weights, in seconds. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useCompute } from '../../../components/figure/useCompute.ts';
import {
  type ComputeClient,
  type DenoiserState,
  JobCancelled,
} from '../../../lib/compute/client.ts';
import { schedule } from './modelSchedule.ts';
import { learningRateAt, planeShape, training } from './plane.ts';

/** A network and how it came to be. */
export interface PlaneNetwork {
  readonly network: DenoiserState;
  readonly loops: number;
  /** The mean loss of the last loops. */
  readonly loss: number;
  readonly milliseconds: number;
}

const seed = 1;

async function trainChunk(
  compute: ComputeClient,
  data: Float32Array,
  { network, loops }: PlaneNetwork,
  signal: AbortSignal,
): Promise<PlaneNetwork> {
  const started = performance.now();
  const request = {
    data,
    count: data.length / 2,
    dim: 2,
    network,
    betas: schedule.betas,
    steps: training.chunk,
    batchSize: training.batch,
    learningRate: learningRateAt(loops),
    seed: seed * 1_000_000 + loops,
  };
  const trained = await compute.run('denoiserTrain', request, { signal });
  const loss = trained.losses.reduce((sum, value) => sum + value, 0) / trained.losses.length;
  return {
    network: trained.network,
    loops: loops + training.chunk,
    loss,
    milliseconds: performance.now() - started,
  };
}

/** The network (null before its first chunk), and what the buttons do. A new set of points forgets it. */
export function usePlaneNetwork(data: Float32Array) {
  const compute = useCompute();
  const [trained, setTrained] = useState<PlaneNetwork | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const controller = useRef<AbortController | null>(null);
  const stop = () => controller.current?.abort();
  useEffect(() => () => controller.current?.abort(), []);
  const forget = () => {
    stop();
    controller.current = null;
    setTrained(null);
    setBusy(false);
    setProblem('');
  };

  const train = async () => {
    stop();
    const abort = new AbortController();
    controller.current = abort;
    const current = () => controller.current === abort;
    const { signal } = abort;
    setProblem('');
    setBusy(true);
    try {
      let now = trained ?? (await freshNetwork(compute, signal));
      while (now.loops < training.loops) {
        const next = await trainChunk(compute, data, now, signal);
        if (!current()) return;
        now = { ...next, milliseconds: now.milliseconds + next.milliseconds };
        setTrained(now);
      }
    } catch (error) {
      const told = !(error instanceof JobCancelled) && current();
      if (told) setProblem(error instanceof Error ? error.message : String(error));
    }
    if (current()) setBusy(false);
  };
  return { compute, trained, busy, problem, train, stop, forget };
}

async function freshNetwork(compute: ComputeClient, signal: AbortSignal): Promise<PlaneNetwork> {
  const network = await compute.run('denoiserStart', { shape: planeShape, seed }, { signal });
  return { network, loops: 0, loss: 1, milliseconds: 0 };
}

/** Runs the training loop of the figure, one step at a time or many loops at once, in the worker. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useCompute } from '../../../components/figure/useCompute.ts';
import type { ComputeClient } from '../../../lib/compute/client.ts';
import { type DenoiserState, JobCancelled } from '../../../lib/compute/client.ts';
import type { ImageDataset } from '../../../lib/datasets/index.ts';
import { digitPixels, schedule } from './digits.ts';
import { trainedNetwork } from './trainedNetwork.ts';
import {
  type Batch,
  batchSize,
  countChanged,
  drawBatch,
  judge,
  learningRate,
  type Predicted,
  shape,
} from './trainingRun.ts';

const seed = 1;

/** The figure opens after this step: everything the network will be given is there. */
const firstStep = 4;
export const lastLoopStep = 7;

/** Loops trained in one job: what a stop may lose. */
const chunk = 25;

/** What a weight update did. */
export interface Update {
  readonly gradientNorm: number;
  readonly changed: number;
}

/** Everything the figure shows. */
export interface Run {
  readonly network: DenoiserState;
  /** Updates made so far. */
  readonly loops: number;
  /** The last of the seven steps that was done. */
  readonly step: number;
  readonly batch: Batch;
  /** The prediction before this batch's update, from step 5. */
  readonly before: Predicted | null;
  /** The prediction of the network as it is now, once it has been updated. */
  readonly after: Predicted | null;
  readonly update: Update | null;
  /** The loss of every loop. */
  readonly losses: readonly number[];
}

function beginLoop(data: ImageDataset, run: Omit<Run, 'batch'>, step: number): Run {
  const batch = drawBatch(data, seed, run.losses.length);
  return { ...run, batch, step, before: null, after: null, update: null };
}

/** The run as the figure opens it. */
function startRun(data: ImageDataset, network: DenoiserState): Run {
  const empty = { before: null, after: null, update: null, losses: [] };
  return beginLoop(data, { network, loops: 0, step: 0, ...empty }, firstStep);
}

async function predict(compute: ComputeClient, run: Run, signal: AbortSignal): Promise<Predicted> {
  const { network, batch } = run;
  const request = { network, xt: batch.xt, timesteps: batch.timesteps };
  const { epsPred } = await compute.run('denoiserPredict', request, { signal });
  return judge(batch, epsPred);
}

async function update(compute: ComputeClient, run: Run, signal: AbortSignal): Promise<Run> {
  const { xt, timesteps, eps } = run.batch;
  const request = { network: run.network, xt, timesteps, eps, learningRate };
  const { network, loss, gradientNorm } = await compute.run('denoiserUpdate', request, { signal });
  const changed = countChanged(run.network.parameters, network.parameters);
  const updated: Run = {
    ...run,
    network,
    step: lastLoopStep,
    loops: run.loops + 1,
    losses: [...run.losses, loss],
    update: { gradientNorm, changed },
  };
  return { ...updated, after: await predict(compute, updated, signal) };
}

/** The run one step further. */
async function nextStep(
  compute: ComputeClient,
  data: ImageDataset,
  run: Run,
  signal: AbortSignal,
): Promise<Run> {
  if (run.step === lastLoopStep) return beginLoop(data, run, 1);
  if (run.step === 4) return { ...run, step: 5, before: await predict(compute, run, signal) };
  if (run.step === 6) return update(compute, run, signal);
  return { ...run, step: run.step + 1 };
}

/** The run after `chunk` more loops on batches drawn in the worker; the batch on show stays. */
async function trainChunk(
  compute: ComputeClient,
  data: ImageDataset,
  run: Run,
  signal: AbortSignal,
): Promise<Run> {
  const before = run.before ?? (await predict(compute, run, signal));
  const request = {
    data: data.images,
    count: data.count,
    dim: digitPixels,
    network: run.network,
    betas: schedule.betas,
    steps: chunk,
    batchSize,
    learningRate,
    seed: seed * 1_000_000 + run.loops,
  };
  const { network, losses } = await compute.run('denoiserTrain', request, { signal });
  const trained: Run = {
    ...run,
    network,
    before,
    step: lastLoopStep,
    loops: run.loops + chunk,
    losses: [...run.losses, ...losses],
    update: null,
  };
  return { ...trained, after: await predict(compute, trained, signal) };
}

/** Lets the lesson's other figures measure this network. */
function publish({ network, loops }: Run): void {
  trainedNetwork.value = loops > 0 ? { network, loops } : null;
}

/** What is going on: nothing, a short job, or training with this many of so many loops done. */
export type Busy = null | 'step' | { readonly done: number; readonly total: number };

/** The run (null until the digits are there) and what the buttons do. */
export function useTrainingRun(data: ImageDataset | null) {
  const compute = useCompute();
  const [network, setNetwork] = useState<DenoiserState | null>(null);
  const start = useMemo(() => data && network && startRun(data, network), [data, network]);
  const [state, setState] = useState<Run | null>(null);
  const [busy, setBusy] = useState<Busy>(null);
  const [problem, setProblem] = useState('');
  const controller = useRef<AbortController | null>(null);
  const run = state ?? start;
  useEffect(() => () => controller.current?.abort(new JobCancelled()), []);
  useEffect(() => {
    if (busy === null && run) publish(run);
  }, [busy, run]);

  /** Does `work`, and turns what goes wrong into a sentence; a stop is no fault. */
  const doing = async (what: Busy, work: (signal: AbortSignal) => Promise<void>) => {
    const abort = new AbortController();
    controller.current = abort;
    setProblem('');
    setBusy(what);
    try {
      await work(abort.signal);
    } catch (error) {
      if (!(error instanceof JobCancelled))
        setProblem(error instanceof Error ? error.message : String(error));
    }
    if (controller.current === abort) setBusy(null);
  };
  const step = () =>
    doing('step', async (signal) => {
      const next = await nextStep(compute, data!, run!, signal);
      signal.throwIfAborted();
      setState(next);
    });
  const loop = () =>
    doing('step', async (signal) => {
      let now = run!.step === lastLoopStep ? await nextStep(compute, data!, run!, signal) : run!;
      while (now.step < lastLoopStep) now = await nextStep(compute, data!, now, signal);
      signal.throwIfAborted();
      setState(now);
    });
  const train = (total: number) =>
    doing({ done: 0, total }, async (signal) => {
      let now = run!;
      for (let done = 0; done < total; done += chunk) {
        setBusy({ done, total });
        now = await trainChunk(compute, data!, now, signal);
        signal.throwIfAborted();
        setState(now);
      }
    });
  const stop = () => controller.current?.abort(new JobCancelled());
  /** Asks the worker for a fresh network; without one nothing can be trained. */
  const begin = () =>
    doing('step', async (signal) =>
      setNetwork(await compute.run('denoiserStart', { shape, seed }, { signal })),
    );
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the figure is first seen
  useEffect(() => void begin(), []);
  const reset = () => {
    stop();
    controller.current = null;
    setState(null);
    setBusy(null);
    setProblem('');
    if (!network) void begin();
  };
  return { run, busy, problem, step, loop, train, stop, reset };
}

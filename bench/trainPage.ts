/** The part of the training bench that runs in the browser: two loops over the same network, timed alike. */
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { loadImages } from '../src/lib/datasets/index.ts';
import { makeCosineSchedule, makeRng } from '../src/lib/diffusion/index.ts';
import type { BackendName, Engine, StepRequest, TrainingData } from '../src/lib/engines/engine.ts';
import { makeTfjsEngine } from '../src/lib/engines/tfjs/index.ts';
import { type Graph, unet } from '../src/lib/nets/index.ts';
import { initialParameters, initialState } from '../src/lib/training/network.ts';
import { makePlainLoop } from './plainTfjs.ts';
import { median } from './statistics.ts';

/** What is timed. */
export interface TrainBenchRequest {
  readonly backend: BackendName;
  readonly size: number;
  readonly batch: number;
  readonly base: number;
  readonly steps: number;
}

/** What came out. */
export interface TrainBenchResult {
  readonly adapter: string;
  readonly engine: Measured;
  readonly plain: Measured;
}

type Sizes = TrainBenchRequest;

/** Counts dispatches of every compute pass from now on. */
function countDispatches(): { count: number } {
  const counter = { count: 0 };
  const { prototype } = GPUComputePassEncoder;
  const original = prototype.dispatchWorkgroups;
  prototype.dispatchWorkgroups = function (...counts) {
    counter.count++;
    return original.apply(this, counts);
  };
  return counter;
}

async function dataOf(size: number): Promise<{ data: TrainingData; labels: Int32Array }> {
  const id = size === 8 ? 'digits-8' : 'fashion-32';
  const set = await loadImages({ id, split: 'train', limit: 1000, baseUrl: 'data/', cache: null });
  const { alphasCumprod, oneMinusAlphasCumprod } = makeCosineSchedule({ T: 1000 });
  const data = {
    images: set.images,
    count: set.count,
    signal: Float32Array.from(alphasCumprod, Math.sqrt),
    noise: Float32Array.from(oneMinusAlphasCumprod, Math.sqrt),
    targetX0: new Float32Array(1000),
    targetEps: new Float32Array(1000).fill(1),
    weight: new Float32Array(1000).fill(1),
  };
  return { data, labels: Int32Array.from(set.labels) };
}

/** Of one loop. */
export interface Measured {
  /** Wall clock of all steps, the device's work done, divided by the steps. */
  readonly step: number;
  readonly dispatches: number;
  /** Median time in which JavaScript was busy with a step. */
  readonly script: number;
}

/** Times `steps` steps after a few that compile and fill caches. */
async function measure(
  steps: number,
  counter: { count: number },
  step: () => void,
  finish: () => Promise<unknown>,
): Promise<Measured> {
  for (let i = 0; i < 3; i++) step();
  await finish();
  const scripts: number[] = [];
  const before = counter.count;
  const started = performance.now();
  for (let i = 0; i < steps; i++) {
    const begun = performance.now();
    step();
    scripts.push(performance.now() - begun);
  }
  await finish();
  const wall = (performance.now() - started) / steps;
  return { step: wall, dispatches: (counter.count - before) / steps, script: median(scripts) };
}

async function measureEngine(
  engine: Engine,
  graph: Graph,
  sizes: Sizes,
  counter: { count: number },
) {
  const { data, labels } = await dataOf(sizes.size);
  const trainer = engine.makeTrainer({
    graph,
    batchSize: sizes.batch,
    data,
    adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    state: initialState(graph, initialParameters(graph, 1)),
  });
  const rng = makeRng(2);
  const draw = (end: number) => Int32Array.from({ length: sizes.batch }, () => rng.integer(end));
  let number = 0;
  const step = () => {
    const indices = draw(data.count);
    const request: StepRequest = {
      step: number++,
      seed: 1,
      indices,
      timesteps: draw(1000),
      classes: indices.map((index) => labels[index]!),
      learningRate: 2e-3,
      emaDecay: 0.99,
    };
    trainer.step(request);
  };
  const measured = await measure(sizes.steps, counter, step, () => trainer.losses());
  trainer.dispose();
  return measured;
}

async function measurePlain(graph: Graph, sizes: Sizes, counter: { count: number }) {
  const { data, labels } = await dataOf(sizes.size);
  const parameters = initialParameters(graph, 1);
  const loop = makePlainLoop({ graph, parameters, data, labels, batchSize: sizes.batch });
  let last: ReturnType<typeof loop.step> | null = null;
  const step = () => {
    last?.dispose();
    last = loop.step();
  };
  const measured = await measure(sizes.steps, counter, step, () => last!.data());
  loop.dispose();
  return measured;
}

/** Runs both loops, one after the other, on one backend. */
async function run(sizes: TrainBenchRequest): Promise<TrainBenchResult> {
  const engine = await makeTfjsEngine({ backends: [sizes.backend] });
  const counter = countDispatches();
  const { size, base } = sizes;
  const graph = unet({ size, channelsIn: 1, channelsOut: 1, base, embedding: 64, classes: 10 });
  const ours = await measureEngine(engine, graph, sizes, counter);
  const plain = await measurePlain(graph, sizes, counter);
  return { adapter: engine.backend.adapter, engine: ours, plain };
}

Object.assign(globalThis, { runTrainBench: run });

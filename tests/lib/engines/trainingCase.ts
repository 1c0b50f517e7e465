/** Twenty steps of training in PyTorch, and the same run for an engine. */
import { readFileSync } from 'node:fs';
import { makeCosineSchedule } from '../../../src/lib/diffusion/index.ts';
import type {
  Engine,
  Parameters,
  StepRequest,
  Trainer,
  TrainingData,
  TrainingState,
} from '../../../src/lib/engines/engine.ts';
import { type Graph, unet } from '../../../src/lib/nets/index.ts';
import { readSafetensors } from '../../../src/lib/nets/safetensors.ts';

interface Fixture {
  readonly weights: string;
  readonly batch: number;
  readonly images: number;
  readonly size: number;
  readonly T: number;
  readonly seed: number;
  readonly learningRate: number;
  readonly emaDecay: number;
  readonly firstNormals: readonly number[];
  readonly indices: readonly (readonly number[])[];
  readonly timesteps: readonly (readonly number[])[];
  readonly classes: readonly (readonly number[])[];
  readonly steps: readonly { readonly loss: number; readonly errors: readonly number[] }[];
}

const folder = 'tests/fixtures/engines';
const tensorsOf = (file: string) => readSafetensors(readFileSync(`${folder}/${file}`)).tensors;

/** What PyTorch did. */
export const fixture = JSON.parse(readFileSync(`${folder}/trainingSteps.json`, 'utf8')) as Fixture;

/** Weights and averages after PyTorch's last step, of some layers; and the images. */
export const trained = tensorsOf('trainingSteps.safetensors');

export const graph: Graph = unet({
  size: fixture.size,
  channelsIn: 1,
  channelsOut: 1,
  base: 8,
  embedding: 16,
  classes: 3,
});

/** Tables for predicting v, with the fixture's weight by t. */
export function trainingData(): TrainingData {
  const { alphasCumprod, oneMinusAlphasCumprod } = makeCosineSchedule({ T: fixture.T });
  const signal = Float32Array.from(alphasCumprod, Math.sqrt);
  const noise = Float32Array.from(oneMinusAlphasCumprod, Math.sqrt);
  return {
    images: trained.get('images')!.values,
    count: fixture.images,
    signal,
    noise,
    targetX0: noise.map((value) => -value),
    targetEps: signal,
    weight: Float32Array.from(signal, (_, t) => 1 / (1 + t / fixture.T)),
  };
}

const zerosLike = (parameters: Parameters): Parameters =>
  new Map(
    [...parameters].map(([name, { shape, values }]) => [
      name,
      { shape, values: new Float32Array(values.length) },
    ]),
  );

/** The state before the first step. */
export function startState(): TrainingState {
  const weights = tensorsOf(fixture.weights);
  return {
    step: 0,
    model: weights,
    ema: weights,
    adamMean: zerosLike(weights),
    adamSquare: zerosLike(weights),
  };
}

/** The fixture's trainer on an engine. */
export const makeTrainer = (engine: Engine): Trainer =>
  engine.makeTrainer({
    graph,
    batchSize: fixture.batch,
    data: trainingData(),
    adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    state: startState(),
  });

/** What the trainer is asked for at a step. */
export function request(step: number): StepRequest {
  const { seed, learningRate, emaDecay } = fixture;
  const [indices, timesteps, classes] = [
    fixture.indices[step]!,
    fixture.timesteps[step]!,
    fixture.classes[step]!,
  ].map((list) => Int32Array.from(list)) as [Int32Array, Int32Array, Int32Array];
  return { step, seed, indices, timesteps, classes, learningRate, emaDecay };
}

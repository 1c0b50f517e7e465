/** What a run of an exercise may use of the course: digits, shipped networks, and a small network that trains in the page. */

import type { ComputeClient, Jobs } from '../../lib/compute/client.ts';
import type { BackendInfo } from '../../lib/compute/protocol.ts';
import { type ImageDataset, samplePoints } from '../../lib/datasets/index.ts';
import { makeRng, type ScheduleName, schedules } from '../../lib/diffusion/index.ts';
import type {
  DigitClassifier,
  DigitModel,
  PlaneNetwork,
  ShowContext,
} from '../../lib/exercises/index.ts';

/** The part of the client that is needed; tests bring their own. */
export type RunJob = ComputeClient['run'];

export interface ResourceOptions {
  readonly run: RunJob;
  /** Where the weights are served. */
  readonly weightsUrl: string;
  /** Digits to show, the first of the training split. */
  readonly loadDigits: () => Promise<ImageDataset>;
  readonly signal?: AbortSignal;
  /** Told what a network runs on, when one is opened. */
  readonly onBackend?: (backend: BackendInfo) => void;
}

/** The parts of a run's context that come from the course. */
export type Resources = Pick<ShowContext, 'digits' | 'model' | 'classifier' | 'plane'>;

const modelId = 'digits-8';
const classifierId = 'digits-8-noisy-classifier';
const planeShape = { pixels: 2, embedding: 32, hidden: 64 };
const planePoints = 2000;
const planeBatch = 64;

/** The first digit of each class, and then the second of each, and so on. */
function inTurn({ images, labels }: ImageDataset, count: number): Float32Array[] {
  const pixels = images.length / labels.length;
  const classes = 10;
  const seen = new Array<number>(classes).fill(0);
  const chosen = new Array<Float32Array | null>(count).fill(null);
  for (const [i, label] of labels.entries()) {
    const place = seen[label]!++ * classes + label;
    if (place < count) chosen[place] = images.slice(i * pixels, (i + 1) * pixels);
  }
  return chosen.filter((digit) => digit !== null);
}

async function openDigitModel({
  run,
  weightsUrl,
  signal,
  onBackend,
}: ResourceOptions): Promise<DigitModel> {
  const options = signal ? { signal } : {};
  const info = await run('modelOpen', { id: modelId, weightsUrl }, options);
  const { T, schedule, size, classes } = info;
  onBackend?.(info.backend);
  const { betas, alphasCumprod } = schedules[schedule as ScheduleName].make({ T });
  return {
    T,
    betas,
    alphasCumprod,
    size,
    nullClass: classes,
    async predict(xt, t, y) {
      const request = { id: modelId, xt, t, y, nodes: [], silenced: [] };
      return (await run('modelLook', request, options)).epsPred;
    },
  };
}

async function openDigitClassifier({
  run,
  weightsUrl,
  signal,
}: ResourceOptions): Promise<DigitClassifier> {
  const options = signal ? { signal } : {};
  await run('classifierOpen', { id: classifierId, weightsUrl }, options);
  return {
    async gradient(xt, t, classes) {
      const request = { id: classifierId, xt, t, classes };
      return (await run('classifierLook', request, options)).gradient!;
    },
  };
}

async function startPlane({ run, signal }: ResourceOptions): Promise<PlaneNetwork> {
  const options = signal ? { signal } : {};
  const { points } = samplePoints({ id: 'moons', count: planePoints, rng: makeRng('plane data') });
  const data = Float32Array.from(points);
  let network = await run('denoiserStart', { shape: planeShape, seed: 1 }, options);
  let chunk = 0;
  return {
    data,
    async update(xt, timesteps, eps, learningRate) {
      const request: Jobs['denoiserUpdate']['request'] = {
        network,
        xt,
        timesteps,
        eps,
        learningRate,
      };
      const updated = await run('denoiserUpdate', request, options);
      network = updated.network;
      return updated.loss;
    },
    async train(betas, steps, learningRate) {
      const set = { data, count: planePoints, dim: 2, network, betas, batchSize: planeBatch };
      const request = { ...set, steps, learningRate, seed: ++chunk };
      const trained = await run('denoiserTrain', request, options);
      network = trained.network;
      return trained.losses.reduce((sum, loss) => sum + loss, 0) / steps;
    },
    async predict(xt, t) {
      const timesteps = new Array<number>(xt.length / 2).fill(t);
      return (await run('denoiserPredict', { network, xt, timesteps }, options)).epsPred;
    },
  };
}

/** Opens each when it is first asked for. */
export function makeResources(options: ResourceOptions): Resources {
  return {
    digits: async (count) => inTurn(await options.loadDigits(), count),
    model: () => openDigitModel(options),
    classifier: () => openDigitClassifier(options),
    plane: () => startPlane(options),
  };
}

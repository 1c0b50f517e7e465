/** The training loop taken apart: a batch, what a network predicts for it, and what a step changes. */
import type { ImageDataset } from '../../../lib/datasets/index.ts';
import {
  convertPrediction,
  drawTimestep,
  forwardSample,
  makeRng,
  sampleNormals,
  simpleLoss,
} from '../../../lib/diffusion/index.ts';
import { digitPixels, imageAt, schedule } from './digits.ts';

/** Digits in a batch, and the size of a step. */
export const batchSize = 8;
export const learningRate = 0.001;

/** The network of this figure. */
export const shape = { pixels: digitPixels, embedding: 32, hidden: 256 } as const;

/** What steps 1 to 4 draw: digits, timesteps, noise, and their mix. All are `[8 · 64]`. */
export interface Batch {
  readonly labels: readonly number[];
  readonly timesteps: readonly number[];
  readonly x0: Float32Array;
  readonly eps: Float32Array;
  readonly xt: Float32Array;
}

/**
 * The batch of loop number `loop`. Timesteps are sorted, for reading: digits and timesteps are
 * independent, so their order makes no difference to the network.
 */
export function drawBatch(data: ImageDataset, seed: number, loop: number): Batch {
  const rng = makeRng(`${seed}/batch ${loop}`);
  const indices = Array.from({ length: batchSize }, () => rng.integer(data.count));
  const timesteps = indices.map(() => drawTimestep(rng, schedule.T)).sort((a, b) => a - b);
  const eps = sampleNormals(rng, batchSize * digitPixels);
  const x0 = new Float32Array(eps.length);
  const xt = new Float32Array(eps.length);
  indices.forEach((index, row) => {
    x0.set(imageAt(data, index), row * digitPixels);
    xt.set(
      forwardSample(schedule, pictureOf(x0, row), timesteps[row]!, pictureOf(eps, row)),
      row * digitPixels,
    );
  });
  return { labels: indices.map((index) => data.labels[index]!), timesteps, x0, eps, xt };
}

/** Picture `row` of a batch, without a copy. */
export function pictureOf(batch: Float32Array, row: number): Float32Array {
  return batch.subarray(row * digitPixels, (row + 1) * digitPixels);
}

/** The pictures of a batch, one by one. */
export function picturesOf(batch: Float32Array): Float32Array[] {
  return Array.from({ length: batchSize }, (_, row) => pictureOf(batch, row));
}

/** What a network says of a batch. */
export interface Predicted {
  readonly epsPred: Float32Array;
  /** The clean pictures that go with it. */
  readonly x0Pred: Float32Array;
  /** The squared error of each example, as a mean over its pixels. */
  readonly losses: readonly number[];
  /** Their mean: the loss of the batch. */
  readonly loss: number;
}

/** Compares predicted with true noise, and works out the clean pictures. */
export function judge(batch: Batch, epsPred: Float32Array): Predicted {
  const x0Pred = new Float32Array(epsPred.length);
  const losses = batch.timesteps.map((t, row) => {
    const value = pictureOf(epsPred, row);
    const xt = pictureOf(batch.xt, row);
    const clean = convertPrediction(schedule, { from: 'eps', to: 'x0', xt, t, value });
    x0Pred.set(clean, row * digitPixels);
    return simpleLoss(pictureOf(batch.eps, row), value);
  });
  const loss = losses.reduce((sum, value) => sum + value, 0) / batchSize;
  return { epsPred, x0Pred, losses, loss };
}

/** How many numbers differ. */
export function countChanged(before: Float32Array, after: Float32Array): number {
  let changed = 0;
  for (let i = 0; i < before.length; i++) if (before[i] !== after[i]) changed++;
  return changed;
}

/** The mean of each loss and up to `window − 1` before it. */
export function smoothed(losses: readonly number[], window: number): number[] {
  let sum = 0;
  return losses.map((loss, i) => {
    sum += loss - (losses[i - window] ?? 0);
    return sum / Math.min(i + 1, window);
  });
}

/** Measures how well a network with some skips silenced tells the noise, on held-out digits, at several timesteps. */

import { indexOfClass } from '../../../components/data/useImageChoice.tsx';
import type { ImageDataset } from '../../../lib/datasets/index.ts';
import { forwardSample, makeRng, sampleNormals, simpleLoss } from '../../../lib/diffusion/index.ts';
import { digitPixels, schedule } from './modelSchedule.ts';
import { imageAt } from './useNoisyDigit.tsx';

/** The timesteps measured, in the order in which they are. */
export const measuredSteps: readonly number[] = [500, 100, 900, 300, 700, 20, 800, 200, 600, 400];

/** One digit of each class, so that every class counts alike. */
export const measuredDigits = 10;

/** The mean squared error in the noise at one timestep; saying “no noise” costs about 1. */
export interface SkipError {
  readonly t: number;
  readonly error: number;
}

/** What the model answers to noisy pictures of one timestep, [count, 64], one class each. */
export type Answer = (
  xt: Float32Array,
  t: number,
  labels: readonly number[],
) => Promise<Float32Array>;

/** The noisy digits of one timestep, one of each class: the same ones whichever skips are silenced. */
export function noisyDigitsAt(heldOut: ImageDataset, t: number) {
  const labels = Array.from({ length: measuredDigits }, (_, label) => label);
  const xt = new Float32Array(measuredDigits * digitPixels);
  const eps = new Float32Array(measuredDigits * digitPixels);
  for (const label of labels) {
    const noise = sampleNormals(makeRng(`skips/${t}/${label}`), digitPixels);
    const x0 = imageAt(heldOut, indexOfClass(heldOut.labels, label, 0));
    eps.set(noise, label * digitPixels);
    xt.set(forwardSample(schedule, x0, t, noise), label * digitPixels);
  }
  return { labels, xt, eps };
}

/** The mean error at t over all measured digits. */
export async function errorAt(heldOut: ImageDataset, t: number, answer: Answer): Promise<number> {
  const { labels, xt, eps } = noisyDigitsAt(heldOut, t);
  return simpleLoss(eps, await answer(xt, t, labels));
}

/** The mean over all timesteps, or null before all are measured. */
export function meanError(errors: readonly SkipError[] | undefined): number | null {
  if (errors?.length !== measuredSteps.length) return null;
  return errors.reduce((sum, { error }) => sum + error, 0) / errors.length;
}

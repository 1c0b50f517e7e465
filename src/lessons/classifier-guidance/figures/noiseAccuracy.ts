/** How often noisy held-out digits are read right, and how sure the reader is: networks, and Bayes’ rule over the training digits. */
import type { ImageDataset } from '../../../lib/datasets/index.ts';
import {
  fork,
  forwardSample,
  type IdealDenoiser,
  sampleNormals,
} from '../../../lib/diffusion/index.ts';
import { digitPixels, imageAt, likeliest, schedule, tenClasses } from './digits.ts';

/** The timesteps measured, in the order in which they are. */
export const measuredSteps: readonly number[] = [
  0, 500, 200, 800, 300, 100, 400, 600, 700, 900, 999,
];

/** The first so many held-out digits. */
export const measuredDigits = 200;

/** How one reader does at one t. */
export interface ReaderScore {
  /** Share read right. */
  readonly accuracy: number;
  /** Mean of the probability given to the class that it reads. */
  readonly sureness: number;
}

/** Noisy held-out digits of one t, [measuredDigits · 64], with their labels; every reader gets the same. */
export function noisyBatch(heldOut: ImageDataset, t: number, seed: number) {
  const x0 = heldOut.images.subarray(0, measuredDigits * digitPixels);
  const eps = sampleNormals(fork(seed, `reading ${t}`), x0.length);
  const labels = [...heldOut.labels.subarray(0, measuredDigits)];
  return { xt: forwardSample(schedule, x0, t, eps), labels };
}

/** The score of log-probabilities, [count, classes]. */
export function scoreOf(
  logProbabilities: ArrayLike<number>,
  labels: readonly number[],
): ReaderScore {
  const classes = tenClasses.length;
  const read = likeliest(logProbabilities);
  const right = read.filter((guess, i) => guess === labels[i]).length;
  const sure = read.reduce(
    (sum, guess, i) => sum + Math.exp(logProbabilities[i * classes + guess]!),
    0,
  );
  return { accuracy: right / labels.length, sureness: sure / labels.length };
}

/** Digits that Bayes' rule reads between two breaths. */
const atOnce = 10;

/**
 * log p(y | x_t) by Bayes' rule, as if the training digits were all there are: each class's share of the posterior over
 * them. A few milliseconds at a time.
 *
 * @param ideal of the training digits, with labels
 * @param breathe awaited between pieces; may end the work by throwing
 */
export async function readByBayes(
  ideal: IdealDenoiser,
  xt: Float32Array,
  t: number,
  breathe: () => Promise<void>,
): Promise<Float64Array> {
  const count = xt.length / digitPixels;
  const logs = new Float64Array(count * tenClasses.length);
  for (let i = 0; i < count; i++) {
    if (i % atOnce === 0) await breathe();
    const shares = ideal.labelPosterior(imageAt(xt, i), schedule.alphasCumprod[t]!);
    logs.set(shares.map(Math.log), i * tenClasses.length);
  }
  return logs;
}

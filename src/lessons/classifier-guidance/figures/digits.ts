/** What this lesson's figures share of the shipped digits models: schedule, sizes, single pictures, classifiers' answers. */
import { makeCosineSchedule } from '../../../lib/diffusion/index.ts';

/** The schedule of the denoiser and of the noise-aware classifier: cosine, T = 1000. */
export const schedule = makeCosineSchedule({ T: 1000 });

/** The last timestep. */
export const lastStep = schedule.T - 1;

/** Side of a digit, and how many pixels it has. */
export const digitSize = 8;
export const digitPixels = digitSize * digitSize;

/** The ten classes. */
export const tenClasses: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** The classifier that was trained on noisy digits and is told t. */
export const noisyClassifier = 'digits-8-noisy-classifier';
/** The one that has seen clean digits only. */
export const cleanClassifier = 'digits-8-classifier';

/** Picture `index` of a flat batch of digits, without a copy. */
export function imageAt(images: Float32Array, index: number): Float32Array {
  return images.subarray(index * digitPixels, (index + 1) * digitPixels);
}

/** The class that each row of log-probabilities, [count, classes], holds for the likeliest. */
export function likeliest(
  logProbabilities: ArrayLike<number>,
  classes = tenClasses.length,
): number[] {
  return Array.from({ length: logProbabilities.length / classes }, (_, row) => {
    let best = 0;
    for (let i = 1; i < classes; i++) {
      if (logProbabilities[row * classes + i]! > logProbabilities[row * classes + best]!) best = i;
    }
    return best;
  });
}

/** How many rows of log-probabilities put the class that was asked for first. */
export function countRead(logProbabilities: ArrayLike<number>, wanted: readonly number[]): number {
  return likeliest(logProbabilities).filter((read, i) => read === wanted[i]).length;
}

/** Which images, timesteps and classes a training step sees (Ho et al. 2020, algorithm 1, lines 2 and 3). */
import { drawTimestep, fork } from '../diffusion/index.ts';

/** What batches are drawn from. */
export interface BatchSource {
  readonly seed: number;
  readonly batchSize: number;
  /** Training images. */
  readonly count: number;
  readonly T: number;
  /** Each image's class index, [count]; null for a network without classes. */
  readonly classes: ArrayLike<number> | null;
  /** The class index that stands for none; it is drawn in place of labelDropout of the classes. */
  readonly nullClass: number;
  readonly labelDropout: number;
}

/** One step's examples, [batchSize] each. */
export interface Batch {
  readonly indices: Int32Array;
  readonly timesteps: Int32Array;
  readonly classes: Int32Array | null;
}

/**
 * The batch of a step: a function of the seed and the step's number alone, so that a run which goes on
 * later sees what it would have seen. Images are drawn with replacement; a class is hidden with
 * probability labelDropout (Ho and Salimans 2022, algorithm 1).
 *
 * @param step updates made before it
 */
export function drawBatch(source: BatchSource, step: number): Batch {
  const { seed, batchSize, count, T, classes, nullClass, labelDropout } = source;
  const rng = fork(seed, `batch/${step}`);
  const indices = new Int32Array(batchSize);
  const timesteps = new Int32Array(batchSize);
  const shown = classes && new Int32Array(batchSize);
  for (let row = 0; row < batchSize; row++) {
    indices[row] = rng.integer(count);
    timesteps[row] = drawTimestep(rng, T);
    if (!shown) continue;
    const hidden = rng.uniform() < labelDropout;
    shown[row] = hidden ? nullClass : classes[indices[row]!]!;
  }
  return { indices, timesteps, classes: shown };
}

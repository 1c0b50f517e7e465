/** How good samples are: what a classifier reads in them, and its features. */
import type { Network } from '../engines/engine.ts';

const mostAtOnce = 250;

/** Calls `work` with ranges that together cover 0 … count − 1. */
async function inPieces(
  count: number,
  work: (from: number, to: number) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < count; from += mostAtOnce) {
    await work(from, Math.min(count, from + mostAtOnce));
  }
}

/** A classifier's guesses and its features, for each image. */
export interface Reading {
  /** [count] class indices. */
  readonly guesses: Int32Array;
  /** [count, width] values of the node `act4`. */
  readonly features: Float32Array;
  readonly width: number;
}

function largestIndex(values: Float32Array): number {
  return values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
}

/**
 * Reads images with a classifier of clean images.
 *
 * @param images [count, ...shape of x]
 */
export async function readImages(
  classifier: Network,
  images: Float32Array,
  count: number,
): Promise<Reading> {
  const pixels = images.length / count;
  const { output } = classifier.graph;
  const guesses = new Int32Array(count);
  let features = new Float32Array(0);
  let width = 0;
  await inPieces(count, async (from, to) => {
    const x = images.subarray(from * pixels, to * pixels);
    const found = await classifier.activations({ x }, [output, 'act4']);
    const logits = found.get(output)!;
    const classes = logits.length / (to - from);
    for (let i = from; i < to; i++) {
      guesses[i] = largestIndex(logits.subarray((i - from) * classes, (i - from + 1) * classes));
    }
    const part = found.get('act4')!;
    width = part.length / (to - from);
    if (features.length === 0) features = new Float32Array(count * width);
    features.set(part, from * width);
  });
  return { guesses, features, width };
}

/** The share of guesses that are the expected classes. */
export function accuracyOf(guesses: ArrayLike<number>, expected: ArrayLike<number>): number {
  let right = 0;
  for (let i = 0; i < guesses.length; i++) if (guesses[i] === expected[i]) right++;
  return right / guesses.length;
}

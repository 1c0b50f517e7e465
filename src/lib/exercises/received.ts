/** What a learner's function gave, made fit to be shown: whatever it is, nothing here throws. */
import { listOf } from './words.ts';

const clipped = (value: number): number => Math.max(-1, Math.min(1, value));

/** So many finite numbers; null when it is something else. */
export function numbersOf(value: unknown, count: number): Float32Array | null {
  const numbers = Float32Array.from(listOf(value) ?? [], Number);
  return numbers.length === count && numbers.every(Number.isFinite) ? numbers : null;
}

/** So many numbers; NaN where there is none. */
export function batchOf(value: unknown, length: number): Float32Array {
  const entries = listOf(value) ?? [];
  return Float32Array.from({ length }, (_, i) => Number(entries[i]));
}

/** A picture, clipped to [−1, 1]; null when it is none. */
export function pictureOf(value: unknown, pixels: number): number[] | null {
  const numbers = listOf(value)?.map((entry) => clipped(Number(entry))) ?? [];
  return numbers.length === pixels && numbers.every(Number.isFinite) ? numbers : null;
}

/** The pictures of a batch, clipped to [−1, 1]; null for one with something else than finite numbers. */
export function picturesOf(
  batch: ArrayLike<number>,
  count: number,
  pixels: number,
): (number[] | null)[] {
  return Array.from({ length: count }, (_, i) => {
    const picture = Array.from({ length: pixels }, (_, p) => Number(batch[i * pixels + p]));
    return picture.every(Number.isFinite) ? picture.map(clipped) : null;
  });
}

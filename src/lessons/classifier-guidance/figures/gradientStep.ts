/** A step along a classifier's gradient: where it leads, and how long it is. */
import { type Numbers, norm } from '../../../lib/diffusion/index.ts';

/** x + step · gradient. */
export function stepAlong(x: Float32Array, gradient: Numbers, step: number): Float32Array {
  return x.map((value, i) => value + step * gradient[i]!);
}

/** The root mean square of a picture's numbers. */
export const rootMeanSquare = (values: Numbers): number => norm(values) / Math.sqrt(values.length);

/** One pixel of a gradient: a filled square where brighter helps, a ring where darker does; its area is the size. */
export interface SignedSquare {
  readonly x: number;
  readonly y: number;
  /** From 0 to 1. */
  readonly side: number;
  readonly brighter: boolean;
}

/** Squares smaller than this part of a pixel are left out. */
const smallest = 0.08;

/** The squares of a gradient, [size, size]; the largest number fills its pixel. */
export function signedSquares(gradient: Numbers, size: number): SignedSquare[] {
  let largest = 0;
  for (const value of gradient) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return [];
  return Array.from(gradient, (value, i) => ({
    x: i % size,
    y: Math.floor(i / size),
    side: Math.sqrt(Math.abs(value) / largest),
    brighter: value > 0,
  })).filter(({ side }) => side >= smallest);
}

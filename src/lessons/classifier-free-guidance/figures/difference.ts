/** What guidance makes of two predictions of the noise, and the clean pictures that go with them. */
import {
  classifierFreeGuidance,
  convertPrediction,
  type Numbers,
} from '../../../lib/diffusion/index.ts';
import { schedule } from './schedule.ts';
import type { GuidedLook } from './useGuidedLook.ts';

/** The predicted clean picture that goes with predicted noise; nothing is clipped. */
export function x0Of(xt: Float32Array, t: number, eps: Float32Array): Float32Array {
  return convertPrediction(schedule, { from: 'eps', to: 'x0', xt, t, value: eps });
}

/** The root of the mean square. */
export function rms(values: Numbers): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum / values.length);
}

/** Two predictions, their difference and their guided sum, as noise and as clean pictures. */
export interface Difference {
  /** ε with the class minus ε without it. */
  readonly difference: Float32Array;
  readonly guided: Float32Array;
  readonly x0: {
    readonly other: Float32Array;
    readonly cond: Float32Array;
    readonly guided: Float32Array;
  };
  /** Share of the guided clean picture's pixels outside [−1, 1]. */
  readonly outside: number;
}

/** All that the figure shows of a look at a scale. */
export function differenceOf(
  { request: { xt, t }, cond, other }: GuidedLook,
  scale: number,
): Difference {
  const guided = classifierFreeGuidance(cond, other, scale);
  const x0 = {
    other: x0Of(xt, t, other),
    cond: x0Of(xt, t, cond),
    guided: x0Of(xt, t, guided),
  };
  const beyond = x0.guided.filter((value) => Math.abs(value) > 1).length;
  return {
    difference: cond.map((value, i) => value - other[i]!),
    guided,
    x0,
    outside: beyond / x0.guided.length,
  };
}

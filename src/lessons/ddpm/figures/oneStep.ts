/** One step of a DDPM walk taken apart: predicted x0, mean, added noise, and the numbers of one pixel (Ho et al. 2020, algorithm 2). */
import {
  makeRng,
  type Numbers,
  predictionAt,
  type SamplerStep,
  sampleNormals,
  walkNoise,
} from '../../../lib/diffusion/index.ts';
import { everyStep } from './modelSchedule.ts';

/** Where a step led and what it used, as the worker reports it. */
export interface WalkedRow {
  readonly x: Float32Array;
  /** The predicted clean picture, clipped to [−1, 1]. */
  readonly x0: Float32Array;
}

/** All parts of one step; pictures are as long as x. */
export interface StepParts {
  readonly row: number;
  readonly step: SamplerStep;
  readonly xt: Float32Array;
  /** The predicted clean picture that the step used. */
  readonly x0: Float32Array;
  /** The noise that goes with it: what ε_θ says, where clipping changed nothing. */
  readonly impliedEps: Float32Array;
  readonly mean: Float32Array;
  /** Fresh standard normal numbers; zeros where none were added. */
  readonly z: Float32Array;
  /** σ_t z */
  readonly added: Float32Array;
  readonly next: Float32Array;
}

/** The noise that a walk with this seed starts from. */
export const startNoise = (seed: number, length: number): Float32Array =>
  sampleNormals(makeRng(seed), length);

const affine = (a: number, x: Numbers, b: number, y: Numbers): Float32Array =>
  Float32Array.from(x, (value, i) => a * value + b * y[i]!);

/**
 * The parts of a row of the walk.
 *
 * @param rows the walk so far; it must hold this row
 */
export function stepParts(rows: readonly WalkedRow[], row: number, seed: number): StepParts {
  const step = everyStep[row]!;
  const { x: next, x0 } = rows[row]!;
  const xt = row === 0 ? startNoise(seed, next.length) : rows[row - 1]!.x;
  const toEps = predictionAt(step, 'x0', 'eps');
  const fresh = step.noise > 0;
  const z = fresh
    ? Float32Array.from(walkNoise(seed, row, next.length))
    : new Float32Array(next.length);
  return {
    row,
    step,
    xt,
    x0,
    impliedEps: affine(toEps.xt, xt, toEps.value, x0),
    mean: affine(step.xt, xt, step.x0, x0),
    z,
    added: z.map((value) => step.noise * value),
    next,
  };
}

/** The clean picture that the network's noise implies, before clipping. */
export function cleanOf(step: SamplerStep, xt: Numbers, epsPred: Numbers): Float32Array {
  const { xt: ofXt, value } = predictionAt(step, 'eps', 'x0');
  return affine(ofXt, xt, value, epsPred);
}

/** Root mean square. */
export function rms(values: Numbers): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum / values.length);
}

/** Root mean squared difference. */
export const rmsDifference = (a: Numbers, b: Numbers): number =>
  rms(a.map((value, i) => value - b[i]!) as Numbers);

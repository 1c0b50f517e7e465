/** What the quality figure measures, in which order, and how long the rest will take. */
import {
  type SamplerName,
  type SamplerOptions,
  samplerNames,
  samplers,
  type TimestepSpacing,
} from '../../../lib/diffusion/index.ts';
import { schedule } from './models.ts';

/** The step counts that are measured here. */
export const measuredSteps: readonly number[] = [2, 5, 10, 20, 50];

/** One set of images to draw and measure. */
export interface Cell {
  readonly sampler: SamplerName;
  readonly steps: number;
  readonly options: SamplerOptions;
  /** Network calls for one image. */
  readonly calls: number;
}

/** A measured one. */
export interface QualityPoint extends Cell {
  readonly frechet: number;
  readonly accuracy: number;
  readonly milliseconds: number;
}

/** The samplers that start at the first level with σ = sigma / signal up to 80: on a cosine schedule, the levels above send them astray. */
const startsLater: readonly SamplerName[] = ['heun', 'pndm'];
const mostSigma = 80;
const laterStart = schedule.logSnr.findLastIndex(
  (logarithm) => Math.exp(-logarithm / 2) <= mostSigma,
);

/** A sampler at a number of steps, as it is measured. */
export function cellOf(sampler: SamplerName, steps: number, spacing: TimestepSpacing): Cell {
  const later = startsLater.includes(sampler) ? { startAt: laterStart } : {};
  const options = { steps, spacing, ...later };
  return { sampler, steps, options, calls: samplers[sampler].make(schedule, options).length };
}

/** Everything to measure for these samplers that is not among the points yet, cheapest steps first. */
export function planOf(
  chosen: ReadonlySet<SamplerName>,
  points: readonly QualityPoint[],
  spacing: TimestepSpacing = 'trailing',
): readonly Cell[] {
  const known = new Set(points.map(({ sampler, steps }) => `${sampler} ${steps}`));
  return measuredSteps
    .flatMap((steps) =>
      samplerNames.filter((name) => chosen.has(name)).map((name) => cellOf(name, steps, spacing)),
    )
    .filter(({ sampler, steps }) => !known.has(`${sampler} ${steps}`));
}

/** Milliseconds that are left, from what was done so far; null before anything was. */
export function timeLeft(
  done: { readonly calls: number; readonly milliseconds: number },
  callsLeft: number,
): number | null {
  return done.calls > 0 ? (done.milliseconds / done.calls) * callsLeft : null;
}

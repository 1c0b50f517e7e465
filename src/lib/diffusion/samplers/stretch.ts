/** The noise between two visited timesteps, by sums of positive terms, so that nothing cancels. */
import type { Schedule } from '../schedules/index.ts';
import { finalLevel, type Level, type LevelOptions, levelAt, visitedTimesteps } from './levels.ts';

/** From a visited timestep to the next one below. */
export interface Stretch {
  readonly level: Level;
  /** ᾱ_t / ᾱ_prev */
  readonly kept: number;
  /** 1 − ᾱ_t / ᾱ_prev */
  readonly added: number;
  readonly alphaBarPrev: number;
  /** 1 − ᾱ_prev */
  readonly noisePrev: number;
  /** 1 − ᾱ_t */
  readonly noiseNow: number;
}

/** From step `prev` to t; before the first step, prev = −1, there is no noise. */
function stretchBetween(schedule: Schedule, prev: number, t: number): Omit<Stretch, 'level'> {
  let kept = 1;
  let added = 0;
  for (let n = prev + 1; n <= t; n++) {
    added = added * schedule.alphas[n]! + schedule.betas[n]!;
    kept *= schedule.alphas[n]!;
  }
  return {
    kept,
    added,
    alphaBarPrev: prev < 0 ? 1 : schedule.alphasCumprod[prev]!,
    noisePrev: prev < 0 ? 0 : schedule.oneMinusAlphasCumprod[prev]!,
    noiseNow: schedule.oneMinusAlphasCumprod[t]!,
  };
}

/** From a given ᾱ to t. */
function stretchFrom(
  schedule: Schedule,
  final: Level,
  alphaBarPrev: number,
  t: number,
): Omit<Stretch, 'level'> {
  if (alphaBarPrev === 1) return stretchBetween(schedule, -1, t);
  const alphaBar = schedule.alphasCumprod[t]!;
  return {
    kept: alphaBar / alphaBarPrev,
    added: (alphaBarPrev - alphaBar) / alphaBarPrev,
    alphaBarPrev,
    noisePrev: final.sigma ** 2,
    noiseNow: schedule.oneMinusAlphasCumprod[t]!,
  };
}

/**
 * Every stretch of a walk over whole timesteps.
 *
 * @throws InvalidArgumentError when an option is not allowed
 */
export function stretches(schedule: Schedule, options: LevelOptions): Stretch[] {
  const timesteps = visitedTimesteps(schedule, options);
  const { finalAlphaBar = 1 } = options;
  const final = finalLevel(schedule, levelAt(schedule, timesteps.at(-1)!), finalAlphaBar);
  return timesteps.map((t, i) => {
    const prev = timesteps[i + 1];
    const rest =
      prev === undefined
        ? stretchFrom(schedule, final, finalAlphaBar, t)
        : stretchBetween(schedule, prev, t);
    return { level: levelAt(schedule, t), ...rest };
  });
}

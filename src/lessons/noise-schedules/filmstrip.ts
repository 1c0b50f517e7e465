/** One picture along a schedule: which timesteps a strip shows, and how much of the schedule is of use. */
import { forwardSample, type Schedule } from '../../lib/diffusion/index.ts';

/** How many pictures a strip has. */
export const stripLength = 9;

/** The timesteps of a strip: evenly spread from 0 to T − 1. */
export function stripTimesteps(T: number): number[] {
  return Array.from({ length: stripLength }, (_, i) =>
    Math.round((i / (stripLength - 1)) * (T - 1)),
  );
}

/** The strip's pictures: the same picture and the same noise at each of its timesteps. */
export function stripPictures(
  schedule: Schedule,
  x0: Float32Array,
  eps: Float32Array,
): Float32Array[] {
  return stripTimesteps(schedule.T).map((t) => forwardSample(schedule, x0, t, eps));
}

/** Shares of the steps, summing to 1. */
export interface StepShares {
  /** log-SNR above the bound: the noise hardly shows. */
  readonly clean: number;
  /** log-SNR from −bound to bound. */
  readonly mixed: number;
  /** log-SNR below −bound: the picture hardly shows. */
  readonly noise: number;
}

/** How a schedule spends its steps. */
export function stepShares({ logSnr, T }: Schedule, bound: number): StepShares {
  let clean = 0;
  let noise = 0;
  for (const value of logSnr) {
    if (value > bound) clean++;
    if (value < -bound) noise++;
  }
  return { clean: clean / T, mixed: (T - clean - noise) / T, noise: noise / T };
}

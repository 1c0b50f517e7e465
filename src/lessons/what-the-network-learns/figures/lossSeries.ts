/** From measured losses to the curves, weights and totals of the loss-by-t figure. */
import type { LossAtTimestep } from '../../../lib/compute/client.ts';
import { type LossWeighting, lossWeight, transitionWeight } from '../../../lib/diffusion/index.ts';
import { schedule } from './digits.ts';

/** In which view the error is measured. */
export type ErrorView = 'eps' | 'x0' | 'v';

/** How the error at each t counts: one of the library's weightings, or as the bound has it. */
export type Weight = LossWeighting | 'bound';

/** What the reader looks at. */
export interface LossSettings {
  readonly view: ErrorView;
  readonly weight: Weight;
  /** γ of min-SNR. */
  readonly gamma: number;
}

/** Timesteps measured: close together at low t, where the losses change fastest. */
export const lossSteps: readonly number[] = [
  0, 1, 2, 3, 5, 8, 12, 18, 25, 35, 50, 70, 90, 110, 130, 150, 175, 200, 225, 250, 275, 300, 325,
  350, 375, 400, 425, 450, 475, 500, 550, 600, 650, 700, 750, 800, 850, 900, 950, 999,
];

/** One point of a curve, with two standard errors below and above. */
export interface LossPoint {
  readonly t: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The measured loss at one timestep, as the settings want it. */
export function lossPoint(loss: LossAtTimestep, settings: LossSettings): LossPoint {
  const { view, weight, gamma } = settings;
  const value =
    weight === 'bound'
      ? loss.boundBits
      : loss[view] * lossWeight(schedule, loss.t, { weighting: weight, prediction: view, gamma });
  const band = 2 * loss.spread * value;
  return { t: loss.t, value, low: value - band, high: value + band };
}

/**
 * Σ_t of the bound's transition terms, t = 1 … T − 1, in bits per dimension: exact weights, and the
 * error in x0 read between measured timesteps on a straight line.
 *
 * @param losses measured from t = 0 to T − 1, in order
 */
export function transitionBits(losses: readonly LossAtTimestep[]): number {
  let sum = 0;
  let place = 1;
  for (let t = 1; t < schedule.T; t++) {
    while (losses[place]!.t < t) place++;
    const before = losses[place - 1]!;
    const after = losses[place]!;
    const share = (t - before.t) / (after.t - before.t);
    const error = before.x0 * (1 - share) + after.x0 * share;
    sum += transitionWeight(schedule, t) * error;
  }
  return sum / Math.LN2;
}

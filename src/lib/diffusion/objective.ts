/**
 * The training objective: noise a clean example at a random step, predict, compare
 * (Ho et al. 2020, algorithm 1 and eq. 14), and the weights that may multiply the loss.
 */
import { check, checkLength, checkPositiveInteger, checkTimestep } from './checks.ts';
import { forwardSample } from './forward.ts';
import { emptyLike, type Numbers } from './numbers.ts';
import { fillNormals, type Rng } from './random.ts';
import type { Schedule } from './schedules/index.ts';

/**
 * The mean of the squared differences, summed in float64 (Ho et al. 2020, eq. 14).
 *
 * @throws InvalidArgumentError when the lengths differ or there are no numbers
 */
export function simpleLoss(eps: Numbers, epsPred: Numbers): number {
  check(eps.length > 0, 'eps', eps, 'an array with at least one number');
  checkLength('epsPred', epsPred, eps.length, 'eps');
  let sum = 0;
  for (let i = 0; i < eps.length; i++) sum += (eps[i]! - epsPred[i]!) ** 2;
  return sum / eps.length;
}

/** How the loss at each t is weighted; see lossWeight. */
export type LossWeighting = 'uniform' | 'snr' | 'minSnr';

/** Every weighting, in the order in which menus show them. */
export const lossWeightings: readonly LossWeighting[] = ['uniform', 'snr', 'minSnr'];

/**
 * The factor of the mean squared error of one prediction at step t (Hang et al. 2023, arXiv
 * 2303.09556, section 3.4).
 *
 * `uniform`: 1, whatever is predicted. The other two name a weight w of the error in x0, carried
 * over to what is predicted, as ‖x0 − x0Pred‖² = ‖ε − εPred‖² / SNR = ‖v − vPred‖² / (SNR + 1):
 * `snr`: w = SNR, thus SNR for x0, 1 for eps and SNR / (SNR + 1) for v;
 * `minSnr`: w = min(SNR, γ), thus min(SNR, γ), min(SNR, γ) / SNR and min(SNR, γ) / (SNR + 1).
 *
 * @param options `gamma`: γ of minSnr, above 0; 5 unless told
 * @throws InvalidArgumentError when t, gamma or a name is not allowed
 */
export function lossWeight(
  schedule: Schedule,
  t: number,
  options: {
    readonly weighting: LossWeighting;
    readonly prediction: 'eps' | 'x0' | 'v';
    readonly gamma?: number;
  },
): number {
  const { weighting, prediction, gamma = 5 } = options;
  checkTimestep(t, schedule.T);
  check(gamma > 0, 'gamma', gamma, 'a number above 0');
  const known = lossWeightings.includes(weighting);
  check(known, 'weighting', weighting, `one of ${lossWeightings.join(', ')}`);
  if (weighting === 'uniform') return 1;
  return carryWeight(prediction, schedule.snr[t]!, weighting === 'snr' ? Infinity : gamma);
}

/** min(SNR, γ) divided by what the error in `prediction` is to the error in x0. */
function carryWeight(prediction: 'eps' | 'x0' | 'v', snr: number, gamma: number): number {
  if (prediction === 'x0') return Math.min(snr, gamma);
  if (prediction === 'v') return Math.min(snr, gamma) / (snr + 1);
  check(prediction === 'eps', 'prediction', prediction, 'one of eps, x0, v');
  return snr <= gamma ? 1 : gamma / snr;
}

/** A step for a training example: each of 0 … T − 1 as likely as any other. */
export function drawTimestep(rng: Rng, T: number): number {
  checkPositiveInteger('T', T);
  return rng.integer(T);
}

/** One example to learn from: predict `eps` from `xt` and `t`. */
export interface TrainingExample<A extends Numbers> {
  readonly t: number;
  readonly eps: A;
  readonly xt: A;
}

/**
 * Draws t, then the noise, and mixes it with x0 (Ho et al. 2020, algorithm 1, lines 3 to 5).
 *
 * @param x0 clean numbers, flattened; all get the same t
 * @returns eps and xt of the kind and length of x0
 */
export function makeTrainingExample<A extends Numbers>(
  schedule: Schedule,
  x0: A,
  rng: Rng,
): TrainingExample<A> {
  const t = drawTimestep(rng, schedule.T);
  const eps = fillNormals(rng, emptyLike(x0));
  return { t, eps, xt: forwardSample(schedule, x0, t, eps) };
}

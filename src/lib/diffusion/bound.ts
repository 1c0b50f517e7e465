/**
 * The terms of the variational bound on the negative log-likelihood, in bits per dimension
 * (Ho et al. 2020, eq. 5, 8 and 13; Kingma et al. 2021, eq. 13 and 14).
 */
import { check, checkLength, checkPositiveInteger, checkTimestep } from './checks.ts';
import { oneMinusAlphaBarBefore, posteriorCoefficients } from './forward.ts';
import { logNormalInterval } from './normal.ts';
import type { Numbers } from './numbers.ts';
import type { Schedule } from './schedules/index.ts';

/** The variance of the reverse step: β̃_t of the posterior, or β_t (Ho et al. 2020, section 3.2). */
export type ModelVariance = 'fixedSmall' | 'fixedLarge';

/**
 * KL(N(mean1, exp(logVar1)) ‖ N(mean2, exp(logVar2))) of one number, in nats; never negative, and accurate
 * where the two are nearly the same.
 */
export function gaussianKl(mean1: number, logVar1: number, mean2: number, logVar2: number): number {
  const ofVariances = expBeyondLine(logVar1 - logVar2);
  return 0.5 * (ofVariances + (mean1 - mean2) ** 2 * Math.exp(-logVar2));
}

/** exp(d) − 1 − d; a series where d is small and the difference would cancel. */
function expBeyondLine(d: number): number {
  if (Math.abs(d) > 0.5) return Math.expm1(d) - d;
  let term = (d * d) / 2;
  let sum = term;
  for (let k = 3; k < 20; k++) {
    term *= d / k;
    sum += term;
  }
  return sum;
}

/**
 * KL(q(x_T | x_0) ‖ N(0, I)), the term without a network, in bits per dimension.
 *
 * @param x0 a batch, flattened
 * @throws InvalidArgumentError when x0 is empty
 */
export function priorTermBits(schedule: Schedule, x0: Numbers): number {
  checkNotEmpty(x0);
  const last = schedule.T - 1;
  const signal = Math.sqrt(schedule.alphasCumprod[last]!);
  const logVariance = Math.log(schedule.oneMinusAlphasCumprod[last]!);
  return meanBits(x0, (i) => gaussianKl(signal * x0[i]!, logVariance, 0, 0));
}

/** What transitionTermBits takes. */
export interface TransitionOptions {
  readonly x0: Numbers;
  readonly x0Pred: Numbers;
  readonly t: number;
  readonly variance: ModelVariance;
}

/**
 * KL(q(x_{t−1} | x_t, x_0) ‖ p(x_{t−1} | x_t)) in bits per dimension, where p has the posterior's
 * mean with x0Pred for x0. x_t itself drops out.
 *
 * @param options `t`: from 1 to T − 1, the step t = 0 being the decoder's; `x0Pred`: as long as x0
 * @throws InvalidArgumentError when t is out of range, the lengths differ or x0 is empty
 */
export function transitionTermBits(schedule: Schedule, options: TransitionOptions): number {
  const { x0, x0Pred, t, variance } = options;
  checkTimestep(t, schedule.T, 1);
  checkNotEmpty(x0);
  checkLength('x0Pred', x0Pred, x0.length, 'x0');
  const known = variance === 'fixedSmall' || variance === 'fixedLarge';
  check(known, 'variance', variance, 'fixedSmall or fixedLarge');
  const posterior = posteriorCoefficients(schedule, t);
  const logVariance = Math.log(posterior.variance);
  const modelLogVariance = variance === 'fixedSmall' ? logVariance : Math.log(schedule.betas[t]!);
  return meanBits(x0, (i) =>
    gaussianKl(posterior.x0 * (x0[i]! - x0Pred[i]!), logVariance, 0, modelLogVariance),
  );
}

/**
 * ½ (SNR(t − 1) − SNR(t)): the factor of ‖x0 − x0Pred‖² in the transition term, in nats, when the
 * variance is fixedSmall (Kingma et al. 2021, eq. 14).
 *
 * @param t from 1 to T − 1; before step 0 there is no noise and the SNR has no bound
 * @throws InvalidArgumentError when t is out of range
 */
export function transitionWeight(schedule: Schedule, t: number): number {
  checkTimestep(t, schedule.T, 1);
  // ᾱ_{t−1} β_t / ((1 − ᾱ_{t−1}) (1 − ᾱ_t)): the same difference, with nothing to cancel.
  const fallOfSignal = schedule.alphasCumprod[t - 1]! * schedule.betas[t]!;
  const noises = oneMinusAlphaBarBefore(schedule, t) * schedule.oneMinusAlphasCumprod[t]!;
  return (0.5 * fallOfSignal) / noises;
}

/** What decoderTermBits takes. */
export interface DecoderOptions {
  readonly x0: Numbers;
  /** The prediction of x0 at t = 0, which is the mean of the last reverse step. */
  readonly x0Pred: Numbers;
  /** The variance of that step; the posterior's of t = 1 unless told, as Ho et al. use. */
  readonly variance?: number;
  /** How many levels the data has, 256 for bytes. */
  readonly bins?: number;
}

/**
 * −log p(x_0 | x_1) in bits per dimension: a Gaussian integrated over each level's interval
 * (Ho et al. 2020, eq. 13). The lowest and the highest level reach to infinity.
 *
 * @param options `x0`: levels of [−1, 1], a level being 2 / (bins − 1) wide
 * @throws InvalidArgumentError when x0 is empty or leaves [−1, 1], the lengths differ, the variance
 *   is not positive or bins is not an integer of 2 or more
 */
export function decoderTermBits(schedule: Schedule, options: DecoderOptions): number {
  const { x0, x0Pred, bins = 256 } = options;
  const variance =
    options.variance ?? Math.exp(posteriorCoefficients(schedule, 0).logVarianceClipped);
  checkNotEmpty(x0);
  checkLength('x0Pred', x0Pred, x0.length, 'x0');
  checkPositiveInteger('bins', bins);
  check(bins >= 2, 'bins', bins, 'an integer of 2 or more');
  check(variance > 0 && Number.isFinite(variance), 'variance', variance, 'a number above 0');
  const half = 1 / (bins - 1);
  const sigma = Math.sqrt(variance);
  return meanBits(x0, (i) => {
    const x = x0[i]!;
    check(x >= -1 && x <= 1, `x0[${i}]`, x, 'a number from -1 to 1');
    const lower = x - half < -1 ? -Infinity : (x - half - x0Pred[i]!) / sigma;
    const upper = x + half > 1 ? Infinity : (x + half - x0Pred[i]!) / sigma;
    return -logNormalInterval(lower, upper);
  });
}

function checkNotEmpty(x0: Numbers): void {
  check(x0.length > 0, 'x0', x0, 'an array with at least one number');
}

/** The mean over the entries of x0 of what `nats` gives, in bits. */
function meanBits(x0: Numbers, nats: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < x0.length; i++) sum += nats(i);
  return sum / x0.length / Math.LN2;
}

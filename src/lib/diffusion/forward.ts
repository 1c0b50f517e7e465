/**
 * The forward process: q(x_t | x_0), q(x_t | x_{t−1}) and the posterior q(x_{t−1} | x_t, x_0)
 * (Ho et al. 2020, eq. 2, 4, 6 and 7).
 */
import { checkLength, checkTimestep } from './checks.ts';
import { combine, type Numbers } from './numbers.ts';
import type { Schedule } from './schedules/index.ts';

/** x_t = signal · x0 + noise · eps. */
export interface ForwardCoefficients {
  readonly alphaBar: number;
  /** √ᾱ_t */
  readonly signal: number;
  /** √(1 − ᾱ_t) */
  readonly noise: number;
}

/**
 * The two factors that take x0 and noise to x_t (Ho et al. 2020, eq. 4).
 *
 * @param t an integer from 0 to T − 1
 * @throws InvalidArgumentError when t is out of range
 */
export function forwardCoefficients(schedule: Schedule, t: number): ForwardCoefficients {
  checkTimestep(t, schedule.T);
  const alphaBar = schedule.alphasCumprod[t]!;
  return {
    alphaBar,
    signal: Math.sqrt(alphaBar),
    noise: Math.sqrt(schedule.oneMinusAlphasCumprod[t]!),
  };
}

/**
 * A draw from q(x_t | x_0) in one step: √ᾱ_t x0 + √(1 − ᾱ_t) eps.
 *
 * @param x0 a batch, flattened
 * @param eps standard normal noise, as long as x0
 * @returns x_t, of the kind of x0
 * @throws InvalidArgumentError when t is out of range or the lengths differ
 */
export function forwardSample<A extends Numbers>(
  schedule: Schedule,
  x0: A,
  t: number,
  eps: Numbers,
): A {
  const { signal, noise } = forwardCoefficients(schedule, t);
  checkLength('eps', eps, x0.length, 'x0');
  return combine(signal, x0, noise, eps);
}

/**
 * One step of the forward process, from x_{t−1} to x_t: √(1 − β_t) x_{t−1} + √β_t z.
 *
 * @param xPrev x_{t−1}, flattened; at t = 0 it is x0
 * @param z standard normal noise, as long as xPrev
 * @returns x_t, of the kind of xPrev
 * @throws InvalidArgumentError when t is out of range or the lengths differ
 */
export function forwardStep<A extends Numbers>(
  schedule: Schedule,
  xPrev: A,
  t: number,
  z: Numbers,
): A {
  checkTimestep(t, schedule.T);
  checkLength('z', z, xPrev.length, 'xPrev');
  return combine(Math.sqrt(schedule.alphas[t]!), xPrev, Math.sqrt(schedule.betas[t]!), z);
}

/** ᾱ_{t−1}; 1 before the first step, where nothing is noise yet. */
export function alphaBarBefore(schedule: Schedule, t: number): number {
  checkTimestep(t, schedule.T);
  return t === 0 ? 1 : schedule.alphasCumprod[t - 1]!;
}

/** 1 − ᾱ_{t−1}; 0 before the first step. */
export function oneMinusAlphaBarBefore(schedule: Schedule, t: number): number {
  checkTimestep(t, schedule.T);
  return t === 0 ? 0 : schedule.oneMinusAlphasCumprod[t - 1]!;
}

/** q(x_{t−1} | x_t, x_0) = N(x0 · x_0 + xt · x_t, variance). */
export interface PosteriorCoefficients {
  readonly x0: number;
  readonly xt: number;
  readonly variance: number;
  /** log of the variance; at t = 0, where the variance is 0, the one of t = 1. */
  readonly logVarianceClipped: number;
}

/**
 * The mean's factors and the variance of q(x_{t−1} | x_t, x_0) (Ho et al. 2020, eq. 7).
 *
 * At t = 0 the mean is x0 and the variance 0. Its logarithm is then taken from t = 1; a schedule
 * with one step has no t = 1, and log β_0 stands in.
 *
 * @throws InvalidArgumentError when t is out of range
 */
export function posteriorCoefficients(schedule: Schedule, t: number): PosteriorCoefficients {
  checkTimestep(t, schedule.T);
  const beta = schedule.betas[t]!;
  const noiseNow = schedule.oneMinusAlphasCumprod[t]!;
  const noiseBefore = oneMinusAlphaBarBefore(schedule, t);
  return {
    x0: (Math.sqrt(alphaBarBefore(schedule, t)) * beta) / noiseNow,
    xt: (Math.sqrt(schedule.alphas[t]!) * noiseBefore) / noiseNow,
    variance: posteriorVariance(schedule, t),
    logVarianceClipped: logVarianceClipped(schedule, t),
  };
}

function posteriorVariance(schedule: Schedule, t: number): number {
  const noiseNow = schedule.oneMinusAlphasCumprod[t]!;
  return (schedule.betas[t]! * oneMinusAlphaBarBefore(schedule, t)) / noiseNow;
}

function logVarianceClipped(schedule: Schedule, t: number): number {
  if (schedule.T === 1) return Math.log(schedule.betas[0]!);
  return Math.log(posteriorVariance(schedule, Math.max(1, t)));
}

/**
 * The mean of q(x_{t−1} | x_t, x_0).
 *
 * @param x0 the clean batch, or a prediction of it
 * @param xt the noisy batch, as long as x0
 * @returns the mean, of the kind of xt
 * @throws InvalidArgumentError when t is out of range or the lengths differ
 */
export function posteriorMean<A extends Numbers>(
  schedule: Schedule,
  x0: Numbers,
  xt: A,
  t: number,
): A {
  const coefficients = posteriorCoefficients(schedule, t);
  checkLength('xt', xt, x0.length, 'x0');
  return combine(coefficients.xt, xt, coefficients.x0, x0);
}

/**
 * A draw from q(x_{t−1} | x_t, x_0): its mean and, except at t = 0, noise.
 *
 * @param z standard normal noise, as long as xt; it has no effect at t = 0
 * @returns x_{t−1}, of the kind of xt
 * @throws InvalidArgumentError when t is out of range or the lengths differ
 */
export function samplePosterior<A extends Numbers>(
  schedule: Schedule,
  x0: Numbers,
  xt: A,
  t: number,
  z: Numbers,
): A {
  const { x0: ofX0, xt: ofXt, variance } = posteriorCoefficients(schedule, t);
  checkLength('xt', xt, x0.length, 'x0');
  checkLength('z', z, x0.length, 'x0');
  const sigma = Math.sqrt(variance);
  const out = combine(ofXt, xt, ofX0, x0);
  if (sigma === 0) return out;
  for (let i = 0; i < out.length; i++) out[i] = ofXt * xt[i]! + ofX0 * x0[i]! + sigma * z[i]!;
  return out;
}

/**
 * A noise schedule: everything that follows from the variances β_t (Ho et al. 2020, eq. 2 and 4).
 */
import { check, checkLength, checkOpenUnit } from '../checks.ts';

/** The numbers of a forward process with T steps; each array has length T and is indexed by t. */
export interface Schedule {
  readonly name: string;
  readonly T: number;
  /** β_t, the variance of the noise that step t adds. */
  readonly betas: Float64Array;
  /** α_t = 1 − β_t. */
  readonly alphas: Float64Array;
  /** ᾱ_t = α_0 ⋯ α_t, the part of the variance of x_t that is signal. */
  readonly alphasCumprod: Float64Array;
  /** 1 − ᾱ_t without the cancellation that the subtraction would bring where ᾱ_t is near 1. */
  readonly oneMinusAlphasCumprod: Float64Array;
  /** The signal-to-noise ratio ᾱ_t / (1 − ᾱ_t). */
  readonly snr: Float64Array;
  /** Its natural logarithm; −∞ where ᾱ_t = 0. */
  readonly logSnr: Float64Array;
}

/**
 * Derives a whole schedule from its betas.
 *
 * @param name what the schedule is called
 * @param betas β_0 … β_{T−1}, each strictly between 0 and 1; they are copied
 * @param options `zeroTerminalSnr`: lets the last β be 1, so that x_T holds no signal at all;
 *   `alphas`: 1 − β_t where the caller knows it to more digits than the subtraction gives, as when
 *   β_t is nearly 1
 * @throws InvalidArgumentError when there is no β, one is out of range, or an α is not 1 − β
 */
export function makeSchedule(
  name: string,
  betas: ArrayLike<number>,
  options: { readonly zeroTerminalSnr?: boolean; readonly alphas?: ArrayLike<number> } = {},
): Schedule {
  checkBetas(betas, options.zeroTerminalSnr ?? false);
  const T = betas.length;
  const alphas = Float64Array.from(options.alphas ?? Array.from(betas, (beta) => 1 - beta));
  checkAlphas(alphas, betas);
  const { alphasCumprod, oneMinusAlphasCumprod } = accumulate(betas, alphas);
  const snr = alphasCumprod.map((alphaBar, t) => alphaBar / oneMinusAlphasCumprod[t]!);
  const logSnr = snr.map(Math.log);
  return {
    name,
    T,
    betas: Float64Array.from(betas),
    alphas,
    alphasCumprod,
    oneMinusAlphasCumprod,
    snr,
    logSnr,
  };
}

function checkBetas(betas: ArrayLike<number>, zeroTerminalSnr: boolean): void {
  check(betas.length > 0, 'betas', betas, 'an array with at least one number');
  for (let t = 0; t < betas.length; t++) {
    const allowedOne = zeroTerminalSnr && t === betas.length - 1 && betas[t] === 1;
    if (!allowedOne) checkOpenUnit(`betas[${t}]`, betas[t]!);
  }
}

function checkAlphas(alphas: Float64Array, betas: ArrayLike<number>): void {
  checkLength('alphas', alphas, betas.length, 'betas');
  for (let t = 0; t < alphas.length; t++) {
    const ok = alphas[t]! >= 0 && Math.abs(1 - betas[t]! - alphas[t]!) <= Number.EPSILON;
    check(ok, `alphas[${t}]`, alphas[t], `1 − betas[${t}]`);
  }
}

/** ᾱ_t by products, and 1 − ᾱ_t = (1 − ᾱ_{t−1}) + ᾱ_{t−1} β_t by sums of positive terms. */
function accumulate(betas: ArrayLike<number>, alphas: Float64Array) {
  const alphasCumprod = new Float64Array(betas.length);
  const oneMinusAlphasCumprod = new Float64Array(betas.length);
  let signal = 1;
  let noise = 0;
  for (let t = 0; t < betas.length; t++) {
    noise += signal * betas[t]!;
    signal *= alphas[t]!;
    alphasCumprod[t] = signal;
    oneMinusAlphasCumprod[t] = noise;
  }
  return { alphasCumprod, oneMinusAlphasCumprod };
}

/** `count` numbers from `first` to `last` at equal distances; only `first` when count is 1. */
export function evenlySpaced(first: number, last: number, count: number): Float64Array {
  const values = new Float64Array(count);
  const gaps = Math.max(1, count - 1);
  for (let i = 0; i < count; i++) values[i] = (first * (gaps - i) + last * i) / gaps;
  return values;
}

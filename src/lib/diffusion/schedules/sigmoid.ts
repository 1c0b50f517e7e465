/**
 * The sigmoid schedule (Jabri et al. 2022, in the form of Chen 2023, arXiv 2301.10972,
 * algorithm 1): ᾱ follows a piece of a logistic curve.
 */
import { check, checkFinite, checkPositiveInteger } from '../checks.ts';
import { defineSchedule } from './entry.ts';
import { makeSchedule, type Schedule } from './schedule.ts';

/** Beyond this argument the exponentials would leave the range of a double. */
const LARGEST_ARGUMENT = 300;

export interface SigmoidOptions {
  readonly T: number;
  readonly start?: number;
  readonly end?: number;
  readonly tau?: number;
  readonly betaMax?: number;
}

/**
 * ᾱ_t = (σ(end / τ) − σ(p / τ)) / (σ(end / τ) − σ(start / τ)) at p = start + (end − start)(t + 1) / T,
 * and β_t from its ratios, at most betaMax.
 *
 * @throws InvalidArgumentError when T is no positive integer, start is not below end, tau is not
 *   positive (or so small that the curve is a cliff), or betaMax is outside (0, 1)
 */
export function makeSigmoidSchedule(options: SigmoidOptions): Schedule {
  const { T, start = -3, end = 3, tau = 1, betaMax = 0.999 } = options;
  checkPositiveInteger('T', T);
  checkFinite('start', start);
  check(end > start && Number.isFinite(end), 'end', end, `a finite number above start, ${start}`);
  const leastTau = Math.max(Math.abs(start), Math.abs(end)) / LARGEST_ARGUMENT;
  check(
    tau > 0 && tau >= leastTau && Number.isFinite(tau),
    'tau',
    tau,
    `a finite positive number, ${leastTau} or more`,
  );
  check(betaMax > 0 && betaMax < 1, 'betaMax', betaMax, 'a number between 0 and 1, both excluded');
  const betas = new Float64Array(T);
  for (let t = 0; t < T; t++) betas[t] = Math.min(betaOf(t, T, start / tau, end / tau), betaMax);
  return makeSchedule('sigmoid', betas);
}

/**
 * (σ(b) − σ(a)) / (σ(end) − σ(a)), where the step goes from a to b. As σ(y) − σ(x) is
 * sinh((y − x) / 2) / (2 cosh(x / 2) cosh(y / 2)), it needs no difference of close numbers.
 */
function betaOf(t: number, T: number, start: number, end: number): number {
  const width = end - start;
  const after = start + (width * (t + 1)) / T;
  const left = (width * (T - t)) / T;
  const rise = Math.sinh(width / T / 2) / Math.sinh(left / 2);
  return (rise * Math.cosh(end / 2)) / Math.cosh(after / 2);
}

export const sigmoid = defineSchedule({
  name: 'sigmoid',
  label: 'Sigmoid',
  description: 'The signal follows an S-shaped curve whose steepness you choose.',
  citation: 'jabri2023',
  parameters: [
    {
      kind: 'number',
      key: 'start',
      label: 'Start of the curve',
      min: -6,
      max: 0,
      step: 0.5,
      default: -3,
    },
    {
      kind: 'number',
      key: 'end',
      label: 'End of the curve',
      min: 0.5,
      max: 6,
      step: 0.5,
      default: 3,
    },
    {
      kind: 'number',
      key: 'tau',
      label: 'Temperature τ',
      min: 0.1,
      max: 3,
      step: 0.1,
      default: 1,
    },
    {
      kind: 'number',
      key: 'betaMax',
      label: 'Largest β',
      min: 0.5,
      max: 0.999,
      step: 0.001,
      default: 0.999,
    },
  ],
  build: (read) =>
    makeSigmoidSchedule({
      T: read.T,
      start: read.number('start'),
      end: read.number('end'),
      tau: read.number('tau'),
      betaMax: read.number('betaMax'),
    }),
});

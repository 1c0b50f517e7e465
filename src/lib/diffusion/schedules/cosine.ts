/** The cosine schedule (Nichol & Dhariwal 2021, eq. 17): ᾱ falls as a squared cosine. */
import { check, checkPositiveInteger } from '../checks.ts';
import { defineSchedule } from './entry.ts';
import { makeSchedule, type Schedule } from './schedule.ts';

export interface CosineOptions {
  readonly T: number;
  readonly s?: number;
  readonly betaMin?: number;
  readonly betaMax?: number;
}

/**
 * ᾱ_t = f(t + 1) / f(0) with f(n) = cos²((n / T + s) / (1 + s) · π / 2), and β_t from its ratios,
 * held within [betaMin, betaMax].
 *
 * The paper holds β below 0.999 (betaMin 0); [0.0001, 0.9999] is another choice in use.
 *
 * @throws InvalidArgumentError when T is no positive integer, s is negative, or the limits are not
 *   0 ≤ betaMin ≤ betaMax < 1 with betaMax above 0
 */
export function makeCosineSchedule(options: CosineOptions): Schedule {
  const { T, s = 0.008, betaMin = 0, betaMax = 0.999 } = options;
  checkPositiveInteger('T', T);
  check(s >= 0 && s < 100, 's', s, 'a number from 0 to 100');
  check(betaMax > 0 && betaMax < 1, 'betaMax', betaMax, 'a number between 0 and 1, both excluded');
  check(betaMin >= 0 && betaMin <= betaMax, 'betaMin', betaMin, `a number from 0 to ${betaMax}`);
  const betas = new Float64Array(T);
  for (let t = 0; t < T; t++) betas[t] = Math.min(Math.max(betaOf(t, T, s), betaMin), betaMax);
  return makeSchedule('cosine', betas);
}

/** 1 − cos² b / cos² a, written as sin(b − a) sin(b + a) / cos² a so that no digits cancel. */
function betaOf(t: number, T: number, s: number): number {
  const perUnit = Math.PI / 2 / (1 + s);
  const before = (t / T + s) * perUnit;
  const after = ((t + 1) / T + s) * perUnit;
  const step = perUnit / T;
  return (Math.sin(step) * Math.sin(before + after)) / Math.cos(before) ** 2;
}

export const cosine = defineSchedule({
  name: 'cosine',
  label: 'Cosine',
  description: 'The signal fades slowly at both ends and steadily in the middle.',
  citation: 'nichol2021',
  parameters: [
    {
      kind: 'number',
      key: 's',
      label: 'Offset s',
      min: 0,
      max: 0.1,
      step: 0.002,
      default: 0.008,
    },
    {
      kind: 'number',
      key: 'betaMin',
      label: 'Smallest β',
      min: 0,
      max: 0.001,
      step: 0.0001,
      default: 0,
    },
    {
      kind: 'number',
      key: 'betaMax',
      label: 'Largest β',
      min: 0.5,
      max: 0.9999,
      step: 0.0001,
      default: 0.999,
    },
  ],
  build: (read) =>
    makeCosineSchedule({
      T: read.T,
      s: read.number('s'),
      betaMin: read.number('betaMin'),
      betaMax: read.number('betaMax'),
    }),
});

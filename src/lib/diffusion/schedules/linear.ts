/**
 * The linear schedule (Ho et al. 2020, section 4: β from 1e-4 to 0.02 in T = 1000 steps), and the
 * same amount of noise spread over any other number of steps.
 */
import { checkOpenUnit, checkPositiveInteger } from '../checks.ts';
import { defineSchedule } from './entry.ts';
import { evenlySpaced, makeSchedule, type Schedule } from './schedule.ts';

/** The number of steps for which the paper chose its first and last β. */
const REFERENCE_STEPS = 1000;

export interface LinearOptions {
  readonly T: number;
  readonly betaStart?: number;
  readonly betaEnd?: number;
  readonly rescaled?: boolean;
}

/**
 * Betas at equal distances from `betaStart` to `betaEnd`.
 *
 * With `rescaled`, each of the T steps does the work of 1000 / T steps of the schedule with
 * T = 1000: log ᾱ of that schedule, read at (i + 1) · 1000 / T. Every T, even 1, then ends at the
 * same ᾱ; without it a small T never comes near pure noise.
 *
 * @throws InvalidArgumentError when T is no positive integer or a β is outside (0, 1)
 */
export function makeLinearSchedule(options: LinearOptions): Schedule {
  const { T, betaStart = 1e-4, betaEnd = 0.02, rescaled = false } = options;
  checkPositiveInteger('T', T);
  checkOpenUnit('betaStart', betaStart);
  checkOpenUnit('betaEnd', betaEnd);
  if (!rescaled) return makeSchedule('linear', evenlySpaced(betaStart, betaEnd, T));
  return respread(evenlySpaced(betaStart, betaEnd, REFERENCE_STEPS), T);
}

/** The largest double below 1: one step that does the work of 1000 may leave less signal than that. */
const LARGEST_BETA = 1 - Number.EPSILON / 2;

/** T steps that together add the noise of `reference`: α = exp(Δ log ᾱ), log ᾱ linear in between. */
function respread(reference: Float64Array, T: number): Schedule {
  const logAlphaBars = new Float64Array(reference.length + 1);
  reference.forEach((beta, i) => {
    logAlphaBars[i + 1] = logAlphaBars[i]! + Math.log1p(-beta);
  });
  const falls = new Float64Array(T);
  let previous = 0;
  for (let i = 0; i < T; i++) {
    const current = readBetween(logAlphaBars, ((i + 1) * reference.length) / T);
    falls[i] = current - previous;
    previous = current;
  }
  const betas = falls.map((fall) => Math.min(-Math.expm1(fall), LARGEST_BETA));
  return makeSchedule('linear', betas, { alphas: falls.map(Math.exp) });
}

function readBetween(values: Float64Array, position: number): number {
  const below = Math.min(Math.floor(position), values.length - 2);
  const fraction = position - below;
  return values[below]! * (1 - fraction) + values[below + 1]! * fraction;
}

export const linear = defineSchedule({
  name: 'linear',
  label: 'Linear',
  description: 'Each step adds a little more noise than the one before, by equal amounts.',
  citation: 'ho2020',
  parameters: [
    {
      kind: 'number',
      key: 'betaStart',
      label: 'First β',
      min: 0.0001,
      max: 0.02,
      step: 0.0001,
      default: 0.0001,
    },
    {
      kind: 'number',
      key: 'betaEnd',
      label: 'Last β',
      min: 0.001,
      max: 0.1,
      step: 0.001,
      default: 0.02,
    },
    { kind: 'toggle', key: 'rescaled', label: 'Same total noise for any T', default: false },
  ],
  build: (read) =>
    makeLinearSchedule({
      T: read.T,
      betaStart: read.number('betaStart'),
      betaEnd: read.number('betaEnd'),
      rescaled: read.toggle('rescaled'),
    }),
});

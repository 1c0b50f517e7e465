/** The scaled-linear schedule of latent diffusion (Rombach et al. 2022): √β rises linearly. */
import { checkOpenUnit, checkPositiveInteger } from '../checks.ts';
import { defineSchedule } from './entry.ts';
import { evenlySpaced, makeSchedule, type Schedule } from './schedule.ts';

export interface ScaledLinearOptions {
  readonly T: number;
  readonly betaStart?: number;
  readonly betaEnd?: number;
}

/**
 * The squares of equally spaced numbers from √betaStart to √betaEnd.
 *
 * The defaults are those of Stable Diffusion, for T = 1000.
 *
 * @throws InvalidArgumentError when T is no positive integer or a β is outside (0, 1)
 */
export function makeScaledLinearSchedule(options: ScaledLinearOptions): Schedule {
  const { T, betaStart = 0.00085, betaEnd = 0.012 } = options;
  checkPositiveInteger('T', T);
  checkOpenUnit('betaStart', betaStart);
  checkOpenUnit('betaEnd', betaEnd);
  const roots = evenlySpaced(Math.sqrt(betaStart), Math.sqrt(betaEnd), T);
  return makeSchedule(
    'scaledLinear',
    roots.map((root) => root * root),
  );
}

export const scaledLinear = defineSchedule({
  name: 'scaledLinear',
  label: 'Scaled linear',
  description: 'The square root of β rises by equal amounts, as in Stable Diffusion.',
  citation: 'rombach2022',
  parameters: [
    {
      kind: 'number',
      key: 'betaStart',
      label: 'First β',
      min: 0.00005,
      max: 0.01,
      step: 0.00005,
      default: 0.00085,
    },
    {
      kind: 'number',
      key: 'betaEnd',
      label: 'Last β',
      min: 0.001,
      max: 0.1,
      step: 0.001,
      default: 0.012,
    },
  ],
  build: (read) =>
    makeScaledLinearSchedule({
      T: read.T,
      betaStart: read.number('betaStart'),
      betaEnd: read.number('betaEnd'),
    }),
});

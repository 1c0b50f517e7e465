/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  {
    change: [['Math.min(1 - alphaBar / before, most)', '1 - alphaBar / before']],
    told: 'the clip is missing',
  },
  {
    change: [
      ['let before = 1', 'let before = alphasCumprod[0]'],
      ['of alphasCumprod)', 'of alphasCumprod.slice(1))'],
    ],
    told: 'step 0 is missing',
  },
  {
    change: [['let before = 1', 'let before = alphasCumprod[0]']],
    told: 'step 0 takes nothing away',
  },
  { change: [['alphaBar / before', 'before / alphaBar']], told: 'the quotient is upside down' },
  { change: [['alphaBar / before', 'alphaBar']], told: 'noise of all steps so far' },
  { change: [['1 - alphaBar / before', 'before - alphaBar']], told: 'divided by what was there' },
  {
    change: [['1 - alphaBar / before', 'alphaBar / before']],
    told: 'the share that the step keeps',
  },
  { change: [['Math.min', 'Math.max']], told: 'the larger of the two' },
  {
    change: [['alphaBar / before', 'Math.sqrt(alphaBar / before)']],
    told: 'a square root too many',
  },
  {
    code: 'export const betasFromAlphasCumprod = (a, most) => a.map((alphaBar, t) => Math.min(1 - alphaBar / a[t - 1], most));',
    told: 'there is no entry before',
  },
  { change: [['let before = 1', 'let before = 0']], told: 'is taken for 0' },
  {
    change: [['1 - alphaBar / before', '(before - alphaBar) / alphaBar']],
    told: 'ᾱ after the step',
  },
];

export default mistakes;

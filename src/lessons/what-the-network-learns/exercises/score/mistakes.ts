/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { change: [['-value / noise', 'value / noise']], told: 'the minus is missing' },
  {
    change: [['Math.sqrt(1 - alphaBar)', '1 - alphaBar']],
    told: 'divided by the variance',
  },
  { change: [['Math.sqrt(1 - alphaBar)', 'Math.sqrt(alphaBar)']], told: 'the picture’s weight' },
  { change: [['-value / noise', '-value * noise']], told: 'multiplied by the noise’s weight' },
  { change: [['-value / noise', '-value']], told: 'the division is missing' },
  {
    change: [['Math.sqrt(1 - alphaBar)', '1 - Math.sqrt(alphaBar)']],
    told: 'divided by 1 − √ᾱ',
  },
  {
    change: [['-value / noise', 'value * noise']],
    told: 'the minus is missing, and it is multiplied',
  },
];

export default mistakes;

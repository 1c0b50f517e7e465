/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  {
    change: [['Math.log(alphaBar / (1 - alphaBar))', 'alphaBar / (1 - alphaBar)']],
    told: 'the logarithm is still missing',
  },
  { change: [['alphaBar / (1 - alphaBar)', '(1 - alphaBar) / alphaBar']], told: 'upside down' },
  {
    change: [['alphaBar / (1 - alphaBar)', 'Math.sqrt(alphaBar) / Math.sqrt(1 - alphaBar)']],
    told: 'half of it',
  },
  { change: [['Math.log', 'Math.log10']], told: 'to base ten' },
  { change: [['Math.log', 'Math.log2']], told: 'to base two' },
  { change: [['alphaBar / (1 - alphaBar)', 'alphaBar']], told: 'nothing is divided by the noise' },
  { change: [['alphaBar / (1 - alphaBar)', 'alphaBar / 1 - alphaBar']], told: 'brackets' },
  {
    change: [['alphaBar / (1 - alphaBar))', 'alphaBar) / Math.log(1 - alphaBar)']],
    told: 'the two logarithms are divided',
  },
  { change: [['Math.log(', '10 * Math.log10(']], told: 'in decibels' },
  {
    change: [['alphaBar / (1 - alphaBar))', 'alphaBar) / (1 - alphaBar)']],
    told: 'divide inside it',
  },
];

export default mistakes;

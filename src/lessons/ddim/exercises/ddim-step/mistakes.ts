/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const guess = '(value - Math.sqrt(1 - alphaBar) * epsPred[i]) / Math.sqrt(alphaBar)';
const mix = 'Math.sqrt(alphaBarNext) * x0 + Math.sqrt(1 - alphaBarNext) * epsPred[i]';

const mistakes: readonly Mistake[] = [
  {
    change: [[mix, 'Math.sqrt(1 - alphaBarNext) * x0 + Math.sqrt(alphaBarNext) * epsPred[i]']],
    told: 'swapped in the mix',
  },
  {
    change: [[guess, '(value - Math.sqrt(alphaBar) * epsPred[i]) / Math.sqrt(1 - alphaBar)']],
    told: 'swapped in the guess',
  },
  {
    change: [[mix, 'alphaBarNext * x0 + (1 - alphaBarNext) * epsPred[i]']],
    told: 'on both weights of the new level',
  },
  { change: [['Math.sqrt(1 - alphaBarNext)', '(1 - alphaBarNext)']], told: 'missing on 1 − ᾱ_s' },
  { change: [['Math.sqrt(alphaBarNext)', 'alphaBarNext']], told: 'missing on ᾱ_s' },
  {
    change: [[guess, '(value - (1 - alphaBar) * epsPred[i]) / alphaBar']],
    told: 'missing in the guess',
  },
  { change: [['Math.sqrt(1 - alphaBar)', '(1 - alphaBar)']], told: 'missing on 1 − ᾱ, the noise' },
  { change: [['/ Math.sqrt(alphaBar)', '/ alphaBar']], told: 'by which the guess is divided' },
  {
    change: [
      [guess, '(value - (1 - alphaBar) * epsPred[i]) / alphaBar'],
      [mix, 'alphaBarNext * x0 + (1 - alphaBarNext) * epsPred[i]'],
    ],
    told: 'all the square roots are missing',
  },
  {
    change: [
      [guess, '(value - Math.sqrt(1 - alphaBarNext) * epsPred[i]) / Math.sqrt(alphaBarNext)'],
      [mix, 'Math.sqrt(alphaBar) * x0 + Math.sqrt(1 - alphaBar) * epsPred[i]'],
    ],
    told: 'the two levels are swapped',
  },
  { change: [['/ Math.sqrt(alphaBar)', '* Math.sqrt(alphaBar)']], told: 'so divide' },
  { change: [['x0 + Math', 'x0 - Math']], told: 'the noise is taken off in the mix' },
  { change: [[guess, `Math.max(-1, Math.min(1, ${guess}))`]], told: 'in this task nothing is' },
  {
    change: [['Math.sqrt(1 - alphaBarNext)', 'Math.sqrt(1 - alphaBar)']],
    told: 'its old weight, √(1 − ᾱ)',
  },
  { change: [['Math.sqrt(alphaBarNext)', 'Math.sqrt(alphaBar)']], told: 'its old weight, √ᾱ;' },
  { change: [[' / Math.sqrt(alphaBar)', '']], told: 'not divided by √ᾱ' },
  { change: [[guess, 'value']], told: 'xt stands where the clean guess belongs' },
  {
    change: [
      [guess, '(value - Math.sqrt(1 - alphaBarNext) * epsPred[i]) / Math.sqrt(alphaBarNext)'],
    ],
    told: 'undoes the first',
  },
  { change: [['value - Math', 'value + Math']], told: 'with a minus' },
  { change: [[mix, 'x0']], told: 'that is the clean guess alone' },
];

export default mistakes;

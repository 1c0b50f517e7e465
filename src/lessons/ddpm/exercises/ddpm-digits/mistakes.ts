/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { change: [['Math.max(-1, Math.min(1, guess))', 'guess']], told: 'is not cut off' },
  {
    change: [
      ['Math.max(-1, Math.min(1, guess))', 'guess'],
      [
        'ofX0 * x0 + ofXt * value + sigma * z[i]',
        'Math.max(-1, Math.min(1, ofX0 * x0 + ofXt * value + sigma * z[i]))',
      ],
    ],
    told: 'the result of the step is cut off; cut',
  },
  {
    change: [
      [
        'ofX0 * x0 + ofXt * value + sigma * z[i]',
        'Math.max(-1, Math.min(1, ofX0 * x0 + ofXt * value + sigma * z[i]))',
      ],
    ],
    told: 'the result of the step is cut off, too',
  },
  { change: [['alphaBar / alphaBarPrev', 'alphaBar']], told: 'α is ᾱ itself' },
  { change: [['1 - alpha;', '1 - alphaBar;']], told: 'β is 1 − ᾱ' },
  {
    change: [
      [
        'Math.sqrt(((1 - alphaBarPrev) / (1 - alphaBar)) * beta)',
        '((1 - alphaBarPrev) / (1 - alphaBar)) * beta',
      ],
    ],
    told: 'z is weighted with the variance',
  },
  {
    change: [['((1 - alphaBarPrev) / (1 - alphaBar)) * beta', 'beta']],
    told: 'added at the last step, too',
  },
  {
    change: [['((1 - alphaBarPrev) / (1 - alphaBar)) * beta', 'alphaBarPrev < 1 ? beta : 0']],
    told: 'smaller by the fraction',
  },
  { change: [['sigma * z[i]', 'z[i]']], told: 'z is added as it is, at the last step' },
  {
    change: [['sigma * z[i]', '(alphaBarPrev < 1 ? z[i] : 0)']],
    told: 'z is added as it is; its weight',
  },
  { change: [['+ sigma * z[i]', '- sigma * z[i]']], told: 'the fresh noise is taken away' },
  { change: [[' + sigma * z[i]', '']], told: 'the fresh noise is left out' },
  {
    change: [['ofX0 * x0 + ofXt * value', 'ofXt * x0 + ofX0 * value']],
    told: 'factors of the mean are swapped',
  },
  {
    change: [
      ['Math.sqrt(alphaBarPrev)', 'alphaBarPrev'],
      ['Math.sqrt(alpha) *', 'alpha *'],
    ],
    told: 'the roots are missing on ᾱ of the next level',
  },
  { change: [['Math.sqrt(alphaBarPrev)', 'alphaBarPrev']], told: 'in the factor of the guess' },
  { change: [['Math.sqrt(alpha) *', 'alpha *']], told: 'in the factor of xt' },
  { change: [['Math.sqrt(alphaBarPrev)', 'Math.sqrt(alphaBar)']], told: 'of where it leads' },
  {
    change: [
      ['Math.sqrt(1 - alphaBar) * epsPred', 'Math.sqrt(alphaBar) * epsPred'],
      [') / Math.sqrt(alphaBar);', ') / Math.sqrt(1 - alphaBar);'],
    ],
    told: 'x0 and ε are swapped in the guess',
  },
  {
    change: [['Math.min(1, guess)', 'Math.min(1, epsPred[i])']],
    told: 'in the place of the clean',
  },
  { change: [[') / Math.sqrt(alphaBar);', ');']], told: 'not divided by √ᾱ' },
  { change: [['value - Math', 'value + Math']], told: 'with a minus' },
];

export default mistakes;

/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  {
    change: [['((1 - alphaBarPrev) / (1 - alphaBar)) * betas[t]', 'betas[t]']],
    told: 'that is β itself',
  },
  {
    change: [['(1 - alphaBarPrev) / (1 - alphaBar)', '(1 - alphaBar) / (1 - alphaBarPrev)']],
    told: 'upside down',
  },
  { change: [[' * betas[t];\n}', ';\n}']], told: 'the factor β is missing' },
  {
    change: [
      ['i < t;', 'i < t - 1;'],
      ['(1 - betas[t])', '(1 - (betas[t - 1] ?? 0))'],
    ],
    told: 'one step early',
  },
  { change: [['i < t;', 'i <= t;']], told: 'one entry too far' },
  {
    change: [
      ['alphaBarPrev *= 1 - betas[i]', 'alphaBarPrev = 1 - betas[i]'],
      ['alphaBarPrev * (1 - betas[t])', '1 - betas[t]'],
    ],
    told: 'the two alphas need their bars',
  },
  {
    change: [
      ['*= 1 - betas[i]', '*= betas[i]'],
      ['alphaBarPrev * (1 - betas[t])', 'alphaBarPrev * betas[t]'],
    ],
    told: 'the products are made of β',
  },
  { change: [['* betas[t];\n}', '* (1 - betas[t]);\n}']], told: 'multiplied by 1 − β' },
  {
    change: [['(1 - alphaBarPrev) / (1 - alphaBar)', 'alphaBarPrev / alphaBar']],
    told: 'compares noise with noise',
  },
  {
    change: [
      ['return ((1', 'return Math.sqrt(((1'],
      ['betas[t];\n}', 'betas[t]);\n}'],
    ],
    told: 'that is the deviation',
  },
  {
    change: [['let alphaBarPrev = 1;', 'let alphaBarPrev = t === 0 ? 0 : 1;']],
    told: 'at t = 0 there is no step before',
  },
];

export default mistakes;

/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { change: [['weights[y][i] - mean', 'weights[y][i]']], told: 'that is the row of y alone' },
  {
    change: [['weights[y][i] - mean', 'p[y] * (weights[y][i] - mean)']],
    told: 'the gradient of p, and not of log p',
  },
  {
    change: [['weights[y][i] - mean', 'mean - weights[y][i]']],
    told: 'the sign is turned round',
  },
  {
    change: [['p[k] * row[i]', 'row[i] / weights.length']],
    told: 'taken over classes alike',
  },
  { change: [['p[k] * row[i]', 'logits[k] * row[i]']], told: 'weighed with the logits' },
  { change: [['Math.exp(logit - most)', 'logit']], told: 'the exponentials are missing' },
  { change: [['p[k] * row[i]', 'row[i]']], told: 'summed without weights' },
  {
    change: [['p[k] * row[i]', '(k === y ? 0 : p[k] * row[i])']],
    told: 'the row of y is left out of the mean',
  },
  {
    change: [
      ['logit - most', 'logit'],
      ['p[k] * row[i]', 'parts[k] * row[i]'],
    ],
    told: 'not divided by their sum',
  },
  {
    change: [['weights[y][i] - mean', '(1 - p[y]) * x[i]']],
    told: 'the gradient by the weights',
  },
  {
    change: [['weights[y][i] - mean', '(1 - p[y]) * weights[y][i]']],
    told: 'only the row of y is used',
  },
  { change: [['weights[y][i] - mean', 'mean']], told: 'that is the mean row' },
];

export default mistakes;

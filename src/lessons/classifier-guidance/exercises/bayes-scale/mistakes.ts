/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { answer: '1.5', told: 'which is Bayes’ rule' },
  { answer: '6', told: 'You multiplied by the scale' },
  { answer: '4', told: 'That is the scale' },
  { answer: '1', told: 'where nobody steers' },
  { answer: '0.1975', told: 'Turn it round' },
  { answer: '0.6561', told: 'what becomes of the 0.9' },
];

export default mistakes;

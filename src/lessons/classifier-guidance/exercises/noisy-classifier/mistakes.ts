/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { answer: '0', told: 'cannot be found by anyone' },
  { answer: '2', told: 'leaves its direction' },
  { answer: '3', told: 'noise and all' },
];

export default mistakes;

/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { answer: '0', told: 'luck has no part in it' },
  { answer: '2', told: 'far lower training loss' },
  { answer: '3', told: 'only follows the weights' },
  { answer: '4', told: 'the rate stays the same to the end' },
];

export default mistakes;

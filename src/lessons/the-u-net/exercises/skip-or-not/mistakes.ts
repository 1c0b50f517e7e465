/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { answer: '0', told: 'the other way round' },
  { answer: '1', told: 'There is one way left' },
  { answer: '3', told: 'What the poolings dropped is not in it' },
  { answer: '4', told: 'told the time by a linear layer of its own' },
];

export default mistakes;

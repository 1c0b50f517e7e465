/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { answer: '1', told: 'the loss of answering 0' },
  { answer: '0.25', told: 'The noise itself is still missed' },
  { answer: '0.5', told: 'not in every pixel' },
  { answer: '1,5', told: 'counts squared' },
  { answer: '0.75', told: 'The constant cannot lower the loss' },
  { answer: '3', told: 'It is less than that' },
];

export default mistakes;

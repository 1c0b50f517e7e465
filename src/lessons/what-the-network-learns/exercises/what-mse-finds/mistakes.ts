/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { answer: '0', told: 'to bet on one of two equal candidates costs more' },
  { answer: '1', told: 'The network has no dice' },
  { answer: '3', told: 'A lot is known' },
  { answer: '4', told: 'Only the middle pixel is in doubt' },
];

export default mistakes;

/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { answer: '25', told: 'That adds the shares' },
  { answer: '69', told: 'the weight of the picture is a half' },
  { answer: '50', told: 'add up to everything' },
  { answer: '10', told: 'It is more than that.' },
  { answer: '500', told: 'It is less than that.' },
];

export default mistakes;

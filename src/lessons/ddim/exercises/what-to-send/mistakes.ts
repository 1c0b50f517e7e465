/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { answer: '0', told: 'enough with η = 0' },
  { answer: '2', told: 'more than you need' },
  { answer: '3', told: 'The start goes into the walk whole' },
  { answer: '4', told: 'Fresh noise is only numbers' },
];

export default mistakes;

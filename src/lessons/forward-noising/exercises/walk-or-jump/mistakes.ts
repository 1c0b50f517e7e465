/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { answer: '0', told: 'one equation with one unknown' },
  { answer: '2', told: 'only what step 500 added' },
  { answer: '3', told: 'far too faint' },
];

export default mistakes;

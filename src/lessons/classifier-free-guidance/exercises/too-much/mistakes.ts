/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { answer: '0', told: 'What comes back is spread, not kinds' },
  { answer: '1', told: 'They are read as their class' },
  { answer: '3', told: 'Clipping bounds the pixels' },
];

export default mistakes;

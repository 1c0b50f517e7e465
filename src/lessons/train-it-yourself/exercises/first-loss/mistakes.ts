/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { answer: '1', told: 'the mean over the pixels' },
  { answer: '0', told: 'the network has missed all of it' },
  { answer: '8', told: 'one row of pixels' },
  { answer: '32', told: 'has no ½ in front' },
  { answer: '4096', told: 'It is less than that' },
];

export default mistakes;

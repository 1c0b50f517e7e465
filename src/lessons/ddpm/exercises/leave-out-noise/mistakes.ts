/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { answer: '0', told: 'Nothing gives that width back' },
  { answer: '2', told: 'take the root of it' },
  { answer: '3', told: 'how much noise the points held' },
  { answer: '4', told: 'from the very start' },
];

export default mistakes;

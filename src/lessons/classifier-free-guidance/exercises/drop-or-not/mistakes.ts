/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { answer: '0', told: 'No w turns a direction' },
  { answer: '1', told: 'It looks like dropout' },
  { answer: '3', told: 'It is the other way round' },
];

export default mistakes;

/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { answer: '128', told: 'what comes up from the bottleneck' },
  { answer: '64', told: 'what the skip brings' },
  { answer: '256', told: 'enc3 has half as many' },
  { answer: '96', told: 'what enters dec2' },
  { answer: '576', told: 'four times as many pixels' },
  { answer: '12', told: 'It is more than that' },
];

export default mistakes;

/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { answer: '0.04', told: 'That is Euler’s error' },
  { answer: '0.08', told: 'That is the error it had' },
  { answer: '0.01', told: 'That would be order 3' },
  { answer: '0.005', told: 'That divides by four twice' },
  { answer: '0.0064', told: 'That squares the error' },
  { answer: '0.06', told: 'it must fall to a quarter' },
  { answer: '0.03', told: 'It is less than that.' },
];

export default mistakes;

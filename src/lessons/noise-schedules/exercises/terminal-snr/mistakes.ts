/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { answer: '0', told: 'these are sharp' },
  { answer: '1', told: 'would look grainy' },
  { answer: '3', told: 'Even a perfect denoiser' },
];

export default mistakes;

/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { answer: '25', told: 'a walk without guidance' },
  { answer: '75', told: 'three a step' },
  { answer: '26', told: 'changes with x_t' },
  { answer: '2000', told: 'two for every timestep' },
  { answer: '40', told: 'It is more than that' },
];

export default mistakes;

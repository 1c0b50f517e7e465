/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { answer: '25000', told: 'a run serves all the pictures' },
  { answer: '250', told: 'That is one batch' },
  { answer: '12500', told: 'You multiplied by the 50 pictures of a batch' },
  { answer: '2000', told: 'all 1000 timesteps' },
  { answer: '498', told: 'it does ask the network' },
  { answer: '2', told: 'the number of batches' },
  { answer: '300', told: 'It is more than that.' },
];

export default mistakes;

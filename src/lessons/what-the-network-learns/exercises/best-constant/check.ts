/** Asks for the simple loss of a constant answer c, which is 1 + c² (Ho et al. 2020, equation 14, with ε from N(0, I)). */
import { simpleLoss } from '../../../../lib/diffusion/index.ts';
import type { NumberExercise } from '../../../../lib/exercises/index.ts';

/** Two noises with the mean and the mean square of a standard normal number; a squared error sees nothing else of it. */
const eps = Float64Array.of(-1, 1);
const answer = 0.5;

const lossOf = (value: number) => simpleLoss(eps, Float64Array.of(value, value));

const exercise: NumberExercise = {
  kind: 'number',
  right: lossOf(answer),
  within: 0.005,
  because:
    'The noise costs 1 as before, and the answer’s distance from the mean is added, squared.',
  slips: [
    {
      value: lossOf(0),
      within: 0.005,
      called:
        'That is the loss of answering 0, the mean of the noise. An answer away from the mean costs more.',
    },
    {
      value: answer ** 2,
      within: 0.005,
      called:
        'That is what the answer’s distance from the mean costs. The noise itself is still missed, as it was by the answer 0.',
    },
    {
      value: 1 - answer,
      within: 0.005,
      called:
        'The noise is 1 in its mean square, not in every pixel. It is as often negative as positive, and then 0.5 is the wrong way.',
    },
    {
      value: 1 + answer,
      within: 0.005,
      called: 'The distance of the answer from the mean counts squared, as every error does here.',
    },
    {
      value: 1 - answer ** 2,
      within: 0.005,
      called:
        'The constant cannot lower the loss: it knows nothing of the noise. Its part is added, not taken away.',
    },
  ],
};

export default exercise;

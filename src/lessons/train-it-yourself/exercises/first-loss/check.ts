/** Asks what a loop shows at its first step, where ε is asked for and 0 answered (Ho et al. 2020, equation 14). */
import { simpleLoss } from '../../../../lib/diffusion/index.ts';
import type { NumberExercise } from '../../../../lib/exercises/index.ts';

const side = 8;
const pixels = side ** 2;
/** The loss a pixel of the answer 0: for noises with the mean and the mean square of a standard normal number. */
const aPixel = simpleLoss(Float64Array.of(-1, 1), Float64Array.of(0, 0));

const exercise: NumberExercise = {
  kind: 'number',
  right: pixels * aPixel,
  within: 2,
  because:
    'Every pixel costs 1 on average. A batch is random, so a few more or less are no cause for worry.',
  slips: [
    {
      value: aPixel,
      within: 0.2,
      called: 'That is the mean over the pixels, as the figure shows it. Her loss is their sum.',
    },
    {
      value: 0,
      within: 0.2,
      called:
        'A loss of 0 would mean that the answer 0 is right. But the noise is there, and the network has missed all of it.',
    },
    {
      value: side,
      within: 0.5,
      called:
        'That is what one row of pixels costs, and also the root of the whole sum. The loss is the sum itself, over all pixels.',
    },
    {
      value: pixels / 2,
      within: 2,
      called: 'The loss has no ½ in front: each pixel costs 1, not a half.',
    },
  ],
};

export default exercise;

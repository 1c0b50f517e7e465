/** Predicts how many equal steps leave less than half of the variance: ᾱ is a product (Ho et al. 2020, equation 4). */
import { makeCustomSchedule } from '../../../../lib/diffusion/index.ts';
import type { NumberExercise } from '../../../../lib/exercises/index.ts';

const beta = 0.02;
const { alphasCumprod } = makeCustomSchedule({ betas: new Array<number>(200).fill(beta) });

/** How many steps it takes until less than that share of the variance is left. */
const stepsUntil = (share: number) => 1 + alphasCumprod.findIndex((alphaBar) => alphaBar < share);

const exercise: NumberExercise = {
  kind: 'number',
  unit: 'steps',
  right: stepsUntil(0.5),
  within: 1,
  because:
    'Each step keeps 98 % of what the step before left, so the shares multiply: the betas must add up to more than a half, to about ln 2, which is 0.69.',
  slips: [
    {
      value: 0.5 / beta,
      within: 0.5,
      called:
        'That adds the shares: 25 times 2 % makes 50 %. But each step takes 2 % of what is left, and so less and less.',
    },
    {
      value: stepsUntil(0.25),
      within: 1,
      called:
        'By then the weight of the picture is a half. Its variance goes with the square of the weight, and a quarter of it is left.',
    },
    {
      value: 1 / beta,
      within: 0.5,
      called:
        'After so many steps the shares of 2 % would add up to everything. They are shares of what is left, so they multiply, and half is gone sooner.',
    },
  ],
};

export default exercise;

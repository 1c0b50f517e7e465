/** Asks how wide a cloud of standard normal numbers is when DDPM's noise is left out from t = 400 down. */
import { levelAt, makeCosineSchedule } from '../../../../lib/diffusion/index.ts';
import { type ChoiceExercise, numberWords } from '../../../../lib/exercises/index.ts';

const { signal, sigma } = levelAt(makeCosineSchedule({ T: 1000 }), 400);
const about = (value: number) => numberWords(value, 2);

const exercise: ChoiceExercise = {
  kind: 'choice',
  choices: [
    {
      text: '1: the means keep the width that the cloud has',
      because:
        'A mean multiplies every point by √α, which is a little below 1. Nothing gives that width back once the noise is left out.',
    },
    {
      text: `√ᾱ at t = 400, about ${about(signal)}`,
      right: true,
      because: `Yes: the factors √α from 400 down to 0 multiply up to √ᾱ at t = 400, and that is about ${about(signal)}.`,
    },
    {
      text: `ᾱ at t = 400, about ${about(signal ** 2)}`,
      because:
        'That is the variance at the end. The width is a standard deviation, so take the root of it.',
    },
    {
      text: `√(1 − ᾱ) at t = 400, about ${about(sigma)}`,
      because:
        'That is how much noise the points held at t = 400. The steps multiply by √α, so what counts is what a product of these leaves.',
    },
    {
      text: '0: all points end at the mean of the data',
      because:
        'That is nearly so when the noise is left out from the very start. Here most of the way down was walked with noise, and the rest shrinks the cloud by a limited factor.',
    },
  ],
};

export default exercise;

/** Asks why a classifier that was trained on clean images is no use at high noise (Dhariwal and Nichol 2021, section 4). */
import type { ChoiceExercise } from '../../../../lib/exercises/index.ts';

const exercise: ChoiceExercise = {
  kind: 'choice',
  choices: [
    {
      text: 'It has found the class in the noise, early. Fewer steps will do.',
      because:
        'What is lost in noise cannot be found by anyone: where the class cannot be told, being sure of it is a fault.',
    },
    {
      text: 'It is sure of what cannot be told yet: noise looks to it like something that it has learnt, and its advice points anywhere.',
      right: true,
      because:
        'Yes. A classifier that was trained on noise is unsure there, and its gradient is faint. This one has never learnt to doubt.',
    },
    {
      text: 'Only its length is wrong. With a tenth of the scale it steers as a noise-aware one would.',
      because:
        'A smaller scale shortens the advice and leaves its direction, and it is the direction that has no grounds.',
    },
    {
      text: 'Nothing. The denoiser takes the noise away before the classifier sees the picture.',
      because:
        'The classifier is shown x_t as it is, noise and all: the gradient is by the pixels of the noisy picture.',
    },
  ],
};

export default exercise;

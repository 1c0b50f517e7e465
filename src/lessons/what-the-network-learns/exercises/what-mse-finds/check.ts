/** Asks what a squared error finds where two clean pictures fit alike: their mean (Karras et al. 2022, appendix B.3). */
import type { ChoiceExercise } from '../../../../lib/exercises/index.ts';

const exercise: ChoiceExercise = {
  kind: 'choice',
  choices: [
    {
      text: 'A or B, whichever it met more often lately',
      because:
        'Which of the two it met last washes out over many loops. At the least squared error the answer is one fixed picture for this input, and to bet on one of two equal candidates costs more than to stay between them.',
    },
    {
      text: 'A in half of the cases and B in the other half, at random',
      because:
        'The network has no dice: the same noisy picture and the same t always get the same answer. It is the sampler that brings chance in.',
    },
    {
      text: 'A picture with a grey pixel in the middle, halfway between A and B',
      right: true,
      because:
        'Right: the mean of all clean pictures that fit, each counted as often as it is really behind such a noisy picture.',
    },
    {
      text: 'The noisy picture itself, since nothing more can be known',
      because:
        'A lot is known: all other pixels agree in A and B, so the noise in them can be told exactly. Only the middle pixel is open, and there x_t is not the cheapest answer.',
    },
    {
      text: 'All pixels grey',
      because:
        'Only the middle pixel is in doubt. In all others A and B agree, so their mean is the same pixel, without any blur.',
    },
  ],
};

export default exercise;

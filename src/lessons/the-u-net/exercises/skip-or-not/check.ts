/** Asks what a U-Net without its skips still knows (Ronneberger et al. 2015). */
import type { ChoiceExercise } from '../../../../lib/exercises/index.ts';

const exercise: ChoiceExercise = {
  kind: 'choice',
  choices: [
    {
      text: 'It knows the noise of each pixel, but not which digit it is',
      because:
        'It is the other way round: the bottleneck sees the whole picture at once and no single pixel. The pixels are what the skips carried.',
    },
    {
      text: 'It knows nothing: without skips there is no way from the input to the output',
      because:
        'There is one way left, down through the poolings and up again. The skips are further ways beside it.',
    },
    {
      text: 'It knows roughly what is in the picture, but not which noise is in which pixel',
      right: true,
      because:
        'Right: the deep way carries what the picture shows, and single pixels got through on the skips alone.',
    },
    {
      text: 'It knows the same as before, a little blurred: upsampling brings the pixels back',
      because:
        'Upsampling makes the picture larger with weighted means of what is there. What the poolings dropped is not in it, and the noise of single pixels was among that.',
    },
    {
      text: 'It no longer knows the timestep',
      because: 'Each block is told the time by a linear layer of its own. No skip carries it.',
    },
  ],
};

export default exercise;

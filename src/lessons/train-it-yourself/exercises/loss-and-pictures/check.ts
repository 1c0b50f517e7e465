/** Asks why pictures get better while the loss stands still: most of it is noise that nobody can guess (Ho et al. 2020, section 4). */
import type { ChoiceExercise } from '../../../../lib/exercises/index.ts';

const exercise: ChoiceExercise = {
  kind: 'choice',
  choices: [
    {
      text: 'The network has stopped learning, and the film shows luck',
      because:
        'The film asks for the same digits from the same noise each time, so luck has no part in it. Whatever changes from frame to frame comes from the weights.',
    },
    {
      text: 'Most of the loss can never be removed, and what still falls is a small part of it that shows in the pictures',
      right: true,
      because:
        'Right: the noise that cannot be guessed stays in the loss for ever, and hides how much the rest still falls.',
    },
    {
      text: 'The network has learned the training pictures by heart, so the loss cannot fall any further',
      because:
        'A network that knew its training pictures by heart would have a far lower training loss than this. Remember the ideal denoiser of lesson 3.',
    },
    {
      text: 'The averaged weights get better by themselves, without any help from the loss',
      because:
        'The average only follows the weights that are being trained. Without training it would soon stand still too.',
    },
    {
      text: 'The learning rate has fallen, and a smaller rate makes the loss flat',
      because:
        'In this run the rate stays the same to the end. And a smaller rate changes how far the weights move, not what the loss of given weights is.',
    },
  ],
};

export default exercise;

/** Asks what a schedule does that ends above ᾱ = 0 while sampling starts from pure noise (Lin et al. 2024, section 3). */
import type { ChoiceExercise } from '../../../../lib/exercises/index.ts';

const exercise: ChoiceExercise = {
  kind: 'choice',
  choices: [
    {
      text: 'The walk back is too coarse, so the results are averages of several pictures.',
      because:
        'Averages of several pictures would be blurred or blended, and these are sharp. With all 1,000 steps the walk is as fine as the schedule allows.',
    },
    {
      text: 'A little of the starting noise is never removed, and it lies over dark and bright areas as grey.',
      because:
        'The last step back adds no noise and returns the network’s guess of the clean picture. Leftover noise would look grainy, and it would be as likely to darken as to brighten.',
    },
    {
      text: 'In training the last step still tells the brightness, and pure noise always tells “medium”.',
      right: true,
      because:
        'Right. The mean over many pixels shows the brightness through all that noise, so the network has learnt to trust it. Pure noise has a mean of 0, and the network takes that for a picture of medium brightness.',
    },
    {
      text: 'The network has not been trained for long enough at the last steps.',
      because:
        'More training makes the network better at what it does there, which is to read the brightness off the mean. Even a perfect denoiser makes this mistake, as the figure with the three lights shows.',
    },
  ],
};

export default exercise;

/** Asks for the channels after the deepest skip is joined, as src/lib/nets/unet.ts builds it (after Ronneberger et al. 2015). */
import type { NumberExercise } from '../../../../lib/exercises/index.ts';

const base = 16;
/** As `unet` makes them: the levels have 1, 2, 4 and 8 times the base. */
const channels = { enc2: 2 * base, enc3: 4 * base, bottleneck: 8 * base } as const;

const exercise: NumberExercise = {
  kind: 'number',
  right: channels.bottleneck + channels.enc3,
  within: 0,
  because: 'The channels from below and those of the skip lie side by side.',
  slips: [
    {
      value: channels.bottleneck,
      within: 0,
      called:
        'That is what comes up from the bottleneck. The skip from enc3 brings its channels as well.',
    },
    {
      value: channels.enc3,
      within: 0,
      called: 'That is what the skip brings, and also what dec3 gives. It reads more than that.',
    },
    {
      value: 2 * channels.bottleneck,
      within: 0,
      called:
        'That would be right if the skip brought as many channels as the bottleneck. enc3 has half as many.',
    },
    {
      value: channels.enc3 + channels.enc2,
      within: 0,
      called: 'That is what enters dec2, one level up.',
    },
    {
      value: 4 * channels.bottleneck + channels.enc3,
      within: 0,
      called:
        'Doubling the side makes four times as many pixels, but leaves the channels as they are.',
    },
  ],
};

export default exercise;

/** Asks what a very large guidance scale does to accuracy and to a measured diversity (Ho and Salimans 2022, section 4). */
import type { ChoiceExercise } from '../../../../lib/exercises/index.ts';

const exercise: ChoiceExercise = {
  kind: 'choice',
  choices: [
    {
      text: 'Agreed. The kinds of each digit that were lost at w = 3 come back when w is large enough.',
      because:
        'What comes back is spread, not kinds: guidance walks past the class ever further, and nothing in it fetches a kind that was left behind.',
    },
    {
      text: 'The accuracy cannot be true. Pictures that far from the class are read as other classes.',
      because:
        'They are read as their class: a large scale stresses what sets the class apart, and that is what a classifier reads. It does not ask whether they look real.',
    },
    {
      text: 'The diversity counts damage. No two blotches are alike, and the Fréchet distance, which sees them, has grown.',
      right: true,
      because:
        'Yes. A single number told half of it: look at the pictures, and at a measure that compares them with real ones.',
    },
    {
      text: 'It makes no difference: x̂₀ is clipped, so from some w on the pictures stay the same.',
      because:
        'Clipping bounds the pixels and not the guidance: with more w, more of them are pushed to an end, and to other ends.',
    },
  ],
};

export default exercise;

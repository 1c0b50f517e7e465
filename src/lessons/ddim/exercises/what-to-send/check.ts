/** Asks which draws of noise decide a picture of DDIM with η = 0.5. */
import { makeCosineSchedule, makeDdimTable } from '../../../../lib/diffusion/index.ts';
import type { ChoiceExercise } from '../../../../lib/exercises/index.ts';

const table = makeDdimTable(makeCosineSchedule({ T: 1000 }), { steps: 20, eta: 0.5 });
/** How many steps add fresh noise. */
const fresh = table.filter(({ noise }) => noise > 0).length;

const exercise: ChoiceExercise = {
  kind: 'choice',
  choices: [
    {
      text: 'The noise at the start',
      because:
        'That is enough with η = 0. Here the steps add fresh noise, and your friend would draw other fresh noise than you did.',
    },
    {
      text: `The noise at the start, and the fresh noise of ${fresh} steps`,
      right: true,
      because: `Yes: all of the ${table.length} steps but the last add fresh noise, and together with the start it decides everything.`,
    },
    {
      text: `The noise at the start, and the fresh noise of all ${table.length} steps`,
      because:
        'That works, but it is more than you need. Work out σ for the step that ends in the clean picture.',
    },
    {
      text: 'Half of the noise at the start, since η is 0.5',
      because:
        'Eta says how much of the noise is drawn anew in each step. The start goes into the walk whole, whatever eta is.',
    },
    {
      text: 'Nothing will do: with η above 0 no picture comes twice',
      because:
        'Fresh noise is only numbers. With the same numbers the same walk comes out, step by step.',
    },
  ],
};

export default exercise;

/** Asks whether a walk is some jump: the noise of all steps is one standard normal draw (Ho et al. 2020, equation 4). */
import type { ChoiceExercise } from '../../../../lib/exercises/index.ts';

const exercise: ChoiceExercise = {
  kind: 'choice',
  choices: [
    {
      text: 'No. Ada used 501 draws, and a single draw cannot stand for them; the two agree only in distribution.',
      because:
        'Two people who draw for themselves agree only in distribution. But here you may choose the noise after you have seen her picture, and then one equation with one unknown has to be solved.',
    },
    {
      text: 'Yes. It is what you get when you solve the jump’s equation for the noise, and all of her draws are in it.',
      right: true,
      because:
        'Right. Her draws have added up to one noise, and it is a standard normal draw like any other. It differs from each of the 501, and it makes the jump exact.',
    },
    {
      text: 'Yes. It is her last draw, as that is the noise of step 500.',
      because:
        'Her last draw is only what step 500 added. The noise of all the steps before is still in the picture, shrunk a little at each step since.',
    },
    {
      text: 'Yes. It is the average of her 501 draws.',
      because:
        'An average of 501 draws has a variance of 1/501 and would be far too faint. The draws do add up, but with weights whose squares sum to 1, and the earlier ones have been shrunk more often.',
    },
  ],
};

export default exercise;

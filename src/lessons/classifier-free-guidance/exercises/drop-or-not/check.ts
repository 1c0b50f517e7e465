/** Asks why training hides the class sometimes (Ho and Salimans 2022, algorithm 1). */
import type { ChoiceExercise } from '../../../../lib/exercises/index.ts';

const exercise: ChoiceExercise = {
  kind: 'choice',
  choices: [
    {
      text: 'Nothing much. The difference of the two answers gets larger, so a smaller w will do.',
      because:
        'The difference would be one to an answer that was never trained. No w turns a direction without meaning into one with it.',
    },
    {
      text: 'The network leans on the labels and learns the pictures by heart. Hiding some prevents that, as dropout does.',
      because:
        'It looks like dropout, and that is not its purpose here: hidden labels train a second question, which guidance asks at every step.',
    },
    {
      text: 'The answer without a class was never trained, so guidance starts from something that nobody taught.',
      right: true,
      because:
        'Yes. Only examples with a hidden class teach the network what to say to “not told”, and guidance starts from that.',
    },
    {
      text: 'The walks are right at w = 3, but w = 1 fails, because that is where no class is told.',
      because:
        'It is the other way round: at w = 1 the answer without a class cancels, and walks would be as good as ever. At w = 0 it is all there is.',
    },
  ],
};

export default exercise;

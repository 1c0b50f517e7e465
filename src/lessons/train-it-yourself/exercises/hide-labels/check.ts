/** Checks the dropout of labels (Ho and Salimans 2022, algorithm 1), by the rule of src/lib/training/batches.ts. */
import type { Rng } from '../../../../lib/diffusion/index.ts';
import { type CodeExercise, functionCheck } from '../../../../lib/exercises/index.ts';

/** The classes are a plain list, which keeps what a mistake puts among the numbers. */
type Args = [classes: readonly number[], draws: Float64Array, share: number, nullClass: number];

/** Hides what a rule says, behind a class. */
const hidingWith =
  (
    hides: (draw: number, share: number, i: number, args: Args) => boolean,
    behind: (nullClass: number) => number = (nullClass) => nullClass,
  ) =>
  (...args: Args) => {
    const [classes, draws, share, nullClass] = args;
    return classes.map((label, i) =>
      hides(draws[i]!, share, i, args) ? behind(nullClass) : label,
    );
  };

const below = (draw: number, share: number) => draw < share;

const list = (...values: number[]) => Float64Array.from(values);

const random = (rng: Rng): Args => [
  Array.from({ length: 10 }, () => rng.integer(10)),
  Float64Array.from({ length: 10 }, () => rng.uniform()),
  0.05 + 0.9 * rng.uniform(),
  10,
];

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['hideLabels'],
  check: functionCheck<Args>({
    name: 'hideLabels',
    arguments: ['classes', 'draws', 'share', 'nullClass'],
    given: [
      [[3, 7, 7, 1], list(0.9, 0.05, 0.4, 0.1), 0.2, 10],
      [[2, 5], list(0.5, 0.25), 0.5, 10],
      [[2, 5], list(0.3, 0), 0, 10],
    ],
    random,
    expected: hidingWith(below),
    slips: [
      {
        called: 'that is the wrong way round: a draw below share hides the class',
        gives: hidingWith((draw, share) => !below(draw, share)),
      },
      {
        called: 'the draws above share hide the class; those below it must',
        gives: hidingWith((draw, share) => draw > share),
      },
      {
        called: 'share has no part in it: compare each draw with share, not with 0.1',
        gives: hidingWith((draw) => draw < 0.1),
      },
      {
        called: 'the first draw decides for all; each picture has a draw of its own',
        gives: hidingWith((_, share, __, [, draws]) => below(draws[0]!, share)),
      },
      {
        called: 'the class is hidden with 0, but 0 is a class as well: put nullClass there',
        gives: hidingWith(below, () => 0),
      },
      {
        called:
          'a draw of exactly the share hides the class; it must be below, so that 0 hides none',
        gives: hidingWith((draw, share) => draw <= share),
      },
      {
        called: 'the first ones are hidden, whatever was drawn',
        gives: hidingWith((_, share, i, [classes]) => i < share * classes.length),
      },
      {
        called: 'every class is hidden',
        gives: hidingWith(() => true),
      },
      {
        called:
          'the pictures with hidden classes are left out; they keep their place, with nullClass',
        gives: (classes, draws, share) => classes.filter((_, i) => !below(draws[i]!, share)),
      },
    ],
  }),
};

export default exercise;

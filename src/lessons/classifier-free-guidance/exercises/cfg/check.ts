/** Checks classifier-free guidance, uncond + w (cond − uncond) (Ho and Salimans 2022, equation 6, with w = 1 + their w). */
import {
  classifierFreeGuidance,
  type Rng,
  sampleNormals,
} from '../../../../lib/diffusion/index.ts';
import { type CodeExercise, functionCheck } from '../../../../lib/exercises/index.ts';

type Args = [epsUncond: Float64Array, epsCond: Float64Array, w: number];

const guided = (...[epsUncond, epsCond, w]: Args) => classifierFreeGuidance(epsCond, epsUncond, w);

const mixed =
  (rule: (uncond: number, cond: number, w: number) => number) =>
  (...[epsUncond, epsCond, w]: Args) =>
    epsUncond.map((uncond, i) => rule(uncond, epsCond[i]!, w));

const list = (...values: number[]) => Float64Array.from(values);

const random = (rng: Rng): Args => [
  Float64Array.from(sampleNormals(rng, 8)),
  Float64Array.from(sampleNormals(rng, 8)),
  10 * rng.uniform(),
];

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['guide'],
  check: functionCheck<Args>({
    name: 'guide',
    arguments: ['epsUncond', 'epsCond', 'w'],
    given: [
      [list(1, 0), list(2, 0.5), 3],
      [list(1, -1), list(0.5, 1), 0],
      [list(1, -1), list(0.5, 1), 1],
    ],
    random,
    expected: guided,
    slips: [
      {
        called:
          'the two predictions are swapped: start from the one without a class, and walk towards the one with it',
        gives: mixed((uncond, cond, w) => cond + w * (uncond - cond)),
      },
      {
        called: 'the sign of the difference is turned round: that walks away from the class',
        gives: mixed((uncond, cond, w) => uncond - w * (cond - uncond)),
      },
      {
        called:
          'that is the paper’s convention, (1 + w) and −w, in which 0 is no guidance; here it is 1',
        gives: mixed((uncond, cond, w) => (1 + w) * cond - w * uncond),
      },
      {
        called:
          'the prediction without a class does not come off: w multiplies the difference of both',
        gives: mixed((uncond, cond, w) => uncond + w * cond),
      },
      {
        called: 'the prediction without a class comes off once, not w − 1 times: mind the brackets',
        gives: mixed((uncond, cond, w) => w * cond - uncond),
      },
      {
        called: 'the two predictions are added in the brackets; it is their difference',
        gives: mixed((uncond, cond, w) => uncond + w * (cond + uncond)),
      },
      {
        called:
          'that is the scaled difference alone; it must be added to the prediction without a class',
        gives: mixed((uncond, cond, w) => w * (cond - uncond)),
      },
      {
        called: 'w is squared',
        gives: mixed((uncond, cond, w) => uncond + w * w * (cond - uncond)),
      },
      {
        called: 'only the prediction with the class is scaled, and the other has no part in it',
        gives: mixed((_, cond, w) => w * cond),
      },
      {
        called:
          'w − 1 is in place of w: that would be right if you started from the one with the class',
        gives: mixed((uncond, cond, w) => uncond + (w - 1) * (cond - uncond)),
      },
    ],
  }),
};

export default exercise;

/** Checks the simple loss, the mean of (ε − ε_θ)² (Ho et al. 2020, equation 14). */
import { type Rng, sampleNormals, simpleLoss } from '../../../../lib/diffusion/index.ts';
import { type CodeExercise, functionCheck } from '../../../../lib/exercises/index.ts';

type Args = [eps: Float64Array, epsPred: Float64Array];

/** The mean of what a rule makes of each difference. */
const meanOf = ([eps, epsPred]: Args, rule: (difference: number) => number) =>
  eps.reduce((sum, value, i) => sum + rule(value - epsPred[i]!), 0) / eps.length;

const list = (...values: number[]) => Float64Array.from(values);

const random = (rng: Rng): Args => {
  const length = 2 + rng.integer(15);
  return [
    Float64Array.from(sampleNormals(rng, length)),
    Float64Array.from(sampleNormals(rng, length)),
  ];
};

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['simpleLoss'],
  check: functionCheck<Args>({
    name: 'simpleLoss',
    arguments: ['eps', 'epsPred'],
    given: [
      [list(1, -2), list(0.5, 0)],
      [list(0.5, -0.5, 3, 1), list(0.5, 0.5, 2, 1)],
    ],
    random,
    expected: simpleLoss,
    slips: [
      {
        called: 'that is the sum: divide by the number of entries',
        gives: (...args) => args[0].length * simpleLoss(...args),
      },
      {
        called: 'that is the mean of the absolute differences: square them',
        gives: (...args) => meanOf(args, Math.abs),
      },
      {
        called: 'that is the square root of the loss: leave the root out',
        gives: (...args) => Math.sqrt(simpleLoss(...args)),
      },
      {
        called: 'errors up and down cancel: square each difference before you add them up',
        gives: (...args) => meanOf(args, (difference) => difference) ** 2,
      },
      {
        called: 'the differences are not squared, so errors up and down cancel',
        gives: (...args) => meanOf(args, (difference) => difference),
      },
      {
        called: 'the differences are not squared, and they are taken the other way round',
        gives: (...args) => -meanOf(args, (difference) => difference),
      },
      {
        called: 'that is half of the loss: the mean of squares has no ½ in front',
        gives: (...args) => simpleLoss(...args) / 2,
      },
      {
        called: 'the predicted noise is added: take the difference',
        gives: (eps, epsPred) =>
          simpleLoss(
            eps,
            epsPred.map((value) => -value),
          ),
      },
      {
        called: 'in TypeScript ^ is not a power; a square is written ** 2',
        gives: (...args) => meanOf(args, (difference) => difference ^ 2),
      },
      {
        called: 'the differences are doubled; square them, with ** 2',
        gives: (...args) => meanOf(args, (difference) => difference * 2),
      },
      {
        called: 'only the last difference counts: add each to the sum with +=',
        gives: (eps, epsPred) => (eps.at(-1)! - epsPred.at(-1)!) ** 2 / eps.length,
      },
      {
        called: 'only the first difference counts: return after the loop, not in it',
        gives: (eps, epsPred) => (eps[0]! - epsPred[0]!) ** 2 / eps.length,
      },
      {
        called: 'the first entry is left out; i starts at 0',
        gives: (eps, epsPred) =>
          simpleLoss(eps, epsPred) - (eps[0]! - epsPred[0]!) ** 2 / eps.length,
      },
      {
        called: 'that is the difference of the squares; take the square of the difference',
        gives: (eps, epsPred) =>
          eps.reduce((sum, value, i) => sum + value ** 2 - epsPred[i]! ** 2, 0) / eps.length,
      },
      {
        called: 'the sum is divided by 2, however many entries there are; divide by eps.length',
        gives: (...args) => (args[0].length * simpleLoss(...args)) / 2,
      },
      {
        called: 'those are the squares one by one; give back their mean, one number',
        gives: (eps, epsPred) => eps.map((value, i) => (value - epsPred[i]!) ** 2),
      },
    ],
  }),
};

export default exercise;

/** Checks the posterior's variance β̃_t = (1 − ᾱ_{t−1}) / (1 − ᾱ_t) · β_t (Ho et al. 2020, equation 7). */
import {
  makeCustomSchedule,
  posteriorCoefficients,
  type Rng,
} from '../../../../lib/diffusion/index.ts';
import { type CodeExercise, functionCheck } from '../../../../lib/exercises/index.ts';

type Args = [betas: Float64Array, t: number];

const variance = (...[betas, t]: Args): number =>
  posteriorCoefficients(makeCustomSchedule({ betas }), t).variance;

/** ᾱ after so many steps; of none it is 1. */
const keptAfter = (betas: Float64Array, steps: number): number =>
  betas.slice(0, Math.max(0, steps)).reduce((product, beta) => product * (1 - beta), 1);

/** The right variance where there is a step before, and something else at t = 0. */
const atFirst =
  (first: (betas: Float64Array) => number) =>
  (...[betas, t]: Args) =>
    t === 0 ? first(betas) : variance(betas, t);

/** Noise after so many steps over noise after so many others, times β. */
const ratio =
  (above: number, below: number) =>
  (...[betas, t]: Args) =>
    ((1 - keptAfter(betas, t + above)) / (1 - keptAfter(betas, t + below))) * betas[t]!;

const list = (...values: number[]) => Float64Array.from(values);

function random(rng: Rng): Args {
  const T = 3 + rng.integer(4);
  const betas = Float64Array.from({ length: T }, () => 0.05 + 0.5 * rng.uniform());
  return [betas, rng.integer(T)];
}

const upsideDown =
  'the fraction is upside down: the noise before the step, 1 − ᾱ of t − 1, must stand above';
const zeroAtFirst = 'at t = 0 there is no step before: ᾱ is 1 there, and the variance 0';

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['posteriorVariance'],
  check: functionCheck<Args>({
    name: 'posteriorVariance',
    arguments: ['betas', 't'],
    given: [
      [list(0.2, 0.5, 0.5), 2],
      [list(0.3, 0.5), 0],
    ],
    random,
    expected: variance,
    slips: [
      {
        called: 'that is β itself, the large variance; the fraction of the two noises is missing',
        gives: (betas, t) => betas[t]!,
      },
      { called: upsideDown, gives: ratio(1, 0) },
      { called: upsideDown, gives: (betas, t) => (t === 0 ? 0 : ratio(1, 0)(betas, t)) },
      {
        called: 'the factor β is missing: that is the fraction alone',
        gives: (betas, t) => (1 - keptAfter(betas, t)) / (1 - keptAfter(betas, t + 1)),
      },
      {
        called: 'both products stop one step early: ᾱ of t includes the entry t',
        gives: ratio(-1, 0),
      },
      {
        called: 'both products stop one step early: ᾱ of t includes the entry t',
        gives: (betas, t) => (t === 0 ? 0 : ratio(-1, 0)(betas, t)),
      },
      {
        called: 'the product before the step runs one entry too far: it ends with the entry t − 1',
        gives: (betas, t) => {
          const before = keptAfter(betas, t + 1);
          return ((1 - before) / (1 - before * (1 - betas[t]!))) * betas[t]!;
        },
      },
      {
        called:
          'that comes out as β of t − 1: the two alphas need their bars, which are products so far',
        gives: (betas, t) => betas[t - 1] ?? 0,
      },
      {
        called: 'the products are made of β; ᾱ is a product of 1 − β',
        gives: (betas, t) => {
          const before = betas.slice(0, t).reduce((product, beta) => product * beta, 1);
          return ((1 - before) / (1 - before * betas[t]!)) * betas[t]!;
        },
      },
      {
        called: 'the fraction is multiplied by 1 − β; it must be β',
        gives: (betas, t) => ratio(0, 1)(betas, t) * (1 / betas[t]! - 1),
      },
      {
        called: 'ᾱ stands where 1 − ᾱ belongs: the fraction compares noise with noise',
        gives: (betas, t) => (keptAfter(betas, t) / keptAfter(betas, t + 1)) * betas[t]!,
      },
      {
        called: 'that is the deviation; the variance comes without the square root',
        gives: (betas, t) => Math.sqrt(variance(betas, t)),
      },
      { called: zeroAtFirst, gives: atFirst(() => 1) },
      { called: zeroAtFirst, gives: atFirst(() => Number.NaN) },
      { called: zeroAtFirst, gives: atFirst((betas) => betas[0]!) },
    ],
  }),
};

export default exercise;

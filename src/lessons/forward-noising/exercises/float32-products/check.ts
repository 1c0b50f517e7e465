/** Checks 1 − ᾱ_t (Ho et al. 2020, equation 4) where it is small: a product in float32 has lost its digits there. */
import {
  makeCustomSchedule,
  makeLinearSchedule,
  type Rng,
} from '../../../../lib/diffusion/index.ts';
import {
  type CodeExercise,
  functionCheck,
  listOf,
  numberWords,
  type ShowContext,
} from '../../../../lib/exercises/index.ts';

type Args = [betas: Float64Array];

const shares = (betas: Float64Array) => makeCustomSchedule({ betas }).oneMinusAlphasCumprod;

/** 1 minus the running product, with 1 − β and the product put through a rounding each. */
const rounded =
  (keep: (value: number) => number, product: (value: number) => number) =>
  (betas: Float64Array) => {
    let before = 1;
    return betas.map((beta) => {
      before = product(before * keep(1 - beta));
      return 1 - before;
    });
  };

const plain = (value: number) => value;

const list = (...values: number[]) => Float64Array.from(values);

/** A few tiny betas: the errors that are looked for show only beside small numbers. */
const random = (rng: Rng): Args => [
  Float64Array.from({ length: 1 + rng.integer(4) }, () => 1e-5 + 2e-4 * rng.uniform()),
];

const linear = makeLinearSchedule({ T: 1000 });
const shownSteps = [0, 1, 2, 5, 10, 100, 999];
const digits = 9;

function rowOf(t: number, got: unknown): (string | number)[] {
  const right = linear.oneMinusAlphasCumprod[t]!;
  const yours = typeof got === 'number' ? got : Number.NaN;
  const error = Math.abs(yours / right - 1);
  return [t, numberWords(yours, digits), numberWords(right, digits), numberWords(error, 1)];
}

async function show({ call, put }: ShowContext): Promise<void> {
  const { value } = await call('oneMinusAlphasCumprod', [linear.betas]);
  const entries = listOf(value) ?? [];
  put([
    {
      kind: 'table',
      caption: 'The share of noise, 1 − ᾱ, for the 1,000 steps of this lesson',
      columns: ['t', 'Yours', 'Right', 'Error, as a share of the right number'],
      rows: shownSteps.map((t) => rowOf(t, entries[t])),
    },
  ]);
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['oneMinusAlphasCumprod'],
  badge: 'exact formula',
  check: functionCheck<Args>({
    name: 'oneMinusAlphasCumprod',
    arguments: ['betas'],
    given: [[list(0.0001)], [list(0.0001, 0.0001, 0.0002)]],
    random,
    // Float32 results pass, as they lose nothing that matters; a float32 product is off by a thousand times as much.
    tolerance: 1e-7,
    expected: shares,
    slips: [
      {
        called:
          'the running product is rounded to float32, and 1 minus it has only the last three or four digits left',
        gives: rounded(plain, Math.fround),
      },
      {
        called: '1 − beta is rounded to float32, which keeps only three or four digits of beta',
        gives: rounded(Math.fround, plain),
      },
      {
        called: 'both 1 − beta and the running product are rounded to float32',
        gives: rounded(Math.fround, Math.fround),
      },
      {
        called: 'that is ᾱ, the share of the data; the share of the noise is 1 − ᾱ',
        gives: (betas) => makeCustomSchedule({ betas }).alphasCumprod,
      },
      {
        called: 'each entry comes one step too early, with the noise before step t',
        gives: (betas) => [0, ...shares(betas).slice(0, -1)],
      },
      {
        called:
          'it adds up the betas, but a step replaces only its share of what is left, so the sum is a little too large',
        gives: (betas) => {
          let sum = 0;
          return betas.map((beta) => {
            sum += beta;
            return sum;
          });
        },
      },
      {
        called: 'that is only the last share; note it after every step',
        gives: (betas) => shares(betas).at(-1),
      },
    ],
  }),
  show,
};

export default exercise;

/** Checks the running products ᾱ_t = α_0 ⋯ α_t with α_t = 1 − β_t (Ho et al. 2020, before equation 4). */
import {
  makeCustomSchedule,
  makeLinearSchedule,
  type Rng,
} from '../../../../lib/diffusion/index.ts';
import {
  type CodeExercise,
  functionCheck,
  listOf,
  type ShowContext,
  type View,
} from '../../../../lib/exercises/index.ts';

type Args = [betas: Float64Array];

const products = (betas: Float64Array) => makeCustomSchedule({ betas }).alphasCumprod;

/** A number after each step, from the number before it. */
const running =
  (first: number, next: (before: number, beta: number) => number) => (betas: Float64Array) => {
    let value = first;
    return betas.map((beta) => {
      value = next(value, beta);
      return value;
    });
  };

const list = (...values: number[]) => Float64Array.from(values);

const random = (rng: Rng): Args => [
  Float64Array.from({ length: 2 + rng.integer(7) }, () => 0.01 + 0.6 * rng.uniform()),
];

const linear = makeLinearSchedule({ T: 1000 });

async function show({ call, put }: ShowContext): Promise<void> {
  const { value } = await call('alphasCumprod', [linear.betas]);
  const entries = (listOf(value) ?? []).slice(0, linear.T);
  const kept = [...entries.entries()].filter(([, entry]) => Number.isFinite(entry));
  const problem: View = {
    kind: 'text',
    text: `Your function gives ${kept.length} finite numbers here, and there are ${linear.T} steps.`,
  };
  const curves: View = {
    kind: 'lines',
    label: 'The share of the variance that is left, for the 1,000 steps of this lesson',
    xLabel: 't',
    yLabel: 'ᾱ',
    lines: [
      { name: 'Yours', by: 'learner', x: kept.map(([t]) => t), y: kept.map(([, y]) => Number(y)) },
      { name: 'Right', by: 'course', x: linear.betas.map((_, t) => t), y: linear.alphasCumprod },
    ],
  };
  put(kept.length === linear.T ? [curves] : [problem, curves]);
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['alphasCumprod'],
  badge: 'exact formula',
  check: functionCheck<Args>({
    name: 'alphasCumprod',
    arguments: ['betas'],
    given: [[list(0.1, 0.2, 0.5)], [list(0.75, 0.4)], [linear.betas]],
    random,
    expected: products,
    slips: [
      {
        called: 'those are products of the betas themselves; multiply 1 − beta',
        gives: running(1, (before, beta) => before * beta),
      },
      {
        called: 'those are running sums of the betas; multiply 1 − beta',
        gives: running(0, (before, beta) => before + beta),
      },
      {
        called:
          'it takes the betas away one by one, but each step takes its share of what is left: multiply by (1 − beta)',
        gives: running(1, (before, beta) => before - beta),
      },
      {
        called: 'entry t is ᾱ before step t; multiply first, then note the product',
        gives: (betas) => [1, ...products(betas).slice(0, -1)],
      },
      {
        called: 'there is one entry too many, the 1 from before the first step',
        gives: (betas) => [1, ...products(betas)],
      },
      {
        called: 'that is only the last product; note it after every step',
        gives: (betas) => products(betas).at(-1),
      },
      {
        called: 'that is 1 − ᾱ, the share of the noise',
        gives: (betas) => products(betas).map((alphaBar) => 1 - alphaBar),
      },
      {
        called: 'those are the shares that single steps keep, not multiplied',
        gives: (betas) => betas.map((beta) => 1 - beta),
      },
      {
        called: 'there is a square root too many: ᾱ is a share of the variance',
        gives: (betas) => products(betas).map(Math.sqrt),
      },
      {
        called: 'all are 0: a product that starts at 0 stays there, so start it at 1',
        gives: (betas) => betas.map(() => 0),
      },
      {
        called: 'only two neighbours are multiplied; entry t is the product of all steps up to it',
        gives: (betas) => betas.map((beta, t) => (1 - beta) * (1 - (betas[t - 1] ?? 0))),
      },
      {
        called: 'the share of step t is taken t + 1 times; each step has a share of its own',
        gives: (betas) => betas.map((beta, t) => (1 - beta) ** (t + 1)),
      },
    ],
  }),
  show,
};

export default exercise;

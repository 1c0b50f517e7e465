/** Checks β_t = 1 − ᾱ_t / ᾱ_{t−1}, clipped from above (Nichol and Dhariwal 2021, after equation 17). */
import {
  makeCosineSchedule,
  makeCustomSchedule,
  type Rng,
} from '../../../../lib/diffusion/index.ts';
import {
  type CodeExercise,
  functionCheck,
  listOf,
  type ShowContext,
} from '../../../../lib/exercises/index.ts';

type Args = [alphasCumprod: Float64Array, most: number];

/** A β from ᾱ and the ᾱ before it, for every step. */
const each = (alphasCumprod: Float64Array, beta: (alphaBar: number, before: number) => number) =>
  alphasCumprod.map((alphaBar, t) => beta(alphaBar, t === 0 ? 1 : alphasCumprod[t - 1]!));

const clipped =
  (beta: (alphaBar: number, before: number) => number) =>
  (...[alphasCumprod, most]: Args) =>
    each(alphasCumprod, (...pair) => Math.min(beta(...pair), most));

const taken = (alphaBar: number, before: number) => 1 - alphaBar / before;

/** The inverse of the library's running products, which the random inputs come from. */
const betasOf = clipped(taken);

const list = (...values: number[]) => Float64Array.from(values);

function random(rng: Rng): Args {
  const betas = Float64Array.from({ length: 2 + rng.integer(8) }, () => 0.01 + 0.9 * rng.uniform());
  return [makeCustomSchedule({ betas }).alphasCumprod, 0.4 + 0.59 * rng.uniform()];
}

const T = 50;
const clip = 0.999;

async function show({ call, put }: ShowContext): Promise<void> {
  // As good as no clip, so that the last entry is 0 up to rounding.
  const whole = makeCosineSchedule({ T, betaMax: 1 - Number.EPSILON / 2 });
  const right = makeCosineSchedule({ T, betaMax: clip }).betas;
  const { value } = await call('betasFromAlphasCumprod', [whole.alphasCumprod, clip]);
  const yours = [...(listOf(value) ?? []).entries()].filter(([, y]) => Number.isFinite(y));
  put([
    {
      kind: 'lines',
      label: `The betas of a cosine curve of ${T} steps, none above ${clip}`,
      xLabel: 't',
      yLabel: 'β',
      lines: [
        {
          name: 'Yours',
          by: 'learner',
          x: yours.map(([t]) => t),
          y: yours.map(([, y]) => Number(y)),
        },
        { name: 'Right', by: 'course', x: right.map((_, t) => t), y: right },
      ],
    },
  ]);
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['betasFromAlphasCumprod'],
  badge: 'exact formula',
  check: functionCheck<Args>({
    name: 'betasFromAlphasCumprod',
    arguments: ['alphasCumprod', 'most'],
    given: [
      [list(0.9, 0.45, 0), 0.999],
      [list(0.5, 0.4, 0.1), 0.6],
    ],
    random,
    expected: betasOf,
    slips: [
      {
        called: 'the clip is missing; no β may be larger than most',
        gives: (alphasCumprod) => each(alphasCumprod, taken),
      },
      {
        called: 'step 0 is missing; it has a β too, with an ᾱ of 1 before it',
        gives: (...args) => betasOf(...args).slice(1),
      },
      {
        called: 'step 0 takes nothing away here, but it does: before it ᾱ is 1',
        gives: (...args) => [0, ...betasOf(...args).slice(1)],
      },
      {
        called: 'the quotient is upside down; divide ᾱ by the one before it',
        gives: clipped((alphaBar, before) => 1 - before / alphaBar),
      },
      {
        called: 'that is 1 − ᾱ, the noise of all steps so far; β is what one step adds',
        gives: clipped((alphaBar) => 1 - alphaBar),
      },
      {
        called: 'the difference must be divided by what was there before the step',
        gives: clipped((alphaBar, before) => before - alphaBar),
      },
      {
        called: 'that is α, the share that the step keeps; β is 1 minus it',
        gives: clipped((alphaBar, before) => alphaBar / before),
      },
      {
        called: 'it takes the larger of the two; none may be larger than most, so take the smaller',
        gives: (alphasCumprod, most) =>
          each(alphasCumprod, (...pair) => Math.max(taken(...pair), most)),
      },
      {
        called: 'there is a square root too many: ᾱ and β are shares of the variance already',
        gives: clipped((alphaBar, before) => 1 - Math.sqrt(alphaBar / before)),
      },
      {
        called: 'at t = 0 there is no entry before; before the first step ᾱ is 1',
        gives: (...args) => [Number.NaN, ...betasOf(...args).slice(1)],
      },
      {
        called: 'before the first step ᾱ is taken for 0; it is 1',
        gives: (...args) => [Number.NEGATIVE_INFINITY, ...betasOf(...args).slice(1)],
      },
      {
        called: 'the difference is divided by ᾱ after the step; divide by ᾱ before it',
        gives: clipped((alphaBar, before) => before / alphaBar - 1),
      },
    ],
  }),
  show,
};

export default exercise;

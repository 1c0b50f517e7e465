/** Checks ᾱ of the cosine schedule before its betas are clipped (Nichol and Dhariwal 2021, equation 17). */
import {
  makeCosineSchedule,
  makeLinearSchedule,
  type Rng,
} from '../../../../lib/diffusion/index.ts';
import {
  type CodeExercise,
  functionCheck,
  listOf,
  type ShowContext,
} from '../../../../lib/exercises/index.ts';

type Args = [T: number, s: number];

/** As good as no clip: the largest double below 1. */
const betaMax = 1 - Number.EPSILON / 2;

/** The library's curve; its last β, clipped below 1, leaves 1e-16 where the formula is 0. */
const cosine = (...[T, s]: Args) => {
  const { alphasCumprod } = makeCosineSchedule({ T, s, betaMax });
  return alphasCumprod.map((alphaBar, t) => (t === T - 1 ? 0 : alphaBar));
};

/** A squared cosine or what is mistaken for it, of an angle that is mistaken for the right one. */
const curve =
  (
    angle: (share: number, s: number) => number,
    shape: (angle: number) => number = (at) => Math.cos(at) ** 2,
  ) =>
  (...[T, s]: Args) =>
    Array.from({ length: T }, (_, t) => shape(angle((t + 1) / T, s)) / shape(angle(0, s)));

const share = (at: number, s: number) => (at + s) / (1 + s);
const rightAngle = (at: number, s: number) => (share(at, s) * Math.PI) / 2;

const random = (rng: Rng): Args => [2 + rng.integer(50), 0.1 * rng.uniform()];

const shown: Args = [1000, 0.008];

async function show({ call, put }: ShowContext): Promise<void> {
  const { value } = await call('cosineAlphasCumprod', shown);
  const yours = [...(listOf(value) ?? []).entries()].filter(([, y]) => Number.isFinite(y));
  const right = cosine(...shown);
  const linear = makeLinearSchedule({ T: shown[0] }).alphasCumprod;
  const x = right.map((_, t) => t);
  put([
    {
      kind: 'lines',
      label: 'ᾱ of 1,000 steps with s = 0.008; the linear schedule is there to compare',
      xLabel: 't',
      yLabel: 'ᾱ',
      lines: [
        {
          name: 'Yours',
          by: 'learner',
          x: yours.map(([t]) => t),
          y: yours.map(([, y]) => Number(y)),
        },
        { name: 'Right', by: 'course', x, y: right },
        { name: 'Linear', by: 'course', x, y: linear },
      ],
    },
  ]);
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['cosineAlphasCumprod'],
  badge: 'exact formula',
  check: functionCheck<Args>({
    name: 'cosineAlphasCumprod',
    arguments: ['T', 's'],
    given: [
      [2, 0.5],
      [2, 0],
      [5, 0.008],
    ],
    random,
    expected: cosine,
    slips: [
      { called: 'the list is empty: the TODO is still to be written', gives: () => [] },
      { called: 'the square is missing on the cosine', gives: curve(rightAngle, Math.cos) },
      {
        called: 'the division by f(0) is missing',
        gives: (...args) => {
          const first = Math.cos(rightAngle(0, args[1])) ** 2;
          return cosine(...args).map((alphaBar) => alphaBar * first);
        },
      },
      {
        called: 'it comes one step late; after step t, t + 1 steps have been taken',
        gives: (...args) => [1, ...cosine(...args).slice(0, -1)],
      },
      {
        called: 'there is one entry too many, the 1 from before the first step',
        gives: (...args) => [1, ...cosine(...args)],
      },
      {
        called: 's has no effect; it shifts the start along the wave',
        gives: curve((at) => (at * Math.PI) / 2),
      },
      {
        called: 'the division by 1 + s is missing, so the angle goes beyond π/2',
        gives: curve((at, s) => ((at + s) * Math.PI) / 2),
      },
      { called: 'π/2 is missing from the angle', gives: curve(share) },
      {
        called: 'the angle goes to π; a quarter of the wave is enough, so it ends at π/2',
        gives: curve((at, s) => 2 * rightAngle(at, s)),
      },
      {
        called: 'that is a sine, which rises',
        gives: curve(rightAngle, (at) => Math.sin(at) ** 2),
      },
      {
        called: 'only s is divided by 1 + s; put brackets around n / T + s',
        gives: curve((at, s) => ((at + s / (1 + s)) * Math.PI) / 2),
      },
      {
        called: 'the angle is squared; square its cosine',
        gives: curve(rightAngle, (at) => Math.cos(at ** 2)),
      },
      {
        called: 'it is divided by f(t), which leaves what one step keeps; divide by f(0)',
        gives: (...args) => {
          const right = cosine(...args);
          return right.map((alphaBar, t) => alphaBar / (t === 0 ? 1 : right[t - 1]!));
        },
      },
    ],
  }),
  show,
};

export default exercise;

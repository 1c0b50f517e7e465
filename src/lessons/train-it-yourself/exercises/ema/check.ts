/** Checks one update of an exponential moving average of the weights (Polyak and Juditsky 1992; Ho et al. 2020, appendix B). */
import { lerp, makeRng, type Rng, sampleNormals } from '../../../../lib/diffusion/index.ts';
import {
  type CodeExercise,
  functionCheck,
  listOf,
  type ShowContext,
  type View,
} from '../../../../lib/exercises/index.ts';

type Args = [average: Float64Array, weights: Float64Array, decay: number];

/** The library's straight way from the average to the weights, of which a share 1 − decay is gone. */
const update = (...[average, weights, decay]: Args) => lerp(average, weights, 1 - decay);

const mixed =
  (factors: (decay: number) => [ofAverage: number, ofWeights: number]) =>
  (...[average, weights, decay]: Args) => {
    const [ofAverage, ofWeights] = factors(decay);
    return average.map((value, i) => ofAverage * value + ofWeights * weights[i]!);
  };

const list = (...values: number[]) => Float64Array.from(values);

const random = (rng: Rng): Args => [
  Float64Array.from(sampleNormals(rng, 8)),
  Float64Array.from(sampleNormals(rng, 8)),
  0.05 + 0.9 * rng.uniform(),
];

const steps = 300;
const decay = 0.95;

/** What came back as a number that can be drawn: null for what is none. */
function entryOf(value: unknown): number | null {
  const first = Number(listOf(value)?.[0]);
  return Number.isFinite(first) && Math.abs(first) < 1e6 ? first : null;
}

async function show({ call, put, breathe }: ShowContext): Promise<void> {
  const dance = sampleNormals(makeRng('ema'), steps);
  const start = 3;
  const [yours, right]: [number[], number[]] = [[start], [start]];
  let text = '';
  for (let step = 1; step < steps && !text; step++) {
    if (step % 50 === 0) await breathe();
    const weights = list(dance[step]!);
    right.push(update(list(right.at(-1)!), weights, decay)[0]!);
    const next = entryOf((await call('emaUpdate', [list(yours.at(-1)!), weights, decay])).value);
    if (next === null) text = `After ${step} steps your average is no number that can be drawn.`;
    else yours.push(next);
  }
  const upTo = (length: number) => Array.from({ length }, (_, i) => i);
  const views: View[] = [
    {
      kind: 'lines',
      label: `A weight that dances, and its average with decay ${decay}, both from 3`,
      xLabel: 'step',
      yLabel: 'value',
      lines: [
        { name: 'Yours', by: 'learner', x: upTo(yours.length), y: yours },
        { name: 'Right', by: 'course', x: upTo(right.length), y: right },
        { name: 'The weight', by: 'course', x: upTo(steps), y: [start, ...dance.subarray(1)] },
      ],
    },
  ];
  if (text) views.push({ kind: 'text', text });
  put(views);
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['emaUpdate'],
  badge: 'exact formula',
  check: functionCheck<Args>({
    name: 'emaUpdate',
    arguments: ['average', 'weights', 'decay'],
    given: [
      [list(1, -2), list(2, 1), 0.9],
      [list(4), list(-4), 0.75],
    ],
    random,
    expected: update,
    slips: [
      {
        called: 'the decay is on the wrong one: the average keeps the share decay of itself',
        gives: mixed((d) => [1 - d, d]),
      },
      {
        called: 'the two are added without factors, so the average grows with every step',
        gives: mixed(() => [1, 1]),
      },
      {
        called: 'the new weights come in whole; they get the factor 1 − decay',
        gives: mixed((d) => [d, 1]),
      },
      {
        called: 'the old average is kept whole; it gets the factor decay',
        gives: mixed((d) => [1, 1 - d]),
      },
      {
        called: 'that is the plain mean of the two; the decay has no part in it',
        gives: mixed(() => [0.5, 0.5]),
      },
      { called: 'those are the new weights alone', gives: mixed(() => [0, 1]) },
      {
        called: 'the new weights are missing; they come in with the factor 1 − decay',
        gives: mixed((d) => [d, 0]),
      },
      {
        called: 'the old average is missing; it keeps the share decay',
        gives: mixed((d) => [0, 1 - d]),
      },
      {
        called: 'the new weights are taken away; add them, with the factor 1 − decay',
        gives: mixed((d) => [d, d - 1]),
      },
      {
        called: 'both get the factor decay; that of the new weights is 1 − decay',
        gives: mixed((d) => [d, d]),
      },
      {
        called: '1 − decay needs brackets, or only the decay multiplies the new weights',
        gives: (average, weights, d) => average.map((value, i) => d * value + 1 - d * weights[i]!),
      },
    ],
  }),
  show,
};

export default exercise;

/** Checks the linear schedule's betas, evenly spaced with both ends (Ho et al. 2020, section 4). */
import { makeLinearSchedule, type Rng } from '../../../../lib/diffusion/index.ts';
import {
  type CheckContext,
  type CodeExercise,
  functionCheck,
  listOf,
  type ShowContext,
  type Verdict,
} from '../../../../lib/exercises/index.ts';

type Args = [T: number, first: number, last: number];

const linear = (...[T, betaStart, betaEnd]: Args) =>
  makeLinearSchedule({ T, betaStart, betaEnd }).betas;

/** Numbers at equal distances: the first, the distance and how many. */
const spaced = (first: number, gap: number, count: number) =>
  Array.from({ length: count }, (_, t) => first + t * gap);

function random(rng: Rng): Args {
  const first = 0.0001 + 0.01 * rng.uniform();
  return [2 + rng.integer(30), first, first + 0.01 + 0.4 * rng.uniform()];
}

const names = { name: 'linearBetas', arguments: ['T', 'first', 'last'] } as const;

const checkMany = functionCheck<Args>({
  ...names,
  given: [
    [3, 0.1, 0.3],
    [5, 0.0001, 0.02],
  ],
  random,
  expected: linear,
  slips: [
    { called: 'the list is empty: the TODO is still to be written', gives: () => [] },
    {
      called: 'the gap is one T-th of the way, so last is missed; there are T − 1 gaps',
      gives: (T, first, last) => spaced(first, (last - first) / T, T),
    },
    {
      called: 'it starts one gap late; entry 0 is first, and there are T − 1 gaps',
      gives: (T, first, last) => spaced(first + (last - first) / T, (last - first) / T, T),
    },
    {
      called: 'those are T + 1 numbers with T gaps; there shall be T numbers with T − 1 gaps',
      gives: (T, first, last) => spaced(first, (last - first) / T, T + 1),
    },
    {
      called: 'it goes one gap beyond last; there shall be T numbers',
      gives: (T, first, last) => spaced(first, (last - first) / (T - 1), T + 1),
    },
    {
      called: 'it runs backwards; entry 0 is first',
      gives: (...args) => linear(...args).reverse(),
    },
    {
      called: 'they are all the same; entry t is t gaps further',
      gives: (T, first) => spaced(first, 0, T),
    },
    {
      called: 'they rise by equal factors; they shall rise by equal amounts',
      gives: (T, first, last) =>
        Array.from({ length: T }, (_, t) => first * (last / first) ** (t / (T - 1))),
    },
    {
      called: 'it starts at 0; entry 0 is first, so add first to every entry',
      gives: (T, first, last) => spaced(0, (last - first) / (T - 1), T),
    },
    {
      called: 'each gap is the whole way from first to last; divide it by T − 1',
      gives: (T, first, last) => spaced(first, last - first, T),
    },
    {
      called: 'last is missing: T − 1 gaps lie between T numbers',
      gives: (T, first, last) => spaced(first, (last - first) / (T - 1), T - 1),
    },
    {
      called: 'the gaps are right, but all come one gap too late; entry 0 is first',
      gives: (T, first, last) => {
        const gap = (last - first) / (T - 1);
        return spaced(first + gap, gap, T);
      },
    },
  ],
});

/** Apart from the rest, so that a usual mistake is known whatever it makes of a single step. */
const checkOne = functionCheck<Args>({
  ...names,
  given: [
    [1, 0.1, 0.3],
    [1, 0.02, 0.5],
  ],
  expected: linear,
  slips: [{ called: 'a single step takes first', gives: (_, __, last) => [last] }],
});

async function check(context: CheckContext): Promise<Verdict> {
  const many = await checkMany(context);
  if (!many.passed) return many;
  const one = await checkOne(context);
  return one.passed ? many : one;
}

const shown: Args = [10, 0.0001, 0.02];

async function show({ call, put }: ShowContext): Promise<void> {
  const { value } = await call('linearBetas', shown);
  const yours = [...(listOf(value) ?? []).entries()].filter(([, beta]) => Number.isFinite(beta));
  const right = linear(...shown);
  put([
    {
      kind: 'lines',
      label: `Betas from ${shown[1]} to ${shown[2]} in ${shown[0]} steps`,
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
  functions: ['linearBetas'],
  badge: 'exact formula',
  check: Object.assign(check, { samples: checkMany.samples! }),
  show,
};

export default exercise;

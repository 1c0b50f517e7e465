/** Checks guidance in an interval of timesteps (Kynkäänniemi et al. 2024, section 3): w inside, 1 outside. */
import { guidedAt, type Rng } from '../../../../lib/diffusion/index.ts';
import {
  type CodeExercise,
  functionCheck,
  type ShowContext,
} from '../../../../lib/exercises/index.ts';

type Args = [t: number, w: number, from: number, to: number];

const scaleAt = (...[t, w, from, to]: Args) => guidedAt(t, w, { from, to });

const T = 1000;

function random(rng: Rng): Args {
  const from = rng.integer(T);
  return [rng.integer(T), 1.5 + 8 * rng.uniform(), from, from + rng.integer(T - from)];
}

const [w, from, to] = [3, 200, 700];

async function show({ call, put, breathe }: ShowContext): Promise<void> {
  const timesteps = Array.from({ length: T / 10 }, (_, i) => 10 * i);
  const [yours, right]: [number[], number[]] = [[], []];
  for (const t of timesteps) {
    await breathe();
    const { value } = await call('scaleAt', [t, w, from, to]);
    yours.push(typeof value === 'number' ? value : Number.NaN);
    right.push(scaleAt(t, w, from, to));
  }
  const drawn = timesteps.flatMap((t, i) =>
    Number.isFinite(yours[i]) ? [{ t, y: yours[i]! }] : [],
  );
  put([
    {
      kind: 'lines',
      label: `The scale at each timestep, with w = ${w} from t = ${from} to ${to}`,
      xLabel: 'timestep t',
      yLabel: 'scale',
      lines: [
        { name: 'Yours', by: 'learner', x: drawn.map(({ t }) => t), y: drawn.map(({ y }) => y) },
        { name: 'Right', by: 'course', x: timesteps, y: right },
      ],
    },
  ]);
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['scaleAt'],
  badge: 'exact formula',
  check: functionCheck<Args>({
    name: 'scaleAt',
    arguments: ['t', 'w', 'from', 'to'],
    given: [
      [800, 3, 200, 700],
      [500, 3, 200, 700],
      [200, 3, 200, 700],
      [700, 3, 200, 700],
      [100, 3, 200, 700],
    ],
    random,
    expected: scaleAt,
    slips: [
      {
        called: 'w comes back at every t; outside the interval there is no guidance',
        gives: (_, w) => w,
      },
      {
        called: '0 would ignore the class outside the interval; no guidance is a scale of 1',
        gives: (t, w, from, to) => (t >= from && t <= to ? w : 0),
      },
      {
        called: '0 would ignore the class; no guidance is a scale of 1, and both ends are guided',
        gives: (t, w, from, to) => (t > from && t < to ? w : 0),
      },
      {
        called: '0 would ignore the class; no guidance is a scale of 1, and both ends are guided',
        gives: (t, w, from, to) => (t >= from && t < to ? w : 0),
      },
      {
        called: '0 would ignore the class; no guidance is a scale of 1, and both ends are guided',
        gives: (t, w, from, to) => (t > from && t <= to ? w : 0),
      },
      {
        called: 'that only says whether it is guided; give w inside the interval and 1 outside',
        gives: (t, _, from, to) => (t >= from && t <= to ? 1 : 0),
      },
      {
        called: 'both ends belong to the interval',
        gives: (t, w, from, to) => (t > from && t < to ? w : 1),
      },
      {
        called: 'the lower end, from, belongs to the interval too',
        gives: (t, w, from, to) => (t > from && t <= to ? w : 1),
      },
      {
        called: 'the upper end, to, belongs to the interval too',
        gives: (t, w, from, to) => (t >= from && t < to ? w : 1),
      },
      {
        called: 'it is turned inside out: guidance acts outside the interval',
        gives: (t, w, from, to) => (t >= from && t <= to ? 1 : w),
      },
      {
        called: 'only the lower end is looked at: above to there is no guidance either',
        gives: (t, w, from) => (t >= from ? w : 1),
      },
      {
        called: 'only the upper end is looked at: below from there is no guidance either',
        gives: (t, w, _, to) => (t <= to ? w : 1),
      },
      {
        called: 'it is never guided: inside the interval the scale is w',
        gives: () => 1,
      },
    ],
  }),
  show,
};

export default exercise;

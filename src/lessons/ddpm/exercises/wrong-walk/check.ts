/** Checks which timesteps a respaced walk visits: T − 1 first, then equal strides (Nichol and Dhariwal 2021, section 4; “trailing” in Lin et al. 2024, table 2). */
import {
  clipX0,
  makeCustomSchedule,
  makeDdpmTable,
  makeRng,
  predictionAt,
  type Rng,
  sampleNormals,
  sampleWalkLater,
  spacedTimesteps,
} from '../../../../lib/diffusion/index.ts';
import {
  type CodeExercise,
  type DigitModel,
  functionCheck,
  listOf,
  picturesOf,
  type ShowContext,
  type View,
} from '../../../../lib/exercises/index.ts';

type Args = [T: number, steps: number];

const right = (T: number, steps: number) => spacedTimesteps(T, steps, 'trailing');

/** A list of so many entries. */
const listed =
  (entry: (i: number, steps: number, T: number) => number) =>
  (...[T, steps]: Args) =>
    Array.from({ length: steps }, (_, i) => entry(i, steps, T));

function random(rng: Rng): Args {
  const steps = 2 + rng.integer(9);
  return [steps * (2 + rng.integer(50)), steps];
}

const seed = 'five digits';
const steps = 20;
const classes = [0, 1, 2, 3, 4];

/** DDPM along a list, from the same noise and with the same fresh noise whatever the list. */
function walkOf(model: DigitModel, timesteps: readonly number[]) {
  const table = makeDdpmTable(makeCustomSchedule(model), { timesteps });
  const start = sampleNormals(makeRng(seed), classes.length * model.size ** 2);
  return sampleWalkLater({ table, start, hook: clipX0(), seed }, async (x, step) => {
    const { xt, value } = predictionAt(step, 'eps', 'x0');
    const eps = await model.predict(x, step.t, classes);
    return eps.map((e, i) => xt * x[i]! + value * e);
  });
}

/** The learner's list, if a walk can follow it. */
function walkable(value: unknown, T: number): readonly number[] | null {
  const list = listOf(value)?.map(Number) ?? [];
  const fits = list.every((t, i) => Number.isInteger(t) && t >= 0 && t < T && !(t >= list[i - 1]!));
  return list.length > 0 && list.length <= 25 && fits ? list : null;
}

async function show({ call, put, model: open, breathe }: ShowContext): Promise<void> {
  const model = await open();
  const pixels = model.size ** 2;
  const { value } = await call('timesteps', [model.T, steps]);
  const own = walkable(value, model.T);
  const walks = [own && walkOf(model, own), walkOf(model, right(model.T, steps))];
  const shown: (number[] | null)[][] = walks.map(() => classes.map(() => null));
  const views = (done: number): View[] => [
    {
      kind: 'text',
      text: own
        ? `Your list, for T = ${model.T} and ${steps} steps: ${own.join(', ')}.`
        : 'Your list cannot be walked: it takes 1 to 25 whole numbers from 0 to T − 1, each below the one before.',
    },
    {
      kind: 'pictures',
      label: `After step ${done} of ${steps}`,
      size: model.size,
      rows: [
        { name: 'Yours', pictures: shown[0]! },
        { name: 'Right, spanning all T', pictures: shown[1]! },
      ],
    },
  ];
  for (let done = 1; done <= Math.max(steps, own?.length ?? 0); done++) {
    for (const [row, walk] of walks.entries()) {
      await breathe();
      const turn = await walk?.next();
      if (turn && !turn.done) shown[row] = picturesOf(turn.value.next, classes.length, pixels);
    }
    put(views(done));
  }
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['timesteps'],
  badge: 'digits-8, a trained U-Net',
  check: functionCheck<Args>({
    name: 'timesteps',
    arguments: ['T', 'steps'],
    given: [
      [12, 4],
      [1000, 5],
    ],
    random,
    expected: right,
    slips: [
      {
        called:
          'it walks only the last few timesteps, steps − 1 down to 0, where hardly any noise is expected; span the whole schedule',
        gives: listed((i, count) => count - 1 - i),
      },
      {
        called: 'T itself is no timestep: they count from 0, so all is 1 too high',
        gives: listed((i, count, T) => T - (i * T) / count),
      },
      {
        called:
          'it starts at T − T / steps and ends at 0; start at T − 1 and count down from there',
        gives: listed((i, count, T) => ((count - 1 - i) * T) / count),
      },
      {
        called: 'it starts below T − 1, where a trace of a picture is expected in the noise',
        gives: listed((i, count, T) => T - 1 - ((i + 1) * T) / count),
      },
      {
        called: 'it rises; the walk goes from the noisiest timestep down, so turn it round',
        gives: (T, count) => right(T, count).reverse(),
      },
      {
        called: 'the stride is 1, so it never gets down to the clean end; make it T / steps',
        gives: listed((i, _, T) => T - 1 - i),
      },
      {
        called:
          'it goes all the way to 0; the strides are T / steps, and the last one leads from T / steps − 1 to the clean picture',
        gives: listed((i, count, T) => T - 1 - (i * (T - 1)) / (count - 1)),
      },
      {
        called:
          'it goes all the way to 0; the strides are T / steps, and the last one leads from T / steps − 1 to the clean picture',
        gives: listed((i, count, T) => Math.round(T - 1 - (i * (T - 1)) / (count - 1))),
      },
      {
        called:
          'it goes all the way to 0; the strides are T / steps, and the last one leads from T / steps − 1 to the clean picture',
        gives: listed((i, count, T) => T - 1 - Math.round((i * (T - 1)) / (count - 1))),
      },
      {
        called:
          'it goes all the way to 0; the strides are T / steps, and the last one leads from T / steps − 1 to the clean picture',
        gives: listed((i, count, T) => Math.floor(T - 1 - (i * (T - 1)) / (count - 1))),
      },
      {
        called: 'T − 1 is divided in place of T; the stride is T / steps',
        gives: listed((i, count, T) => T - 1 - (i * (T - 1)) / count),
      },
      {
        called: 'T − 1 is divided in place of T; the stride is T / steps',
        gives: listed((i, count, T) => T - 1 - i * Math.floor((T - 1) / count)),
      },
      {
        called: 'steps stands in the place of the stride; the stride is T / steps',
        gives: listed((i, count, T) => T - 1 - i * count),
      },
    ],
  }),
  show,
};

export default exercise;

/** Checks linear betas that are scaled to the number of steps, so that any T ends in noise (Ho et al. 2020, section 4). */
import {
  forwardSample,
  makeCustomSchedule,
  makeLinearSchedule,
  makeRng,
  type Rng,
  type Schedule,
  sampleNormals,
} from '../../../../lib/diffusion/index.ts';
import {
  type CodeExercise,
  functionCheck,
  listOf,
  type ShowContext,
  type View,
} from '../../../../lib/exercises/index.ts';

type Args = [T: number];

const [firstBeta, lastBeta] = [0.0001, 0.02];

/** The linear schedule with a factor on each end. */
const scaled = (T: number, onFirst: number, onLast: number) =>
  makeLinearSchedule({ T, betaStart: firstBeta * onFirst, betaEnd: lastBeta * onLast });

const right = (T: number) => scaled(T, 1000 / T, 1000 / T);

const random = (rng: Rng): Args => [50 + rng.integer(951)];

const shownT = 50;
const shownDigits = 4;

/** The learner's schedule; null where the betas make none. */
function scheduleOf(value: unknown): Schedule | null {
  const betas = listOf(value);
  const usable =
    betas?.length === shownT && betas.every((beta) => Number(beta) > 0 && Number(beta) < 1);
  return usable ? makeCustomSchedule({ betas: betas as number[] }) : null;
}

const curve = (name: string, by: 'learner' | 'course', { alphasCumprod }: Schedule) => ({
  name,
  by,
  x: alphasCumprod.map((_, t) => t),
  y: alphasCumprod,
});

const lastPictures = (schedule: Schedule, digits: readonly Float32Array[]) =>
  digits.map((x0, i) => {
    const eps = sampleNormals(makeRng(`too short ${i}`), x0.length);
    const xt = forwardSample(schedule, x0, schedule.T - 1, eps);
    return xt.map((value) => Math.max(-1, Math.min(1, value)));
  });

async function show({ call, put, digits }: ShowContext): Promise<void> {
  const yours = scheduleOf((await call('makeBetas', [shownT])).value);
  const clean = await digits(shownDigits);
  const problem: View = {
    kind: 'text',
    text: `Your function gives no list of ${shownT} numbers between 0 and 1, so there is nothing of yours to draw.`,
  };
  const mine = yours ? [curve('Yours', 'learner', yours)] : [];
  const views: View[] = [
    {
      kind: 'lines',
      label: `The share of the variance that is left, T = ${shownT}`,
      xLabel: 't',
      yLabel: 'ᾱ',
      lines: [
        ...mine,
        curve('Right', 'course', right(shownT)),
        curve('Before mending', 'course', scaled(shownT, 1, 1)),
      ],
    },
    {
      kind: 'pictures',
      label: `Digits at the last step, t = ${shownT - 1}`,
      size: 8,
      rows: [
        ...(yours ? [{ name: 'Yours', pictures: lastPictures(yours, clean) }] : []),
        { name: 'Right', pictures: lastPictures(right(shownT), clean) },
      ],
    },
  ];
  put(yours ? views : [problem, ...views]);
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['makeBetas'],
  badge: 'exact formula',
  check: functionCheck<Args>({
    name: 'makeBetas',
    arguments: ['T'],
    given: [[50], [100], [1000]],
    random,
    expected: (T) => right(T).betas,
    slips: [
      {
        called:
          'those are the betas for 1,000 steps, and T of them are too few to arrive at noise; fewer steps need larger betas',
        gives: (T) => scaled(T, 1, 1).betas,
      },
      {
        called:
          'the factor is T / 1000, which makes the betas even smaller; fewer steps need larger ones',
        gives: (T) => scaled(T, T / 1000, T / 1000).betas,
      },
      {
        called: 'only the last β is scaled; the first steps have more work to do as well',
        gives: (T) => scaled(T, 1, 1000 / T).betas,
      },
      {
        called: 'only the first β is scaled; the last steps have more work to do as well',
        gives: (T) => scaled(T, 1000 / T, 1).betas,
      },
      {
        called:
          'the factor is too small by a square root; betas are variances and add up as they are',
        gives: (T) => scaled(T, Math.sqrt(1000 / T), Math.sqrt(1000 / T)).betas,
      },
      {
        called: 'the factor of 20 is right for T = 50 alone; compute it from T',
        gives: (T) => scaled(T, 20, 20).betas,
      },
      {
        called: 'the last end is missed; there are T − 1 gaps',
        gives: (T) => {
          const work = 1000 / T;
          const gap = ((lastBeta - firstBeta) * work) / T;
          return Array.from({ length: T }, (_, t) => firstBeta * work + t * gap);
        },
      },
      {
        called: 'those are all 1,000 betas of the original; there shall be T',
        gives: () => scaled(1000, 1, 1).betas,
      },
      {
        called: 'the way from first to last is scaled, but first is not; scale both ends',
        gives: (T) => right(T).betas.map((beta) => beta - firstBeta * (1000 / T - 1)),
      },
    ],
  }),
  show,
};

export default exercise;

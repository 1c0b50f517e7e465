/** Checks a respaced step of DDPM at the clipped clean guess (Ho et al. 2020, equation 7; Nichol and Dhariwal 2021, section 4). */
import {
  clipX0,
  convertPrediction,
  makeCustomSchedule,
  makeDdpmTable,
  makeRng,
  posteriorCoefficients,
  predictionAt,
  type Rng,
  type SamplerStep,
  sampleNormals,
  samplePosterior,
  sampleWalkLater,
  walkNoise,
} from '../../../../lib/diffusion/index.ts';
import {
  batchOf,
  type CodeExercise,
  type DigitModel,
  functionCheck,
  picturesOf,
  type ShowContext,
  type View,
} from '../../../../lib/exercises/index.ts';

interface Levels {
  readonly alphaBar: number;
  readonly alphaBarPrev: number;
}
type Args = [xt: Float64Array, epsPred: Float64Array, z: Float64Array, levels: Levels];

/** A schedule whose last step is the stretch: of one step where it leads to the clean picture, else of two. */
function stretchOf({ alphaBar, alphaBarPrev }: Levels) {
  const before = alphaBarPrev === 1 ? [] : [1 - alphaBarPrev];
  return makeCustomSchedule({ betas: [...before, 1 - alphaBar / alphaBarPrev] });
}

const unclipped = (...[xt, epsPred, , levels]: Args): Float64Array => {
  const schedule = stretchOf(levels);
  const t = schedule.T - 1;
  return convertPrediction(schedule, { from: 'eps', to: 'x0', xt, t, value: epsPred });
};

const clip = clipX0();
const clipped = (x0: Float64Array) => clip(x0, {} as SamplerStep);

/** The library's step at a given clean guess. */
function stepAt(x0: Float64Array, ...[xt, , z, levels]: Args): Float64Array {
  const schedule = stretchOf(levels);
  return samplePosterior(schedule, x0, xt, schedule.T - 1, z);
}

const step = (...args: Args) => stepAt(clipped(unclipped(...args)), ...args);

const { sqrt } = Math;

/** The right guess, with other numbers after it. */
const withFactors =
  (
    factors: (
      right: { x0: number; xt: number; variance: number },
      levels: Levels,
    ) => { x0?: number; xt?: number; noise?: number },
  ) =>
  (...args: Args) => {
    const [xt, , z, levels] = args;
    const schedule = stretchOf(levels);
    const right = posteriorCoefficients(schedule, schedule.T - 1);
    const usual = { x0: right.x0, xt: right.xt, noise: sqrt(right.variance) };
    const used = { ...usual, ...factors(right, levels) };
    const x0 = clipped(unclipped(...args));
    return xt.map((value, i) => used.xt * value + used.x0 * x0[i]! + used.noise * z[i]!);
  };

/** The right step at another guess, clipped. */
const withGuess =
  (guess: (xt: number, eps: number, alphaBar: number) => number) =>
  (...args: Args) => {
    const [xt, epsPred, , { alphaBar }] = args;
    return stepAt(clipped(xt.map((value, i) => guess(value, epsPred[i]!, alphaBar))), ...args);
  };

const betaOf = ({ alphaBar, alphaBarPrev }: Levels) => 1 - alphaBar / alphaBarPrev;
const list = (...values: number[]) => Float64Array.from(values);

function random(rng: Rng): Args {
  const alphaBar = 0.05 + 0.8 * rng.uniform();
  const last = rng.uniform() < 0.2;
  const alphaBarPrev = last ? 1 : alphaBar + (0.98 - alphaBar) * (0.1 + 0.8 * rng.uniform());
  const normals = () => Float64Array.from(sampleNormals(rng, 8));
  return [normals(), normals(), normals(), { alphaBar, alphaBarPrev }];
}

const steps = 25;
const seed = 'ten digits';
const classes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** The course's own walk. */
function courseWalk(model: DigitModel, start: Float32Array) {
  const table = makeDdpmTable(makeCustomSchedule(model), { steps });
  const walk = sampleWalkLater({ table, start, hook: clip, seed }, async (x, row) => {
    const { xt, value } = predictionAt(row, 'eps', 'x0');
    const eps = await model.predict(x, row.t, classes);
    return eps.map((e, i) => xt * x[i]! + value * e);
  });
  return { table, walk };
}

function viewOf(label: string, size: number, [yours, right]: ArrayLike<number>[]): View {
  const rows = [
    { name: 'Yours', pictures: picturesOf(yours!, classes.length, size ** 2) },
    {
      name: 'Right, the course’s own walk',
      pictures: picturesOf(right!, classes.length, size ** 2),
    },
  ];
  return { kind: 'pictures', label, size, rows };
}

async function show({ call, put, model: open, breathe }: ShowContext): Promise<void> {
  const model = await open();
  const start = sampleNormals(makeRng(seed), classes.length * model.size ** 2);
  const { table, walk } = courseWalk(model, start);
  let yours: Float32Array = start;
  let right: ArrayLike<number> = start;
  for (const [row, { t }] of table.entries()) {
    await breathe();
    const next = table[row + 1];
    const alphaBarPrev = next ? model.alphasCumprod[next.t]! : 1;
    const levels: Levels = { alphaBar: model.alphasCumprod[t]!, alphaBarPrev };
    const eps = await model.predict(yours, t, classes);
    const z = walkNoise(seed, row, yours.length);
    const args = [Float64Array.from(yours), Float64Array.from(eps), z, levels];
    yours = batchOf((await call('ancestralStep', args)).value, yours.length);
    await breathe();
    const turn = await walk.next();
    if (!turn.done) right = turn.value.next;
    put([viewOf(`Step ${row + 1} of ${steps}, asked at t = ${t}`, model.size, [yours, right])]);
    if (yours.every(Number.isFinite)) continue;
    put([
      {
        kind: 'text',
        text: `Your step from t = ${t} gave something else than ${yours.length} numbers, so there is nothing to go on from. The check says more.`,
      },
    ]);
    return;
  }
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['ancestralStep'],
  badge: 'digits-8, a trained U-Net',
  check: functionCheck<Args>({
    name: 'ancestralStep',
    arguments: ['xt', 'epsPred', 'z', 'levels'],
    given: [
      [list(1, 0.5), list(0.5, 0.25), list(2, -1), { alphaBar: 0.36, alphaBarPrev: 0.5625 }],
      [list(-1, 1), list(0.5, 1), list(0, 0), { alphaBar: 0.36, alphaBarPrev: 0.5625 }],
      [list(1), list(1), list(2), { alphaBar: 0.64, alphaBarPrev: 1 }],
    ],
    random,
    expected: step,
    slips: [
      {
        called: 'the clean guess is not cut off at −1 and 1',
        gives: (...args) => stepAt(unclipped(...args), ...args),
      },
      {
        called:
          'the result of the step is cut off; cut the clean guess, for noise may leave −1 to 1',
        gives: (...args) => clipped(stepAt(unclipped(...args), ...args)),
      },
      {
        called:
          'the result of the step is cut off, too; noise may leave −1 to 1, only the guess may not',
        gives: (...args) => clipped(step(...args)),
      },
      {
        called: 'α is ᾱ itself; what the stretch keeps is ᾱ over ᾱ of where it leads',
        gives: withFactors((_, { alphaBar, alphaBarPrev }) => ({
          x0: sqrt(alphaBarPrev),
          xt: (sqrt(alphaBar) * (1 - alphaBarPrev)) / (1 - alphaBar),
          noise: sqrt(1 - alphaBarPrev),
        })),
      },
      {
        called: 'β is 1 − ᾱ, all the noise so far; what the stretch adds is 1 − α',
        gives: withFactors((_, { alphaBarPrev }) => ({
          x0: sqrt(alphaBarPrev),
          noise: sqrt(1 - alphaBarPrev),
        })),
      },
      {
        called: 'z is weighted with the variance; its weight is the deviation, the root of it',
        gives: withFactors(({ variance }) => ({ noise: variance })),
      },
      {
        called: 'the noise has the large variance, β, and is added at the last step, too',
        gives: withFactors((_, levels) => ({ noise: sqrt(betaOf(levels)) })),
      },
      {
        called:
          'the noise has the large variance, β; the posterior’s is smaller by the fraction of the two noises',
        gives: withFactors((_, levels) => ({
          noise: levels.alphaBarPrev === 1 ? 0 : sqrt(betaOf(levels)),
        })),
      },
      {
        called: 'z is added as it is, at the last step, too; its weight is the deviation σ',
        gives: withFactors(() => ({ noise: 1 })),
      },
      {
        called: 'z is added as it is; its weight is the deviation σ',
        gives: withFactors((_, { alphaBarPrev }) => ({ noise: alphaBarPrev === 1 ? 0 : 1 })),
      },
      {
        called: 'the fresh noise is taken away; it is added',
        gives: withFactors(({ variance }) => ({ noise: -sqrt(variance) })),
      },
      {
        called: 'the fresh noise is left out: that is the mean alone',
        gives: withFactors(() => ({ noise: 0 })),
      },
      {
        called: 'the two factors of the mean are swapped: the guess gets the one with β',
        gives: withFactors(({ x0, xt }) => ({ x0: xt, xt: x0 })),
      },
      {
        called: 'the roots are missing on ᾱ of the next level and on α, in the mean',
        gives: withFactors(({ x0, xt }, levels) => ({
          x0: x0 * sqrt(levels.alphaBarPrev),
          xt: xt * sqrt(1 - betaOf(levels)),
        })),
      },
      {
        called: 'the root is missing on ᾱ of the next level, in the factor of the guess',
        gives: withFactors(({ x0 }, { alphaBarPrev }) => ({ x0: x0 * sqrt(alphaBarPrev) })),
      },
      {
        called: 'the root is missing on α, in the factor of xt',
        gives: withFactors(({ xt }, levels) => ({ xt: xt * sqrt(1 - betaOf(levels)) })),
      },
      {
        called:
          'the mean weighs the guess with √ᾱ of where the step starts; take that of where it leads',
        gives: withFactors(({ x0 }, { alphaBar, alphaBarPrev }) => ({
          x0: x0 * sqrt(alphaBar / alphaBarPrev),
        })),
      },
      {
        called:
          'x0 and ε are swapped in the guess: the noise is weighted with √ᾱ and the rest divided by √(1 − ᾱ)',
        gives: withGuess((x, eps, alphaBar) => (x - sqrt(alphaBar) * eps) / sqrt(1 - alphaBar)),
      },
      {
        called: 'the predicted noise stands in the place of the clean guess',
        gives: withGuess((_, eps) => eps),
      },
      {
        called: 'the guess is not divided by √ᾱ',
        gives: withGuess((x, eps, alphaBar) => x - sqrt(1 - alphaBar) * eps),
      },
      {
        called: 'the square roots are missing in the guess',
        gives: withGuess((x, eps, alphaBar) => (x - (1 - alphaBar) * eps) / alphaBar),
      },
      {
        called: 'the predicted noise is added in the guess; take it out, with a minus',
        gives: withGuess((x, eps, alphaBar) => (x + sqrt(1 - alphaBar) * eps) / sqrt(alphaBar)),
      },
    ],
  }),
  show,
};

export default exercise;

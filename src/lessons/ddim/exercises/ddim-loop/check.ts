/** Checks a whole walk of DDIM on a denoiser that is known exactly, and which timesteps it asks about (Song et al. 2021, equation 12). */
import {
  clipX0,
  levelAt,
  makeCustomSchedule,
  makeDdimTable,
  makeRng,
  predictionAt,
  type Rng,
  type Schedule,
  sampleNormals,
  sampleWalkLater,
  spacedTimesteps,
} from '../../../../lib/diffusion/index.ts';
import {
  allOf,
  batchOf,
  type CheckContext,
  type CodeExercise,
  type DigitModel,
  failed,
  functionCheck,
  listOf,
  picturesOf,
  type ShowContext,
  type Verdict,
  type View,
} from '../../../../lib/exercises/index.ts';

type Predict = (x: Float64Array, t: number) => Float64Array;
type Args = [xT: Float64Array, timesteps: number[], alphasCumprod: Float64Array, predict: Predict];

const argumentOrder = 'predict takes the picture first, and then the timestep';

/** The best prediction for data from a normal distribution with mean 0: a part of x that depends on t. */
const predictFor =
  (alphasCumprod: Float64Array, variance: number): Predict =>
  (x, t) => {
    if (!listOf(x)) throw new Error(argumentOrder);
    const share = alphasCumprod[t];
    if (share === undefined) throw new Error(`there is no timestep ${t}`);
    const part = Math.sqrt(1 - share) / (share * variance + 1 - share);
    return Float64Array.from(listOf(x) ?? [], (value) => part * Number(value));
  };

const scheduleOf = (alphasCumprod: Float64Array): Schedule =>
  makeCustomSchedule({
    betas: alphasCumprod.map((share, t) => 1 - share / (alphasCumprod[t - 1] ?? 1)),
  });

/** The library's walk; another end than 1 for those who stop early. */
async function walk(args: Args, finalAlphaBar = 1): Promise<Float64Array> {
  const [xT, timesteps, alphasCumprod, predict] = args;
  const table = makeDdimTable(scheduleOf(alphasCumprod), { timesteps, finalAlphaBar });
  let end = xT;
  const frames = sampleWalkLater({ table, start: xT }, async (x, row) => {
    const { xt, value } = predictionAt(row, 'eps', 'x0');
    const eps = predict(x, row.t);
    return x.map((v, i) => xt * v + value * eps[i]!);
  });
  for await (const { next } of frames) end = next;
  return end;
}

/** What a wrong loop does otherwise. */
interface Changes {
  /** What stands in the place of the answer in turn i. */
  readonly answer?: (args: Args, x: Float64Array, i: number) => Float64Array;
  readonly guess?: (x: number, eps: number, share: number) => number;
  readonly mix?: (x0: number, eps: number, next: number, share: number) => number;
  /** ᾱ in turn i, and ᾱ where it leads. */
  readonly share?: (args: Args, i: number) => number;
  readonly next?: (args: Args, i: number) => number;
  /** How many turns are missing at the end. */
  readonly missing?: number;
}

const { sqrt } = Math;

/** A loop with one thing changed. */
const looped =
  ({
    answer = ([, timesteps, , predict], x, i) => predict(x, timesteps[i]!),
    guess = (x, eps, share) => (x - sqrt(1 - share) * eps) / sqrt(share),
    mix = (x0, eps, next) => sqrt(next) * x0 + sqrt(1 - next) * eps,
    share: shareAt = ([, timesteps, shares], i) => shares[timesteps[i]!]!,
    next: nextAt = ([, timesteps, shares], i) => shares[timesteps[i + 1]!] ?? 1,
    missing = 0,
  }: Changes) =>
  (...args: Args): Float64Array => {
    const [xT, timesteps] = args;
    let x = xT;
    for (let i = 0; i < timesteps.length - missing; i++) {
      const [share, next] = [shareAt(args, i), nextAt(args, i)];
      const eps = answer(args, x, i);
      x = x.map((value, j) => mix(guess(value, eps[j]!, share), eps[j]!, next, share));
    }
    return x;
  };

function random(rng: Rng): Args {
  const T = 6 + rng.integer(5);
  let share = 1;
  const shares = Float64Array.from({ length: T }, () => {
    share *= 0.5 + 0.4 * rng.uniform();
    return share;
  });
  const timesteps = spacedTimesteps(T, 2 + rng.integer(3), 'trailing');
  const xT = Float64Array.from(sampleNormals(rng, 4));
  return [xT, timesteps, shares, predictFor(shares, 0.1 + 0.3 * rng.uniform())];
}

const fewShares = Float64Array.of(0.9, 0.64, 0.5, 0.36, 0.1);
const given: Args[] = [
  [Float64Array.of(1, -0.5), [3, 1], fewShares, predictFor(fewShares, 0.25)],
  [Float64Array.of(1, -0.5), [4, 2, 0], fewShares, predictFor(fewShares, 0.25)],
];

/** Which timesteps the loop asks about, and how often: once each, in turn. */
async function asksOnce({ call }: CheckContext): Promise<Verdict> {
  const [xT, timesteps, alphasCumprod, predict] = given[1]!;
  const asked: unknown[] = [];
  const record = (x: Float64Array, t: number) => {
    asked.push(t);
    return predict(x, t);
  };
  await call('sample', [xT, timesteps, alphasCumprod, record]);
  const [should, does] = [timesteps.join(', '), asked.join(', ')];
  const passed = should === does;
  if (!passed) {
    const slip = 'one question a visited timestep is enough';
    return failed(
      `With timesteps = [${should}], it should ask the network at t = ${should} and asks at ${does}: ${slip}.`,
      slip,
    );
  }
  return {
    passed,
    sentence: `Right: sample ends where the course’s own library ends, and with timesteps = [${should}] it asked the network once at each of them.`,
    slip: null,
    line: null,
  };
}

const steps = 20;
/** A loop that asks more often than this is stopped. */
const mostAsked = 25;
const seed = 'from noise';
const classes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** The network's noise, changed so that the clean guess stays between black and white. */
async function cutOffEps(model: DigitModel, schedule: Schedule, x: Float32Array, t: number) {
  const row = { ...levelAt(schedule, t), xt: 0, x0: 0, noise: 0 };
  const toX0 = predictionAt(row, 'eps', 'x0');
  const toEps = predictionAt(row, 'x0', 'eps');
  const eps = await model.predict(x, t, classes);
  const x0 = clipX0()(
    Float64Array.from(eps, (e, i) => toX0.xt * x[i]! + toX0.value * e),
    row,
  );
  return x0.map((value, i) => toEps.xt * x[i]! + toEps.value * value);
}

/** The course's own walk. */
function courseWalk(model: DigitModel, schedule: Schedule, start: Float32Array) {
  const table = makeDdimTable(schedule, { steps });
  return sampleWalkLater({ table, start, hook: clipX0() }, async (x, row) => {
    const { xt, value } = predictionAt(row, 'eps', 'x0');
    const eps = await model.predict(x, row.t, classes);
    return eps.map((e, i) => xt * x[i]! + value * e);
  });
}

/** The learner's batch beside the course's. */
function viewOf(label: string, size: number, batches: readonly ArrayLike<number>[]): View {
  const rows = ['Yours', 'Right, the course’s own walk'].map((name, i) => ({
    name,
    pictures: picturesOf(batches[i]!, classes.length, size ** 2),
  }));
  return { kind: 'pictures', label, size, rows };
}

async function show({ call, put, model: open, breathe }: ShowContext): Promise<void> {
  const model = await open();
  const { size, T } = model;
  const schedule = makeCustomSchedule(model);
  const start = sampleNormals(makeRng(seed), classes.length * size ** 2);
  const course = courseWalk(model, schedule, start);
  let right: ArrayLike<number> = start;
  const advance = async (): Promise<boolean> => {
    await breathe();
    const turn = await course.next();
    if (!turn.done) right = turn.value.next;
    return !turn.done;
  };
  let asked = 0;
  const predict = async (value: unknown, t: number) => {
    if (!listOf(value)) throw new Error(argumentOrder);
    if (!Number.isInteger(t) || t < 0 || t >= T) throw new Error(`there is no timestep ${t}`);
    if (++asked > mostAsked)
      throw new Error(`${mostAsked} questions are enough for ${steps} steps`);
    const x = batchOf(value, start.length);
    put([viewOf(`Question ${asked}, at t = ${t}`, size, [x, right])]);
    await advance();
    return cutOffEps(model, schedule, x, t);
  };
  const timesteps = spacedTimesteps(T, steps, 'trailing');
  const args = [Float64Array.from(start), timesteps, schedule.alphasCumprod, predict];
  const end = batchOf((await call('sample', args)).value, start.length);
  while (await advance());
  const text = `Your loop gave something else than ${start.length} numbers, so places stay empty.`;
  const pictures = viewOf(
    `The end of the walk; the network was asked ${asked === 1 ? 'once' : `${asked} times`}`,
    size,
    [end, right],
  );
  put(end.every(Number.isFinite) ? [pictures] : [{ kind: 'text', text }, pictures]);
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['sample'],
  badge: 'digits-8, a trained U-Net',
  check: allOf(
    functionCheck<Args>({
      name: 'sample',
      arguments: ['xT', 'timesteps', 'alphasCumprod', 'predict'],
      given,
      random,
      expected: (...args) => walk(args),
      // A walk in single precision is right, too.
      tolerance: 1e-4,
      slips: [
        {
          called: `that comes of a missing “await” before predict, or of reading ᾱ after the last timestep, where it must be 1`,
          gives: ([...xT]) => xT.map(() => Number.NaN),
        },
        {
          called: 'it walks t = … 2, 1, 0 and not the given list; the timestep is timesteps[i]',
          gives: (xT, timesteps, ...rest) =>
            walk([xT, timesteps.map((_, i) => timesteps.length - 1 - i), ...rest]),
        },
        {
          called:
            'it asks the network with the number of the turn; ask with the timestep, timesteps[i]',
          gives: looped({ answer: ([, , , predict], x, i) => predict(x, i) }),
        },
        {
          called: 'it asks the network with the next timestep, but x is still at this one',
          gives: looped({
            answer: ([, timesteps, , predict], x, i) => predict(x, timesteps[i + 1] ?? 0),
          }),
        },
        {
          called: 'the walk ends at ᾱ of timestep 0; after the last step it is 1',
          gives: (...args) => walk(args, args[2][0]),
        },
        {
          called: 'each step leads to t − 1; it must lead to the next visited timestep',
          gives: looped({ next: ([, timesteps, shares], i) => shares[timesteps[i]! - 1] ?? 1 }),
        },
        {
          called: 'each step leads to t − 1; it must lead to the next visited timestep',
          gives: looped({
            next: ([, timesteps, shares], i) =>
              (i < timesteps.length - 1 && shares[timesteps[i]! - 1]) || 1,
          }),
        },
        {
          called: 'ᾱ is looked up at the number of the turn; look it up at timesteps[i]',
          gives: looped({
            share: ([, , shares], i) => shares[i]!,
            next: ([, timesteps, shares], i) => (i < timesteps.length - 1 ? shares[i + 1]! : 1),
          }),
        },
        {
          called:
            'the timestep 0 is taken for “no next one”, as a condition takes every 0 for false; ask whether the list goes on',
          gives: looped({
            next: ([, timesteps, shares], i) => shares[timesteps[i + 1] || -1] ?? 1,
          }),
        },
        {
          called:
            'the last step is missing: after the last visited timestep comes one more, to ᾱ = 1',
          gives: looped({ missing: 1 }),
        },
        {
          called: 'it asks only once and keeps the first prediction; ask anew in every turn',
          gives: looped({ answer: ([xT, timesteps, , predict]) => predict(xT, timesteps[0]!) }),
        },
        {
          called: 'it asks about xT in every turn; ask about the x of that moment',
          gives: looped({
            answer: ([xT, timesteps, , predict], _, i) => predict(xT, timesteps[i]!),
          }),
        },
        {
          called: 'x0 and ε are swapped in the mix: x0 gets √ᾱ_s, the noise √(1 − ᾱ_s)',
          gives: looped({ mix: (x0, eps, next) => sqrt(1 - next) * x0 + sqrt(next) * eps }),
        },
        {
          called: 'x0 and ε are swapped in the guess: take √(1 − ᾱ) of the noise out, divide by √ᾱ',
          gives: looped({ guess: (x, eps, share) => (x - sqrt(share) * eps) / sqrt(1 - share) }),
        },
        {
          called: 'the predicted noise is added in the guess; take it out, with a minus',
          gives: looped({ guess: (x, eps, share) => (x + sqrt(1 - share) * eps) / sqrt(share) }),
        },
        {
          called: 'the square roots are missing in the guess',
          gives: looped({ guess: (x, eps, share) => (x - (1 - share) * eps) / share }),
        },
        {
          called: 'the noise keeps its old weight, √(1 − ᾱ); at the next level it is √(1 − ᾱ_s)',
          gives: looped({
            mix: (x0, eps, next, share) => sqrt(next) * x0 + sqrt(1 - share) * eps,
          }),
        },
        {
          called: 'the square roots are missing in the mix',
          gives: looped({ mix: (x0, eps, next) => next * x0 + (1 - next) * eps }),
        },
        {
          called: 'the guess is not divided by √ᾱ',
          gives: looped({ guess: (x, eps, share) => x - sqrt(1 - share) * eps }),
        },
        {
          called:
            'the clean guess becomes x in every turn; mix it with the noise at the next level',
          gives: looped({ mix: (x0) => x0 }),
        },
        {
          called: 'only the first step is taken: the function returns inside the loop',
          gives: (...args) => looped({ missing: args[1].length - 1 })(...args),
        },
      ],
    }),
    asksOnce,
  ),
  show,
};

export default exercise;

/** Checks a training step (Ho et al. 2020, algorithm 1) by what it hands to the network, and trains a small one with it. */
import {
  clipX0,
  forwardSample,
  makeCustomSchedule,
  makeDdimTable,
  makeLinearSchedule,
  makeRng,
  predictionAt,
  type Rng,
  sampleNormals,
  sampleWalkLater,
} from '../../../../lib/diffusion/index.ts';
import {
  type CallAnswer,
  type CodeExercise,
  functionCheck,
  numbersOf,
  type PlaneNetwork,
  type ShowContext,
  type View,
  type ViewLine,
} from '../../../../lib/exercises/index.ts';

type Args = [x0: Float64Array, t: number, eps: Float64Array, betas: Float64Array];

/** What `update` was given, how often it was called, and what came back; the keys are read out in the sentence. */
interface Recorded {
  readonly 'number of updates': number;
  readonly 'update’s xt': unknown;
  readonly 'update’s t': unknown;
  readonly 'update’s target': unknown;
  readonly 'the result': unknown;
}

/** What the recording network says the loss is. */
const saidLoss = 0.75;
const promised = 'a promise';

/** What a call gives; a promise cannot leave the sandbox, and is told by its name instead. */
const orPromise = (answer: ReturnType<CallAnswer>): ReturnType<CallAnswer> =>
  answer.catch((error: { kind?: unknown }) => {
    if (error.kind !== 'result') throw error;
    return { value: promised, changed: [] };
  });

/** The learner's function with a network that only notes what it is given. */
const recording =
  (call: CallAnswer): CallAnswer =>
  async (name, args) => {
    const given: unknown[][] = [];
    const update = async (...got: unknown[]) => {
      given.push(got);
      return saidLoss;
    };
    const noted = (returned: unknown): Recorded => {
      const [xt, t, target] = given[0] ?? [];
      return {
        'number of updates': given.length,
        'update’s xt': xt,
        'update’s t': t,
        'update’s target': target,
        // Without an update no loss can be right: that it is missing says all.
        'the result': given.length > 0 ? returned : undefined,
      };
    };
    const { value, changed } = await orPromise(call(name, [...args, update]));
    return { value: noted(value), changed };
  };

function expected(...[x0, t, eps, betas]: Args): Recorded {
  const xt = forwardSample(makeCustomSchedule({ betas }), x0, t, eps);
  return {
    'number of updates': 1,
    'update’s xt': xt,
    'update’s t': t,
    'update’s target': eps,
    'the result': { t, loss: saidLoss },
  };
}

const other =
  (change: (right: Recorded, args: Args) => Partial<Recorded>) =>
  (...args: Args): Recorded => {
    const right = expected(...args);
    return { ...right, ...change(right, args) };
  };

/** ᾱ_t; 1 before the first step. */
const shareAt = (t: number, betas: Float64Array) =>
  t < 0 ? 1 : makeCustomSchedule({ betas }).alphasCumprod[t]!;

/** The input mixed with weights of another share. */
const mixedWith = (
  shareOf: (t: number, betas: Float64Array) => number,
  signal: (share: number) => number = Math.sqrt,
  noise = signal,
) =>
  other((_, [x0, t, eps, betas]) => {
    const share = shareOf(t, betas);
    return {
      'update’s xt': x0.map((value, i) => signal(share) * value + noise(1 - share) * eps[i]!),
    };
  });

const list = (...values: number[]) => Float64Array.from(values);

function random(rng: Rng): Args {
  const steps = 2 + rng.integer(5);
  return [
    Float64Array.from({ length: 4 }, () => 2 * rng.uniform() - 1),
    rng.integer(steps),
    Float64Array.from(sampleNormals(rng, 4)),
    Float64Array.from({ length: steps }, () => 0.02 + 0.4 * rng.uniform()),
  ];
}

const updates = 600;
const chunk = 100;
const batch = 64;
const bins = 10;
const schedule = makeLinearSchedule({ T: 100, rescaled: true });

/** One call of the learner's function on the plane's network; the loss that it reports, or what is wrong with it. */
async function trainedOnce(
  { call }: ShowContext,
  network: PlaneNetwork,
  rng: Rng,
  rate: number,
): Promise<{ t: number; loss: number } | string> {
  const t = rng.integer(schedule.T);
  const drawn = Array.from({ length: batch }, () => rng.integer(network.data.length / 2));
  const x0 = Float64Array.from(
    drawn.flatMap((i) => Array.from(network.data.subarray(2 * i, 2 * i + 2))),
  );
  const eps = Float64Array.from(sampleNormals(rng, x0.length));
  let wrong = 'Your function does not call update.';
  const update = async (xt: unknown, told: unknown, target: unknown) => {
    const [shown, wanted] = [numbersOf(xt, x0.length), numbersOf(target, x0.length)];
    wrong =
      shown && wanted ? '' : 'update must be given two lists of finite numbers, as long as x0.';
    if (!shown || !wanted) return 0;
    const timesteps = drawn.map(() => Number(told) || 0);
    return network.update(shown, timesteps, wanted, rate);
  };
  const { value } = await orPromise(call('trainOnce', [x0, t, eps, schedule.betas, update]));
  if (value === promised) return 'What you give back holds a promise: write await before update.';
  const loss = (value as { loss?: unknown } | null | undefined)?.loss;
  if (wrong) return wrong;
  return typeof loss === 'number' && Number.isFinite(loss)
    ? { t, loss }
    : 'The loss that you give back is no number.';
}

/** Points that walked back from noise, [n, 2], without those that ended nowhere. */
async function drawnBy(network: PlaneNetwork): Promise<number[]> {
  const start = sampleNormals(makeRng('training loop'), 600);
  const walk = { table: makeDdimTable(schedule, { steps: 20 }), start, hook: clipX0(2.5) };
  let found = start;
  const frames = sampleWalkLater(walk, async (x, step) => {
    const epsPred = await network.predict(x, step.t);
    const { xt, value } = predictionAt(step, 'eps', 'x0');
    return x.map((entry, i) => xt * entry + value * epsPred[i]!);
  });
  for await (const { next } of frames) found = next;
  const clipped = Array.from(found, (value) => Math.max(-3, Math.min(3, value)));
  const whole = (i: number) => Number.isFinite(clipped[i]) && Number.isFinite(clipped[i ^ 1]);
  return clipped.filter((_, i) => whole(i));
}

type Losses = readonly { readonly t: number; readonly loss: number }[];

/** Means of the losses that fall into each part, with its place; parts without any are left out. */
function means(
  losses: Losses,
  parts: number,
  partOf: (i: number) => number,
  place: (part: number) => number,
) {
  const [x, y]: [number[], number[]] = [[], []];
  for (let part = 0; part < parts; part++) {
    const inside = losses.filter((_, i) => partOf(i) === part);
    if (inside.length === 0) continue;
    x.push(place(part));
    y.push(inside.reduce((sum, { loss }) => sum + loss, 0) / inside.length);
  }
  return { x, y };
}

function views(data: Float32Array, drawn: readonly number[], losses: Losses): View[] {
  const noNoise = ({ x }: { x: number[] }): ViewLine => ({
    name: 'What the answer “no noise” costs',
    by: 'course',
    x,
    y: x.map(() => 1),
  });
  const every = 25;
  const byStep = means(
    losses,
    updates / every,
    (i) => Math.floor(i / every),
    (part) => every * (part + 1),
  );
  const width = schedule.T / bins;
  const late = losses.slice(-3 * chunk);
  const byT = means(
    late,
    bins,
    (i) => Math.floor(late[i]!.t / width),
    (part) => width * (part + 0.5),
  );
  return [
    {
      kind: 'points',
      label: `After ${losses.length} of ${updates} steps`,
      clouds: [
        { name: 'Data', by: 'course', points: data.subarray(0, 600) },
        { name: 'Drawn by the network that you trained', by: 'learner', points: drawn },
      ],
    },
    {
      kind: 'lines',
      label: `Loss, the mean of ${every} steps each`,
      xLabel: 'step',
      yLabel: 'loss',
      lines: [{ name: 'Yours', by: 'learner', ...byStep }, noNoise(byStep)],
    },
    {
      kind: 'lines',
      label: 'Loss by noise level, over the latest steps',
      xLabel: 't',
      yLabel: 'loss',
      lines: [{ name: 'Yours', by: 'learner', ...byT }, noNoise(byT)],
    },
  ];
}

async function show(context: ShowContext): Promise<void> {
  const { put, plane, breathe } = context;
  const network = await plane();
  const rng = makeRng('training loop batches');
  const losses: { t: number; loss: number }[] = [];
  for (let step = 0; step < updates; step++) {
    await breathe();
    const trained = await trainedOnce(context, network, rng, 0.01 * (1 - (0.95 * step) / updates));
    if (typeof trained === 'string') return put([{ kind: 'text', text: trained }]);
    losses.push(trained);
    if (losses.length % chunk === 0) put(views(network.data, await drawnBy(network), losses));
  }
}

const checkRecorded = functionCheck<Args>({
  name: 'trainOnce',
  arguments: ['x0', 't', 'eps', 'betas'],
  given: [
    [list(1, -1), 1, list(0.5, 2), list(0.19, 0.36, 0.75)],
    [list(0.4, -1), 0, list(-1, 0.5), list(0.36, 0.19)],
  ],
  random,
  expected,
  slips: [
    {
      called: 'update is never called: the network has learned nothing',
      gives: () => ({
        'number of updates': 0,
        'update’s xt': undefined,
        'update’s t': undefined,
        'update’s target': undefined,
        'the result': undefined,
      }),
    },
    {
      called: 'the loss is still on its way when you give it back: write await before update',
      gives: other(() => ({ 'the result': promised })),
    },
    {
      called: 'it returns nothing: give back { t, loss } with “return”',
      gives: other(() => ({ 'the result': undefined })),
    },
    {
      called: 'it gives back the loss alone; { t, loss } is an object with both',
      gives: other(() => ({ 'the result': saidLoss })),
    },
    {
      called: 'update is called twice: one step is one update',
      gives: other(() => ({ 'number of updates': 2 })),
    },
    {
      called: 'the network is shown the clean x0; it must be shown xt',
      gives: other((_, [x0]) => ({ 'update’s xt': x0 })),
    },
    {
      called: 'the target is x0; this network is asked for the noise eps',
      gives: other((_, [x0]) => ({ 'update’s target': x0 })),
    },
    {
      called: 'the target is the input itself; the network must find the noise in it',
      gives: other((right) => ({ 'update’s target': right['update’s xt'] })),
    },
    {
      called: 'xt and eps come in the wrong order: first the input, last the target',
      gives: other((right) => ({
        'update’s xt': right['update’s target'],
        'update’s target': right['update’s xt'],
      })),
    },
    {
      called: 'the network is told a timestep too many: hand t on as it is',
      gives: other((_, [, t]) => ({ 'update’s t': t + 1 })),
    },
    {
      called: 'the product stops one step too early: step t counts too',
      gives: mixedWith((t, betas) => shareAt(t - 1, betas)),
    },
    {
      called: 'that is α of step t alone; multiply those of all steps from 0 to t',
      gives: mixedWith((t, betas) => 1 - betas[t]!),
    },
    {
      called: 'the square roots are missing, on both weights',
      gives: mixedWith(shareAt, (share) => share),
    },
    {
      called: 'x0 and eps are swapped in the mix',
      gives: mixedWith((t, betas) => 1 - shareAt(t, betas)),
    },
    {
      called: 'the square root is missing on the weight of eps',
      gives: mixedWith(shareAt, Math.sqrt, (share) => share),
    },
    {
      called: 'the square root is missing on the weight of x0',
      gives: mixedWith(shareAt, (share) => share, Math.sqrt),
    },
    {
      called: 'the product leaves step 0 out, which has been taken at every t',
      gives: mixedWith((t, betas) => shareAt(t, betas) / (1 - betas[0]!)),
    },
    {
      called: 'the product runs over the whole schedule; it ends with step t',
      gives: mixedWith((_, betas) => shareAt(betas.length - 1, betas)),
    },
    {
      called: 'the betas themselves are multiplied; multiply 1 − β',
      gives: mixedWith((t, betas) =>
        betas.subarray(0, t + 1).reduce((product, beta) => product * beta, 1),
      ),
    },
    {
      called: 'the target is the noise with its weight; the answer is compared with eps as it is',
      gives: other((_, [, t, eps, betas]) => {
        const weight = Math.sqrt(1 - shareAt(t, betas));
        return { 'update’s target': eps.map((value) => weight * value) };
      }),
    },
    {
      called: 't and eps come in the wrong order: update takes xt, t and the target',
      gives: other((_, [, t, eps]) => ({ 'update’s t': eps, 'update’s target': t })),
    },
    {
      called: 'the timestep is left out: update takes xt, t and the target',
      gives: other((_, [, , eps]) => ({ 'update’s t': eps, 'update’s target': undefined })),
    },
    {
      called: 'the loss is not the one that update gives back: keep that one',
      gives: other((_, [, t]) => ({ 'the result': { t, loss: 0 } })),
    },
  ],
});

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['trainOnce'],
  badge: 'a small network on the plane, trained here',
  check: (context) => checkRecorded({ ...context, call: recording(context.call) }),
  show,
};

export default exercise;

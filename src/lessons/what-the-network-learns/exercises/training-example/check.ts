/** Checks a training example (Ho et al. 2020, algorithm 1), and trains a small network on examples of the learner's. */
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
  type CodeExercise,
  functionCheck,
  numbersOf,
  type PlaneNetwork,
  type ShowContext,
  type View,
} from '../../../../lib/exercises/index.ts';

type Args = [x0: Float64Array, eps: Float64Array, t: number, betas: Float64Array];

function example(...[x0, eps, t, betas]: Args) {
  const input = forwardSample(makeCustomSchedule({ betas }), x0, t, eps);
  return { input, target: eps };
}

/** An example whose input is mixed with weights of another share. */
const mixedWith =
  (
    shareOf: (t: number, betas: Float64Array) => number,
    signal: (share: number) => number = Math.sqrt,
    noise = signal,
  ) =>
  (...[x0, eps, t, betas]: Args) => {
    const share = shareOf(t, betas);
    const input = x0.map((value, i) => signal(share) * value + noise(1 - share) * eps[i]!);
    return { input, target: eps };
  };

/** ᾱ_t; 1 before the first step. */
const shareAt = (t: number, betas: Float64Array) =>
  t < 0 ? 1 : makeCustomSchedule({ betas }).alphasCumprod[t]!;

const list = (...values: number[]) => Float64Array.from(values);

function random(rng: Rng): Args {
  const steps = 2 + rng.integer(5);
  return [
    Float64Array.from({ length: 4 }, () => 2 * rng.uniform() - 1),
    Float64Array.from(sampleNormals(rng, 4)),
    rng.integer(steps),
    Float64Array.from({ length: steps }, () => 0.02 + 0.4 * rng.uniform()),
  ];
}

const updates = 600;
const chunk = 100;
/** Points that share a timestep, and timesteps in a batch. */
const points = 16;
const groups = 4;
const schedule = makeLinearSchedule({ T: 100, rescaled: true });

/** A batch made of the learner's examples; null if one of them is none. */
async function batchOf({ call }: ShowContext, data: Float32Array, rng: Rng) {
  const [xt, eps] = [new Float32Array(2 * points * groups), new Float32Array(2 * points * groups)];
  const timesteps: number[] = [];
  for (let group = 0; group < groups; group++) {
    const t = rng.integer(schedule.T);
    const drawn = Array.from({ length: points }, () => rng.integer(data.length / 2));
    const x0 = Float64Array.from(drawn.flatMap((i) => [data[2 * i]!, data[2 * i + 1]!]));
    const noise = Float64Array.from(sampleNormals(rng, x0.length));
    const { value } = await call('trainingExample', [x0, noise, t, schedule.betas]);
    const { input, target } = (value ?? {}) as Partial<Record<'input' | 'target', unknown>>;
    const [shown, wanted] = [numbersOf(input, x0.length), numbersOf(target, x0.length)];
    if (!shown || !wanted) return null;
    xt.set(shown, group * x0.length);
    eps.set(wanted, group * x0.length);
    timesteps.push(...drawn.map(() => t));
  }
  return { xt, eps, timesteps };
}

/** Points that walked back from noise, [n, 2], without those that ended nowhere. */
async function drawnBy(network: PlaneNetwork): Promise<number[]> {
  const start = sampleNormals(makeRng('training example'), 600);
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

/** The clouds, and the loss so far beside that of answering 0. */
function views(data: Float32Array, drawn: readonly number[], x: number[], y: number[]): View[] {
  return [
    {
      kind: 'points',
      label: `After ${x.at(-1)} of ${updates} batches`,
      clouds: [
        { name: 'Data', by: 'course', points: data.subarray(0, 600) },
        { name: 'Drawn by the network that your examples trained', by: 'learner', points: drawn },
      ],
    },
    {
      kind: 'lines',
      label: 'Mean loss of the batches since the point before',
      xLabel: 'batches',
      yLabel: 'loss',
      lines: [
        { name: 'Yours', by: 'learner', x: [...x], y: [...y] },
        { name: 'What the answer “no noise” costs', by: 'course', x: [...x], y: x.map(() => 1) },
      ],
    },
  ];
}

async function show(context: ShowContext): Promise<void> {
  const { put, plane, breathe } = context;
  const network = await plane();
  const rng = makeRng('training example batches');
  const [x, y]: [number[], number[]] = [[], []];
  let sum = 0;
  for (let update = 1; update <= updates; update++) {
    await breathe();
    const batch = await batchOf(context, network.data, rng);
    if (!batch) {
      const text =
        'Nothing to train on: input and target must be as long as x0, of finite numbers.';
      return put([{ kind: 'text', text }]);
    }
    const rate = 0.01 * (1 - (0.95 * update) / updates);
    sum += await network.update(batch.xt, batch.timesteps, batch.eps, rate);
    if (update % chunk !== 0) continue;
    if (!Number.isFinite(sum)) {
      return put([{ kind: 'text', text: 'With these examples the loss is no number any more.' }]);
    }
    x.push(update);
    y.push(sum / chunk);
    sum = 0;
    put(views(network.data, await drawnBy(network), x, y));
  }
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['trainingExample'],
  badge: 'a small network on the plane, trained here',
  check: functionCheck<Args>({
    name: 'trainingExample',
    arguments: ['x0', 'eps', 't', 'betas'],
    given: [
      [list(1, -1), list(0.5, 2), 1, list(0.19, 0.36, 0.75)],
      [list(0.4, -1), list(-1, 0.5), 0, list(0.36, 0.19)],
    ],
    random,
    expected: example,
    slips: [
      {
        called: 'nothing is mixed yet: input and target are both x0',
        gives: (x0) => ({ input: x0, target: x0 }),
      },
      {
        called: 'the target is the clean sample; this network is asked for the noise eps',
        gives: (...args) => ({ ...example(...args), target: args[0] }),
      },
      {
        called: 'the target is the input itself; the network must say which noise is in it',
        gives: (...args) => ({ ...example(...args), target: example(...args).input }),
      },
      {
        called: 'the target is the noise with its weight; the answer is compared with eps as it is',
        gives: (...args) => {
          const weight = Math.sqrt(1 - shareAt(args[2], args[3]));
          return { ...example(...args), target: args[1].map((value) => weight * value) };
        },
      },
      {
        called: 'the input is the clean sample: mix it with the noise',
        gives: (x0, eps) => ({ input: x0, target: eps }),
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
        called: 'the betas themselves are multiplied; multiply 1 − β',
        gives: mixedWith((t, betas) =>
          betas.subarray(0, t + 1).reduce((product, beta) => product * beta, 1),
        ),
      },
      {
        called: 'x0 and eps are swapped in the input',
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
        called: 'the product goes one step too far; step t is the last that belongs to it',
        gives: mixedWith((t, betas) => shareAt(t, betas) * (1 - betas[t + 1]!)),
      },
      {
        called: 'input and target are swapped: the mix is the input, the noise the target',
        gives: (...args) => {
          const { input, target } = example(...args);
          return { input: target, target: input };
        },
      },
    ],
  }),
  show,
};

export default exercise;

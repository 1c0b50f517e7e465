/** Checks a guided DDIM walk (Ho and Salimans 2022, algorithm 2, with the sampler of Song et al. 2021a), and draws digits with it. */
import {
  classifierFreeGuidance,
  clipX0,
  makeCustomSchedule,
  makeDdimTable,
  makeRng,
  predictionAt,
  type Rng,
  sampleNormals,
  sampleWalkLater,
  visitedLevels,
} from '../../../../lib/diffusion/index.ts';
import {
  allOf,
  type CheckContext,
  type CodeExercise,
  failed,
  functionCheck,
  listOf,
  type ShowContext,
  type Slip,
  type Verdict,
  type View,
} from '../../../../lib/exercises/index.ts';

type Predict = (
  x: ArrayLike<number>,
  t: number,
  withClass: boolean,
) => Float64Array | Promise<Float64Array>;

type Args = [
  xT: Float64Array,
  timesteps: readonly number[],
  alphasCumprod: Float64Array,
  predict: Predict,
  w: number,
];

/** The library's walk. */
async function guidedSample(...[start, timesteps, alphasCumprod, predict, w]: Args) {
  const betas = alphasCumprod.map((alphaBar, t) => 1 - alphaBar / (alphasCumprod[t - 1] ?? 1));
  const table = makeDdimTable(makeCustomSchedule({ betas }), { timesteps });
  const loop = sampleWalkLater({ table, start, hook: clipX0() }, async (x, row) => {
    const [cond, uncond] = [await predict(x, row.t, true), await predict(x, row.t, false)];
    const eps = classifierFreeGuidance(cond, uncond, w);
    const { xt, value } = predictionAt(row, 'eps', 'x0');
    return x.map((number, i) => xt * number + value * eps[i]!);
  });
  let x = start;
  for await (const { next } of loop) x = next;
  return x;
}

/** A pixel of a step. */
interface Pixel {
  readonly x: number;
  readonly cond: number;
  readonly uncond: number;
  readonly w: number;
  readonly signal: number;
  readonly sigma: number;
}

/** One visited timestep of a walk; `next` is null after the last. */
interface Turn {
  readonly k: number;
  readonly t: number;
  readonly next: number | null;
}

/** What a walk does at each turn, and with each pixel; what is left out is done right. */
interface Rules {
  readonly eps?: (pixel: Pixel) => number;
  readonly clip?: (x0: number) => number;
  /** The noise that goes into the mix. */
  readonly noise?: (pixel: Pixel, x0: number, eps: number) => number;
  /** The timestep that the network is told. */
  readonly asked?: (turn: Turn) => number;
  /** What the network is shown. */
  readonly seen?: (x: Float64Array, xT: Float64Array) => Float64Array;
  /** Where ᾱ is looked up. */
  readonly place?: (turn: Turn) => number;
  /** What a pixel becomes. */
  readonly mix?: (x0: number, noise: number, next: number) => number;
  /** How many of the timesteps are visited. */
  readonly visited?: (count: number) => number;
  /** ᾱ of the next level. */
  readonly alphaBarNext?: (turn: Turn, alphasCumprod: Float64Array) => number;
}

const clip = (value: number) => Math.max(-1, Math.min(1, value));

const rightly: Required<Rules> = {
  eps: ({ cond, uncond, w }) => uncond + w * (cond - uncond),
  clip,
  noise: ({ x, signal, sigma }, x0) => (x - signal * x0) / sigma,
  asked: ({ t }) => t,
  seen: (x) => x,
  place: ({ t }) => t,
  mix: (x0, noise, next) => Math.sqrt(next) * x0 + Math.sqrt(1 - next) * noise,
  visited: (count) => count,
  alphaBarNext: ({ next }, alphasCumprod) => (next === null ? 1 : alphasCumprod[next]!),
};

/** A walk by some rules that are wrong. */
const walked =
  (wrong: Rules) =>
  async (...[xT, timesteps, alphasCumprod, predict, w]: Args) => {
    const rules = { ...rightly, ...wrong };
    let x = xT;
    for (const [k, t] of timesteps.slice(0, rules.visited(timesteps.length)).entries()) {
      const turn: Turn = { k, t, next: timesteps[k + 1] ?? null };
      const alphaBar = alphasCumprod[rules.place(turn)]!;
      const [signal, sigma] = [Math.sqrt(alphaBar), Math.sqrt(1 - alphaBar)];
      const next = rules.alphaBarNext(turn, alphasCumprod);
      const query = [rules.seen(x, xT), rules.asked(turn)] as const;
      const cond = await predict(...query, true);
      const uncond = await predict(...query, false);
      x = x.map((value, i) => {
        const pixel = { x: value, cond: cond[i]!, uncond: uncond[i]!, w, signal, sigma };
        const eps = rules.eps(pixel);
        const x0 = rules.clip((value - sigma * eps) / signal);
        return rules.mix(x0, rules.noise(pixel, x0, eps), next);
      });
    }
    return x;
  };

const slips: readonly Slip<Args>[] = [
  {
    called: 'the two predictions are swapped: start from the one without a class',
    gives: walked({ eps: ({ cond, uncond, w }) => cond + w * (uncond - cond) }),
  },
  {
    called: 'the sign of the difference is turned round: that walks away from the class',
    gives: walked({ eps: ({ cond, uncond, w }) => uncond - w * (cond - uncond) }),
  },
  {
    called: 'only the prediction with the class is used: nothing is guided',
    gives: walked({ eps: ({ cond }) => cond }),
  },
  {
    called: 'only the prediction without a class is used',
    gives: walked({ eps: ({ uncond }) => uncond }),
  },
  {
    called:
      'that is the paper’s convention, (1 + w) and −w, in which 0 is no guidance; here it is 1',
    gives: walked({ eps: ({ cond, uncond, w }) => (1 + w) * cond - w * uncond }),
  },
  {
    called:
      'the clean picture is guided, but the noise in the mix is the unguided prediction with the class',
    gives: walked({ noise: ({ cond }) => cond }),
  },
  {
    called:
      'the clean picture is guided, but the noise in the mix is the prediction without a class',
    gives: walked({ noise: ({ uncond }) => uncond }),
  },
  {
    called:
      'the clip is forgotten: the predicted clean picture must stay in [−1, 1] before the step goes on',
    gives: walked({ clip: (x0) => x0 }),
  },
  {
    called:
      'the guided noise from before the clip goes into the mix; it must be the noise that goes with the clipped picture',
    gives: walked({ noise: (_, __, eps) => eps }),
  },
  {
    called: 'the network is told the next timestep; it must be told the one at which x is',
    gives: walked({ asked: ({ next }) => next ?? 0 }),
  },
  {
    called: 'the network is told the place in the list; it must be told the timestep itself',
    gives: walked({ asked: ({ k }) => k }),
  },
  {
    called: 'the network is shown xT at every step; it must see where the walk is now',
    gives: walked({ seen: (_, xT) => xT }),
  },
  {
    called: 'ᾱ is looked up at the place in the list; it must be looked up at the timestep',
    gives: walked({
      place: ({ k }) => k,
      alphaBarNext: ({ k, next }, alphasCumprod) => (next === null ? 1 : alphasCumprod[k + 1]!),
    }),
  },
  {
    called: 'every step goes to t − 1; it must go to the next visited timestep',
    gives: walked({ alphaBarNext: ({ t }, alphasCumprod) => alphasCumprod[t - 1] ?? 1 }),
  },
  {
    called: 'the last step keeps some noise: after the last timestep ᾱ is 1',
    gives: walked({ alphaBarNext: ({ next }, alphasCumprod) => alphasCumprod[next ?? 0]! }),
  },
  {
    called: 'the last step is missing: after the last timestep comes one more, to ᾱ = 1',
    gives: walked({ alphaBarNext: ({ t, next }, alphasCumprod) => alphasCumprod[next ?? t]! }),
  },
  {
    called:
      'the timestep 0 is taken for “no next one”, as a condition takes every 0 for false; ask whether the list goes on',
    gives: walked({ alphaBarNext: ({ next }, alphasCumprod) => alphasCumprod[next || -1] ?? 1 }),
  },
  {
    called: 'only the first step is taken: the function returns inside the loop',
    gives: walked({ visited: () => 1 }),
  },
  {
    called: 'that follows the scaled difference alone; it must be added to the one without a class',
    gives: walked({ eps: ({ cond, uncond, w }) => w * (cond - uncond) }),
  },
  {
    called: 'the clean picture becomes x in every turn; mix it with the noise at the next level',
    gives: walked({ mix: (x0) => x0 }),
  },
  {
    called: 'the weights of the next level are swapped: √ᾱ belongs to the picture',
    gives: walked({
      mix: (x0, noise, next) => Math.sqrt(1 - next) * x0 + Math.sqrt(next) * noise,
    }),
  },
  {
    called: 'the square roots are missing on the weights of the next level',
    gives: walked({ mix: (x0, noise, next) => next * x0 + (1 - next) * noise }),
  },
  {
    called: 'the next noisy picture is clipped, too; only the predicted clean one must be',
    gives: walked({
      mix: (x0, noise, next) => clip(Math.sqrt(next) * x0 + Math.sqrt(1 - next) * noise),
    }),
  },
  {
    called:
      'every entry is NaN, which comes of a missing await before predict, or of reading ᾱ after the last timestep, where it is 1',
    gives: (xT) => xT.map(() => Number.NaN),
  },
];

/** A network whose answers are a straight line in x, and differ with t and with the class. */
function linear(slope: number, ofClass: ArrayLike<number>): Predict {
  return (x, t, withClass) =>
    Float64Array.from(
      ofClass,
      (shift, i) => slope * Number(x?.[i]) + t / 10 + (withClass ? shift : 0),
    );
}

const list = (...values: number[]) => Float64Array.from(values);

function random(rng: Rng): Args {
  const size = 3;
  const shares = [0.95, 0.85, 0.7, 0.5, 0.3, 0.15].map((share) => share - 0.05 * rng.uniform());
  const timesteps = [5, 2 + rng.integer(2), rng.integer(2)];
  return [
    Float64Array.from(sampleNormals(rng, size)),
    timesteps,
    Float64Array.from(shares),
    linear(rng.uniform(), sampleNormals(rng, size)),
    1.5 + 3 * rng.uniform(),
  ];
}

const numbers = functionCheck<Args>({
  name: 'guidedSample',
  arguments: ['xT', 'timesteps', 'alphasCumprod', 'predict', 'w'],
  given: [
    [list(0.5, -0.3), [2, 0], list(0.9, 0.64, 0.36), linear(0.5, [0.2, -0.1]), 3],
    [list(2, -1.5), [3, 1], list(0.95, 0.8, 0.64, 0.36), linear(0.5, [-0.4, -0.3]), 2],
  ],
  random,
  expected: guidedSample,
  // A walk in single precision is right, too.
  tolerance: 1e-5,
  slips,
});

/** Fails a walk that asks the network more than twice a step; what it gives is checked elsewhere. */
async function asksTwice({ call }: CheckContext): Promise<Verdict> {
  const timesteps = [2, 1, 0];
  const answer = linear(0.5, [0.2, -0.1]);
  let asked = 0;
  const counted: Predict = (...query) => {
    asked++;
    return answer(...query);
  };
  await call('guidedSample', [list(0.5, -0.3), timesteps, list(0.9, 0.64, 0.36), counted, 3]);
  const called =
    'two questions a step are enough, one with the class and one without, for all pixels at once';
  return asked > 2 * timesteps.length
    ? failed(
        `With ${timesteps.length} timesteps, the network is asked ${asked} times: ${called}.`,
        called,
      )
    : { passed: true, sentence: '', slip: null, line: null };
}

const steps = 20;
const scale = 3;
const classes = Array.from({ length: 10 }, (_, y) => y);

const names = [`Yours, w = ${scale}`, `Right, w = ${scale}, from the same noise`, 'Yours, w = 0'];

/** The walks that are done, and the one that is under way. */
function viewsOf(walks: readonly Float64Array[], size: number): View[] {
  const pixels = size ** 2;
  const pictureOf = (x: Float64Array, i: number) => {
    const picture = x.subarray(i * pixels, (i + 1) * pixels).map(clip);
    return picture.every(Number.isFinite) ? picture : null;
  };
  const rows = walks.map((x, row) => ({
    name: names[row]!,
    pictures: classes.map((i) => pictureOf(x, i)),
  }));
  const label = `One digit of each class, 0 … 9, in ${steps} steps`;
  const gap = rows.some(({ pictures }) => pictures.includes(null));
  const words: View = { kind: 'text', text: 'A gap: your function gave no list of numbers there.' };
  return [{ kind: 'pictures', label, size, rows }, ...(gap ? [words] : [])];
}

async function show({ call, put, breathe, model }: ShowContext): Promise<void> {
  const { T, betas, alphasCumprod, size, nullClass, predict } = await model();
  const start = Float64Array.from(
    sampleNormals(makeRng('guided walk'), classes.length * size ** 2),
  );
  const levels = visitedLevels(makeCustomSchedule({ betas }), { steps });
  const timesteps = levels.slice(0, -1).map(({ t }) => t);
  const found: Float64Array[] = [];
  const numbersOf = (value: unknown) => {
    const values = listOf(value) ?? [];
    return start.map((_, i) => Number(values[i]));
  };
  const ask: Predict = async (x, t, withClass) => {
    if (!(Number.isInteger(t) && t >= 0 && t < T)) {
      throw new RangeError(`predict was asked for t = ${t}, which is no timestep`);
    }
    await breathe();
    const seen = numbersOf(x);
    put(viewsOf([...found, seen], size));
    const y = classes.map((own) => (withClass ? own : nullClass));
    return Float64Array.from(await predict(Float32Array.from(seen), t, y));
  };
  const argsOf = (w: number): Args => [start, timesteps, alphasCumprod, ask, w];
  found.push(numbersOf((await call('guidedSample', argsOf(scale))).value));
  found.push(await guidedSample(...argsOf(scale)));
  found.push(numbersOf((await call('guidedSample', argsOf(0))).value));
  put(viewsOf(found, size));
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['guidedSample'],
  badge: 'digits-8, a trained U-Net',
  check: allOf(asksTwice, numbers),
  show,
};

export default exercise;

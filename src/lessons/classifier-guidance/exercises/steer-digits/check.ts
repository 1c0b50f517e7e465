/** Checks a guided DDIM step (Dhariwal and Nichol 2021, algorithm 2) with clipping, and draws digits with it. */
import {
  classifierGuidance,
  clipX0,
  makeCustomSchedule,
  makeDdimTable,
  makeRng,
  predictionAt,
  type Rng,
  type SamplerStep,
  sampleNormals,
  sampleWalk,
  sampleWalkLater,
  visitedLevels,
} from '../../../../lib/diffusion/index.ts';
import {
  type CodeExercise,
  type DigitClassifier,
  type DigitModel,
  functionCheck,
  listOf,
  type ShowContext,
  type Slip,
  type View,
} from '../../../../lib/exercises/index.ts';

interface Levels {
  readonly alphaBar: number;
  readonly alphaBarNext: number;
}

type Args = [
  xt: Float64Array,
  epsPred: Float64Array,
  gradient: Float64Array,
  levels: Levels,
  scale: number,
];

/** The x0 that the guided noise implies, in the library's words. */
function guidedX0<A extends Float32Array | Float64Array>(
  x: A,
  epsPred: A,
  gradient: A,
  row: SamplerStep,
  scale: number,
): A {
  const eps = classifierGuidance(epsPred, gradient, { sigma: row.sigma, scale });
  const { xt, value } = predictionAt(row, 'eps', 'x0');
  return x.map((number, i) => xt * number + value * eps[i]!) as A;
}

/** The library's walk of one step, on a schedule of one step that keeps the share. */
function guidedStep(...[xt, epsPred, gradient, { alphaBar, alphaBarNext }, scale]: Args) {
  const schedule = makeCustomSchedule({ betas: [1 - alphaBar] });
  const table = makeDdimTable(schedule, { timesteps: [0], finalAlphaBar: alphaBarNext });
  const [frame] = sampleWalk({ table, start: xt, hook: clipX0() }, (x, row) =>
    guidedX0(x, epsPred, gradient, row, scale),
  );
  return frame!.next;
}

/** A pixel of a step, and what each line of it sees. */
interface Pixel {
  readonly x: number;
  readonly eps: number;
  /** scale · gradient */
  readonly pull: number;
  readonly signal: number;
  readonly sigma: number;
  readonly scale: number;
}

const clip = (value: number) => Math.max(-1, Math.min(1, value));
const guide = ({ eps, pull, sigma }: Pixel) => eps - sigma * pull;
const cleanOf = ({ x, signal, sigma }: Pixel, eps: number) => (x - sigma * eps) / signal;
const noiseOf = ({ x, signal, sigma }: Pixel, x0: number) => (x - signal * x0) / sigma;
const right = (pixel: Pixel) => clip(cleanOf(pixel, guide(pixel)));

/** A step from what it takes for the clean picture and for its noise. */
function stepped(
  x0Of: (pixel: Pixel) => number,
  epsOf: (pixel: Pixel, x0: number) => number = noiseOf,
  weights = (next: number, _now: number) => [Math.sqrt(next), Math.sqrt(1 - next)],
) {
  return (...[xt, epsPred, gradient, { alphaBar, alphaBarNext }, scale]: Args) => {
    const [signal, sigma] = [Math.sqrt(alphaBar), Math.sqrt(1 - alphaBar)];
    const [ofX0, ofEps] = weights(alphaBarNext, alphaBar);
    return xt.map((x, i) => {
      const pixel = { x, eps: epsPred[i]!, pull: scale * gradient[i]!, signal, sigma, scale };
      const x0 = x0Of(pixel);
      return ofX0! * x0 + ofEps! * epsOf(pixel, x0);
    });
  };
}

const unclipped = (pixel: Pixel) => cleanOf(pixel, guide(pixel));
const guidedWith = (eps: (pixel: Pixel) => number) => (pixel: Pixel) =>
  clip(cleanOf(pixel, eps(pixel)));

const slips: readonly Slip<Args>[] = [
  {
    called: 'the sign of the guidance is turned round: that walks away from the class',
    gives: stepped(guidedWith(({ eps, pull, sigma }) => eps + sigma * pull)),
  },
  {
    called: 'the noise is guided for the clean picture, but epsPred, unguided, goes into the mix',
    gives: stepped(right, ({ eps }) => eps),
  },
  {
    called:
      'the clip is forgotten: the predicted clean picture must stay in [−1, 1] before the step goes on',
    gives: stepped(unclipped),
  },
  {
    called:
      'the guided noise from before the clip goes into the mix; it must be the noise that goes with the clipped picture',
    gives: stepped(right, guide),
  },
  {
    called: 'the gradient is added to the clean picture; it belongs in the noise',
    gives: stepped((pixel) => clip(cleanOf(pixel, pixel.eps) + pixel.sigma * pixel.pull)),
  },
  {
    called:
      'the gradient is added to the clean picture, without any weight; it belongs in the noise',
    gives: stepped((pixel) => clip(cleanOf(pixel, pixel.eps) + pixel.pull)),
  },
  {
    called: 'the gradient is taken off the clean picture; it belongs in the noise',
    gives: stepped((pixel) => clip(cleanOf(pixel, pixel.eps) - pixel.sigma * pixel.pull)),
  },
  {
    called: 'the noise’s weight is missing on the gradient: it comes times √(1 − ᾱ)',
    gives: stepped(guidedWith(({ eps, pull }) => eps - pull)),
  },
  {
    called: 'nobody steers: the gradient has no part in the result',
    gives: stepped(guidedWith(({ eps }) => eps)),
  },
  {
    called:
      'that is the clean picture that the step predicts; it still has to go to the next level',
    gives: stepped(right, noiseOf, () => [1, 0]),
  },
  {
    called: 'the weights of the next level are swapped: √ᾱ belongs to the picture',
    gives: stepped(right, noiseOf, (next) => [Math.sqrt(1 - next), Math.sqrt(next)]),
  },
  {
    called: 'the square roots are missing on the weights of the next level',
    gives: stepped(right, noiseOf, (next) => [next, 1 - next]),
  },
  {
    called: 'the next noisy picture is clipped; only the predicted clean one must be',
    gives: (...args) => stepped(unclipped)(...args).map(clip),
  },
  {
    called: 'the next noisy picture is clipped, too; only the predicted clean one must be',
    gives: (...args) => stepped(right)(...args).map(clip),
  },
  {
    called: 'the scale is forgotten',
    gives: stepped(guidedWith(({ eps, pull, sigma, scale }) => eps - (sigma * pull) / scale)),
  },
  {
    called: 'the square root is missing on 1 − ᾱ, the gradient’s weight',
    gives: stepped(guidedWith(({ eps, pull, sigma }) => eps - sigma ** 2 * pull)),
  },
  {
    called: 'the gradient is taken off twice; the noise of step 3 has it already',
    gives: stepped(right, (pixel, x0) => noiseOf(pixel, x0) - pixel.sigma * pixel.pull),
  },
  {
    called: 'the predicted clean picture is not divided by √ᾱ',
    gives: stepped((pixel) => clip(pixel.x - pixel.sigma * guide(pixel))),
  },
  {
    called: 'the noise of step 3 is not divided by √(1 − ᾱ)',
    gives: stepped(right, ({ x, signal }, x0) => x - signal * x0),
  },
  {
    called: 'the noise keeps its old weight, √(1 − ᾱ); at the next level it is √(1 − ᾱ_s)',
    gives: stepped(right, noiseOf, (next, now) => [Math.sqrt(next), Math.sqrt(1 - now)]),
  },
  {
    called: 'the clean picture keeps its old weight, √ᾱ; at the next level it is √ᾱ_s',
    gives: stepped(right, noiseOf, (next, now) => [Math.sqrt(now), Math.sqrt(1 - next)]),
  },
  {
    called: 'the square roots are missing on the weights of the level where you are',
    gives: stepped(
      ({ x, eps, pull, signal, sigma }) =>
        clip((x - sigma ** 2 * (eps - sigma ** 2 * pull)) / signal ** 2),
      ({ x, signal, sigma }, x0) => (x - signal ** 2 * x0) / sigma ** 2,
    ),
  },
];

const list = (...values: number[]) => Float64Array.from(values);

function random(rng: Rng): Args {
  const normals = () => Float64Array.from(sampleNormals(rng, 8));
  const alphaBar = 0.05 + 0.85 * rng.uniform();
  const alphaBarNext = alphaBar + (1 - alphaBar) * rng.uniform();
  return [normals(), normals(), normals(), { alphaBar, alphaBarNext }, 3 * rng.uniform()];
}

const steps = 25;
const scale = 5;
const classes = Array.from({ length: 10 }, (_, y) => y);

/** What both walks start from and ask. */
interface Walk {
  readonly model: DigitModel;
  readonly classifier: DigitClassifier;
  readonly start: Float32Array;
  /** Called with what a step led to. */
  readonly seen: (x: ArrayLike<number>) => Promise<void>;
}

const askBoth = async ({ model, classifier }: Walk, x: Float32Array, t: number) => ({
  epsPred: await model.predict(x, t, new Array<number>(classes.length).fill(model.nullClass)),
  gradient: await classifier.gradient(x, t, classes),
});

/** A walk by the learner's steps; false where a step gave no list of numbers. */
async function walkYours(walk: Walk, call: ShowContext['call']): Promise<boolean> {
  const { betas, alphasCumprod } = walk.model;
  const levels = visitedLevels(makeCustomSchedule({ betas }), { steps });
  let x = walk.start;
  for (const [i, { t }] of levels.slice(0, -1).entries()) {
    const { epsPred, gradient } = await askBoth(walk, x, t);
    const alphaBarNext = alphasCumprod[levels[i + 1]!.t] ?? 1;
    const shares = { alphaBar: alphasCumprod[t]!, alphaBarNext };
    const { value } = await call('guidedStep', [x, epsPred, gradient, shares, scale]);
    const found = listOf(value) ?? [];
    x = Float32Array.from(x, (_, pixel) => Number(found[pixel]));
    if (!x.every(Number.isFinite)) return false;
    await walk.seen(x);
  }
  return true;
}

async function walkRight(walk: Walk): Promise<void> {
  const table = makeDdimTable(makeCustomSchedule({ betas: walk.model.betas }), { steps });
  const loop = sampleWalkLater({ table, start: walk.start, hook: clipX0() }, async (x, row) => {
    const { epsPred, gradient } = await askBoth(walk, x, row.t);
    return guidedX0(x, epsPred, gradient, row, scale);
  });
  for await (const { next } of loop) await walk.seen(next);
}

async function show({ call, put, breathe, model, classifier }: ShowContext): Promise<void> {
  const denoiser = await model();
  const pixels = denoiser.size ** 2;
  const start = Float32Array.from(sampleNormals(makeRng('guided step'), classes.length * pixels));
  const rows = { yours: start as ArrayLike<number>, right: start as ArrayLike<number> };
  let whole = true;
  const picturesOf = (x: ArrayLike<number>) =>
    classes.map((i) => Array.from({ length: pixels }, (_, p) => clip(x[i * pixels + p]!)));
  const draw = () => {
    const words: View = {
      kind: 'text',
      text: 'Your function gave no list of numbers: its walk ends there.',
    };
    put([
      {
        kind: 'pictures',
        label: `Told no class, steered to 0 … 9 with scale ${scale} in ${steps} steps`,
        size: denoiser.size,
        rows: [
          { name: 'Yours', pictures: picturesOf(rows.yours) },
          { name: 'Right, from the same noise', pictures: picturesOf(rows.right) },
        ],
      },
      ...(whole ? [] : [words]),
    ]);
  };
  const seenBy = (row: keyof typeof rows) => async (x: ArrayLike<number>) => {
    rows[row] = x;
    draw();
    await breathe();
  };
  const common = { model: denoiser, classifier: await classifier(), start };
  whole = await walkYours({ ...common, seen: seenBy('yours') }, call);
  await walkRight({ ...common, seen: seenBy('right') });
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['guidedStep'],
  badge: 'digits-8 and its noise-aware classifier',
  check: functionCheck<Args>({
    name: 'guidedStep',
    arguments: ['xt', 'epsPred', 'gradient', 'levels', 'scale'],
    given: [
      [list(0.5, 0.2), list(0.5, 0), list(-0.25, 0.25), { alphaBar: 0.36, alphaBarNext: 0.64 }, 2],
      [list(1.2), list(0), list(0.5), { alphaBar: 0.36, alphaBarNext: 0.64 }, 1],
      [list(-0.8), list(0.5), list(-0.5), { alphaBar: 0.64, alphaBarNext: 1 }, 2],
    ],
    random,
    expected: guidedStep,
    slips,
  }),
  show,
};

export default exercise;

/** Checks a whole DDIM step, in which old and fresh noise together have the variance of the new level (Song et al. 2021, equation 12). */
import {
  clipX0,
  makeCustomSchedule,
  makeDdimTable,
  makeRng,
  predictionAt,
  type Rng,
  type SamplerStep,
  sampleNormals,
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
  readonly alphaBarNext: number;
  readonly eta: number;
}
type Args = [xt: Float64Array, epsPred: Float64Array, z: Float64Array, levels: Levels];

/** The library's step, on a schedule whose last stretch leads from alphaBar to alphaBarNext. */
function step(...[xt, epsPred, z, { alphaBar, alphaBarNext, eta }]: Args): Float64Array {
  const before = alphaBarNext === 1 ? [] : [1 - alphaBarNext];
  const schedule = makeCustomSchedule({ betas: [...before, 1 - alphaBar / alphaBarNext] });
  const row = makeDdimTable(schedule, { steps: schedule.T, eta })[0]!;
  const { xt: ofX, value: ofEps } = predictionAt(row, 'eps', 'x0');
  return xt.map(
    (x, i) => row.xt * x + row.x0 * (ofX * x + ofEps * epsPred[i]!) + row.noise * z[i]!,
  );
}

const { sqrt } = Math;
interface Weights {
  readonly x0: number;
  readonly eps: number;
  readonly z: number;
}

/** The three terms with other weights. */
const weighted =
  (weights: (levels: Levels, right: Weights) => Partial<Weights>) =>
  (...[xt, epsPred, z, levels]: Args) => {
    const { alphaBar, alphaBarNext, eta } = levels;
    const sigma = eta * sqrt(((1 - alphaBarNext) / (1 - alphaBar)) * (1 - alphaBar / alphaBarNext));
    const right = { x0: sqrt(alphaBarNext), eps: sqrt(1 - alphaBarNext - sigma ** 2), z: sigma };
    const used = { ...right, ...weights(levels, right) };
    return xt.map((x, i) => {
      const x0 = (x - sqrt(1 - alphaBar) * epsPred[i]!) / sqrt(alphaBar);
      return used.x0 * x0 + used.eps * epsPred[i]! + used.z * z[i]!;
    });
  };

const list = (...values: number[]) => Float64Array.from(values);

function random(rng: Rng): Args {
  const alphaBar = 0.05 + 0.85 * rng.uniform();
  const alphaBarNext = alphaBar + (1 - alphaBar) * (0.1 + 0.8 * rng.uniform());
  const normals = () => Float64Array.from(sampleNormals(rng, 6));
  return [normals(), normals(), normals(), { alphaBar, alphaBarNext, eta: rng.uniform() }];
}

const steps = 20;
const seed = 'fresh noise';
const classes = [0, 1, 2, 3, 4];
const hook = clipX0();

/** The course's own walk. */
function courseWalk(model: DigitModel, start: Float32Array, eta: number) {
  const table = makeDdimTable(makeCustomSchedule(model), { steps, eta });
  return sampleWalkLater({ table, start, hook, seed }, async (x, row) => {
    const { xt, value } = predictionAt(row, 'eps', 'x0');
    const eps = await model.predict(x, row.t, classes);
    return eps.map((e, i) => xt * x[i]! + value * e);
  });
}

/** The noise that goes with the clean guess once it is cut off at black and white. */
async function epsAt(model: DigitModel, x: Float32Array, row: SamplerStep): Promise<Float64Array> {
  const toX0 = predictionAt(row, 'eps', 'x0');
  const toEps = predictionAt(row, 'x0', 'eps');
  const eps = await model.predict(x, row.t, classes);
  const x0 = hook(
    Float64Array.from(eps, (e, i) => toX0.xt * x[i]! + toX0.value * e),
    row,
  );
  return x0.map((value, i) => toEps.xt * x[i]! + toEps.value * value);
}

/** A walk of the learner's steps, batch by batch. */
async function* learnerWalk(
  { call }: ShowContext,
  model: DigitModel,
  start: Float32Array,
  eta: number,
) {
  const table = makeDdimTable(makeCustomSchedule(model), { steps, eta });
  let x = start;
  for (const [i, row] of table.entries()) {
    const next = table[i + 1];
    const alphaBarNext = next ? model.alphasCumprod[next.t]! : 1;
    const levels: Levels = { alphaBar: model.alphasCumprod[row.t]!, alphaBarNext, eta };
    const eps = await epsAt(model, x, row);
    const args = [Float64Array.from(x), eps, walkNoise(seed, i, x.length), levels];
    x = batchOf((await call('ddimStep', args)).value, x.length);
    yield { next: x };
  }
}

const emptyPlaces: View = {
  kind: 'text',
  text: 'Your step gave something else than as many numbers as it got, so places stay empty.',
};

async function show(context: ShowContext): Promise<void> {
  const model = await context.model();
  const { size } = model;
  const start = sampleNormals(makeRng(seed), classes.length * size ** 2);
  const walks = [1, 0].flatMap((eta) => [
    { name: `Yours, η = ${eta}`, walk: learnerWalk(context, model, start, eta) },
    { name: `Right, η = ${eta}`, walk: courseWalk(model, start, eta) },
  ]);
  for (let done = 1; done <= steps; done++) {
    const rows = [];
    for (const { name, walk } of walks) {
      await context.breathe();
      const turn = await walk.next();
      if (!turn.done && turn.value) {
        rows.push({ name, pictures: picturesOf(turn.value.next, classes.length, size ** 2) });
      }
    }
    const view: View = { kind: 'pictures', label: `After step ${done} of ${steps}`, size, rows };
    const whole = rows.every(({ pictures }) => pictures.every((picture) => picture !== null));
    context.put(whole ? [view] : [emptyPlaces, view]);
  }
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['ddimStep'],
  badge: 'digits-8, a trained U-Net',
  check: functionCheck<Args>({
    name: 'ddimStep',
    arguments: ['xt', 'epsPred', 'z', 'levels'],
    given: [
      [list(1), list(0.5), list(0), { alphaBar: 0.36, alphaBarNext: 0.5625, eta: 1 }],
      [list(1), list(0.5), list(2), { alphaBar: 0.36, alphaBarNext: 0.5625, eta: 0.5 }],
      [list(1), list(0.5), list(2), { alphaBar: 0.36, alphaBarNext: 1, eta: 1 }],
    ],
    random,
    expected: step,
    slips: [
      {
        called:
          'the predicted noise keeps its full weight, √(1 − ᾱ_s), so that there is too much noise with the fresh one; make room for it',
        gives: weighted(({ alphaBarNext }) => ({ eps: sqrt(1 - alphaBarNext) })),
      },
      {
        called: 'σ is taken away outside the root; variances add up, so it is √(1 − ᾱ_s − σ²)',
        gives: weighted(({ alphaBarNext }, { z }) => ({ eps: sqrt(1 - alphaBarNext) - z })),
      },
      {
        called:
          'σ is not squared under the root; it is a deviation, and the root is about variances',
        gives: weighted(({ alphaBarNext }, { z }) => ({ eps: sqrt(1 - alphaBarNext - z) })),
      },
      {
        called: 'the root is missing on 1 − ᾱ_s − σ²',
        gives: weighted((_, { eps }) => ({ eps: eps ** 2 })),
      },
      {
        called: 'σ² is added under the root; take it away, to make room for the fresh noise',
        gives: weighted(({ alphaBarNext }, { z }) => ({ eps: sqrt(1 - alphaBarNext + z ** 2) })),
      },
      {
        called: 'the noise of the old level is under the root; it is 1 − ᾱ_s, of the new one',
        gives: weighted(({ alphaBar }, { z }) => ({ eps: sqrt(1 - alphaBar - z ** 2) })),
      },
      {
        called: 'the old noise is weighted with 1 − eta; the root must know σ² instead',
        gives: weighted(({ alphaBarNext, eta }) => ({ eps: (1 - eta) * sqrt(1 - alphaBarNext) })),
      },
      {
        called:
          'the old noise keeps the share 1 − eta² of the variance; the fresh noise has the variance σ², and that is less than eta² of it',
        gives: weighted(({ alphaBarNext, eta }) => ({
          eps: sqrt((1 - eta ** 2) * (1 - alphaBarNext)),
        })),
      },
      {
        called: 'σ² is taken away outside the root; it belongs under it, with 1 − ᾱ_s',
        gives: weighted(({ alphaBarNext }, { z }) => ({ eps: sqrt(1 - alphaBarNext) - z ** 2 })),
      },
      {
        called: 'the fresh noise is weighted with σ²; its weight is the deviation σ',
        gives: weighted((_, { z }) => ({ z: z ** 2 })),
      },
      {
        called: 'the fresh noise is left out; that was not the fault, only its amount must fit',
        gives: weighted(({ alphaBarNext }) => ({ eps: sqrt(1 - alphaBarNext), z: 0 })),
      },
      {
        called: 'the fresh noise is left out, though room is made for it',
        gives: weighted(() => ({ z: 0 })),
      },
      {
        called: 'eta is left out of σ: the noise comes at full size whatever eta says',
        gives: (xt, epsPred, z, levels) => step(xt, epsPred, z, { ...levels, eta: 1 }),
      },
      {
        called: 'x0 gets the weight of the old level; at the new one it is √ᾱ_s',
        gives: weighted(({ alphaBar }) => ({ x0: sqrt(alphaBar) })),
      },
    ],
  }),
  show,
};

export default exercise;

/** Checks the score −ε_θ / √(1 − ᾱ_t) (Vincent 2011; Song et al. 2021b), and moves noisy digits along it. */
import {
  convertPrediction,
  forwardSample,
  makeCustomSchedule,
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
} from '../../../../lib/exercises/index.ts';

type Args = [epsPred: Float64Array, alphaBar: number];

/** The library's conversion; the score does not depend on x_t once the noise is known. */
function scoreOf(epsPred: Float64Array, alphaBar: number): Float64Array {
  const schedule = makeCustomSchedule({ betas: [1 - alphaBar] });
  const step = { xt: new Float64Array(epsPred.length), t: 0, value: epsPred };
  return convertPrediction(schedule, { from: 'eps', to: 'score', ...step });
}

const times =
  (factor: (alphaBar: number) => number) =>
  (...[epsPred, alphaBar]: Args) =>
    epsPred.map((value) => factor(alphaBar) * value);

const list = (...values: number[]) => Float64Array.from(values);

const random = (rng: Rng): Args => [
  Float64Array.from(sampleNormals(rng, 16)),
  0.02 + 0.96 * rng.uniform(),
];

const steps = [50, 200, 400, 600, 800];

/** A list of so many finite numbers, or null. */
function numbersOf(value: unknown, count: number): number[] | null {
  const numbers = listOf(value)?.map(Number) ?? [];
  return numbers.length === count && numbers.every(Number.isFinite) ? numbers : null;
}

/** (x_t + (1 − ᾱ) · score) / √ᾱ: Tweedie's formula, clipped to what can be drawn. */
function moved(xt: Float32Array, score: ArrayLike<number>, schedule: Schedule, t: number) {
  const value = Float32Array.from(score);
  const x0 = convertPrediction(schedule, { from: 'score', to: 'x0', xt, t, value });
  return x0.map((entry) => Math.max(-1, Math.min(1, entry)));
}

async function show({ call, put, digits, model, breathe }: ShowContext): Promise<void> {
  const network = await model();
  const schedule = makeCustomSchedule({ betas: network.betas });
  const clean = await digits(3);
  const rows = clean.flatMap((_, i) =>
    ['x_t', 'Moved along your score', 'Moved along the right score'].map((name) => ({
      name: `${name}, digit ${i}`,
      pictures: [] as (ArrayLike<number> | null)[],
    })),
  );
  let lost = 0;
  for (const t of steps) {
    await breathe();
    for (const [i, x0] of clean.entries()) {
      const xt = forwardSample(schedule, x0, t, sampleNormals(makeRng(`score ${i}`), x0.length));
      const epsPred = Float64Array.from(await network.predict(xt, t, [network.nullClass]));
      const alphaBar = network.alphasCumprod[t]!;
      const yours = numbersOf((await call('scoreFromEps', [epsPred, alphaBar])).value, xt.length);
      if (!yours) lost++;
      rows[3 * i]!.pictures.push(xt.map((value) => Math.max(-1, Math.min(1, value))));
      rows[3 * i + 1]!.pictures.push(yours && moved(xt, yours, schedule, t));
      rows[3 * i + 2]!.pictures.push(moved(xt, scoreOf(epsPred, alphaBar), schedule, t));
    }
  }
  put([
    { kind: 'pictures', label: `At t = ${steps.join(', ')}, from left to right`, size: 8, rows },
    ...(lost > 0
      ? [{ kind: 'text' as const, text: 'A place stays empty where what came back is no score.' }]
      : []),
  ]);
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['scoreFromEps'],
  badge: 'digits-8, a trained U-Net',
  check: functionCheck<Args>({
    name: 'scoreFromEps',
    arguments: ['epsPred', 'alphaBar'],
    given: [
      [list(0.6, -3), 0.64],
      [list(1.5), 0.19],
    ],
    random,
    expected: scoreOf,
    slips: [
      {
        called: 'the minus is missing: the score points away from the noise',
        gives: times((alphaBar) => 1 / Math.sqrt(1 - alphaBar)),
      },
      {
        called: 'it is divided by the variance 1 − ᾱ; divide by its square root',
        gives: times((alphaBar) => -1 / (1 - alphaBar)),
      },
      {
        called: 'the minus is missing, and it is divided by 1 − ᾱ in place of its square root',
        gives: times((alphaBar) => 1 / (1 - alphaBar)),
      },
      {
        called: 'it is divided by √ᾱ, the picture’s weight; the noise’s is √(1 − ᾱ)',
        gives: times((alphaBar) => -1 / Math.sqrt(alphaBar)),
      },
      {
        called: 'it is multiplied by the noise’s weight: divide by it',
        gives: times((alphaBar) => -Math.sqrt(1 - alphaBar)),
      },
      {
        called: 'the direction is right, but the division is missing: divide by √(1 − ᾱ)',
        gives: times(() => -1),
      },
      {
        called: 'the minus is missing, and it is divided by √ᾱ; the noise’s weight is √(1 − ᾱ)',
        gives: times((alphaBar) => 1 / Math.sqrt(alphaBar)),
      },
      {
        called: 'the minus is missing, and it is multiplied by the noise’s weight: divide by it',
        gives: times((alphaBar) => Math.sqrt(1 - alphaBar)),
      },
      {
        called: 'it is divided by 1 − √ᾱ; the noise’s weight is √(1 − ᾱ)',
        gives: times((alphaBar) => -1 / (1 - Math.sqrt(alphaBar))),
      },
    ],
  }),
  show,
};

export default exercise;

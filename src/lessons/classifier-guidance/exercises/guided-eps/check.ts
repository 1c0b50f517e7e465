/** Checks the guided noise ε − γ √(1 − ᾱ_t) ∇ log p(y | x_t) (Dhariwal and Nichol 2021, algorithm 2). */
import {
  classifierGuidance,
  forwardSample,
  makeCustomSchedule,
  makeRng,
  predictionAt,
  type Rng,
  sampleNormals,
} from '../../../../lib/diffusion/index.ts';
import {
  type CodeExercise,
  functionCheck,
  listOf,
  type ShowContext,
} from '../../../../lib/exercises/index.ts';

type Args = [epsPred: Float64Array, gradient: Float64Array, alphaBar: number, scale: number];

const guided = (...[epsPred, gradient, alphaBar, scale]: Args) =>
  classifierGuidance(epsPred, gradient, { sigma: Math.sqrt(1 - alphaBar), scale });

const weighted =
  (weight: (alphaBar: number, scale: number) => number) =>
  (...[epsPred, gradient, alphaBar, scale]: Args) =>
    epsPred.map((eps, i) => eps + weight(alphaBar, scale) * gradient[i]!);

const list = (...values: number[]) => Float64Array.from(values);

const random = (rng: Rng): Args => [
  Float64Array.from(sampleNormals(rng, 8)),
  Float64Array.from(sampleNormals(rng, 8)),
  0.02 + 0.96 * rng.uniform(),
  10 * rng.uniform(),
];

const t = 500;
const scales = [0, 0.5, 1, 2];
const [digit, wanted] = [3, 8];

async function show({ call, put, digits, model, classifier }: ShowContext): Promise<void> {
  const { betas, alphasCumprod, size, nullClass, predict } = await model();
  const alphaBar = alphasCumprod[t]!;
  const clean = (await digits(digit + 1))[digit]!;
  const noise = sampleNormals(makeRng('guided eps'), clean.length);
  const xt = forwardSample(makeCustomSchedule({ betas }), clean, t, noise);
  const epsPred = Float64Array.from(await predict(xt, t, [nullClass]));
  const gradient = Float64Array.from(await (await classifier()).gradient(xt, t, [wanted]));
  const level = { t, signal: Math.sqrt(alphaBar), sigma: Math.sqrt(1 - alphaBar) };
  const toX0 = predictionAt(level, 'eps', 'x0');
  const implied = (eps: unknown): Float64Array | null => {
    const values = listOf(eps) ?? [];
    const x0 = Float64Array.from(xt, (x, i) => toX0.xt * x + toX0.value * Number(values[i]));
    return x0.every(Number.isFinite) ? x0.map((v) => Math.max(-1, Math.min(1, v))) : null;
  };
  const [yours, right]: [(Float64Array | null)[], (Float64Array | null)[]] = [[], []];
  for (const scale of scales) {
    const args: Args = [epsPred, gradient, alphaBar, scale];
    yours.push(implied((await call('guideEps', args)).value));
    right.push(implied(guided(...args)));
  }
  put([
    {
      kind: 'pictures',
      label: `A ${digit} in noise at t = ${t}, steered to ${wanted}: the clean picture that is implied, at scale ${scales.join(', ')} from left to right`,
      size,
      rows: [
        { name: 'Yours', pictures: yours },
        { name: 'Right', pictures: right },
      ],
    },
    ...(yours.includes(null)
      ? [{ kind: 'text' as const, text: 'A gap: your function gave no list of numbers there.' }]
      : []),
  ]);
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['guideEps'],
  badge: 'digits-8 and its noise-aware classifier',
  check: functionCheck<Args>({
    name: 'guideEps',
    arguments: ['epsPred', 'gradient', 'alphaBar', 'scale'],
    given: [
      [list(1, 0), list(0.5, -1), 0.36, 2],
      [list(0.2), list(1), 0.84, 1],
    ],
    random,
    expected: guided,
    slips: [
      {
        called: 'the sign is turned round: that walks away from the class',
        gives: weighted((alphaBar, scale) => scale * Math.sqrt(1 - alphaBar)),
      },
      {
        called: 'the noise’s weight is missing: the gradient comes times √(1 − ᾱ)',
        gives: weighted((_, scale) => -scale),
      },
      {
        called: 'the square root is missing on 1 − ᾱ',
        gives: weighted((alphaBar, scale) => -scale * (1 - alphaBar)),
      },
      {
        called: 'the weight has √ᾱ, which belongs to the picture; noise has √(1 − ᾱ)',
        gives: weighted((alphaBar, scale) => -scale * Math.sqrt(alphaBar)),
      },
      {
        called: 'the weight is 1 − √ᾱ; it must be √(1 − ᾱ)',
        gives: weighted((alphaBar, scale) => -scale * (1 - Math.sqrt(alphaBar))),
      },
      {
        called: 'the gradient is divided by √(1 − ᾱ); it must be multiplied',
        gives: weighted((alphaBar, scale) => -scale / Math.sqrt(1 - alphaBar)),
      },
      {
        called: 'the gradient is added, and without its weight; take it off, times √(1 − ᾱ)',
        gives: weighted((_, scale) => scale),
      },
      {
        called:
          'the weight is (1 − ᾱ) / √ᾱ, by which the clean picture moves; the noise moves by √(1 − ᾱ)',
        gives: weighted((alphaBar, scale) => (-scale * (1 - alphaBar)) / Math.sqrt(alphaBar)),
      },
      {
        called: 'the scale multiplies the predicted noise, too; it belongs to the gradient alone',
        gives: (epsPred, gradient, alphaBar, scale) =>
          epsPred.map((eps, i) => scale * (eps - Math.sqrt(1 - alphaBar) * gradient[i]!)),
      },
      {
        called: 'that is the advice alone; it comes off the predicted noise',
        gives: (epsPred, gradient, alphaBar, scale) =>
          epsPred.map((_, i) => -scale * Math.sqrt(1 - alphaBar) * gradient[i]!),
      },
      {
        called: 'the scale is forgotten',
        gives: weighted((alphaBar) => -Math.sqrt(1 - alphaBar)),
      },
      {
        called: 'the scale stands inside the square root',
        gives: weighted((alphaBar, scale) => -Math.sqrt(scale * (1 - alphaBar))),
      },
    ],
  }),
  show,
};

export default exercise;

/** Checks the rescaling of a guided picture to the spread of the one with the class (Lin et al. 2024, equations 15 and 16). */
import {
  classifierFreeGuidance,
  forwardSample,
  makeCustomSchedule,
  makeRng,
  predictionAt,
  type Rng,
  rescaleGuidance,
  sampleNormals,
} from '../../../../lib/diffusion/index.ts';
import {
  type CodeExercise,
  functionCheck,
  listOf,
  type ShowContext,
} from '../../../../lib/exercises/index.ts';

type Args = [guided: Float64Array, cond: Float64Array, share: number];

const rescaled = (...[guided, cond, share]: Args) =>
  rescaleGuidance(guided, cond, { dim: guided.length, share });

const meanOf = (values: Float64Array) =>
  values.reduce((sum, value) => sum + value / values.length, 0);

/** The mean squared distance from a centre. */
const spreadOf = (values: Float64Array, centre = meanOf(values)) =>
  values.reduce((sum, value) => sum + (value - centre) ** 2 / values.length, 0);

const ratioOf = (guided: Float64Array, cond: Float64Array) =>
  Math.sqrt(spreadOf(cond) / spreadOf(guided));

/** The guided picture times a factor, which a rule makes of the ratio and the share. */
const scaled =
  (factor: (ratio: number, share: number) => number) =>
  (...[guided, cond, share]: Args) =>
    guided.map((value) => factor(ratioOf(guided, cond), share) * value);

const mix = (ratio: number, share: number) => share * ratio + 1 - share;
const list = (...values: number[]) => Float64Array.from(values);

function random(rng: Rng): Args {
  const picture = (size: number) =>
    Float64Array.from(sampleNormals(rng, 16), (value) => size * value + rng.uniform());
  return [picture(1 + rng.uniform()), picture(0.3 + 0.6 * rng.uniform()), rng.uniform()];
}

const [t, w, digit] = [700, 10, 3];
const shares = [0, 0.25, 0.5, 0.75, 1];

async function show({ call, put, digits, model }: ShowContext): Promise<void> {
  const { betas, alphasCumprod, size, nullClass, predict } = await model();
  const alphaBar = alphasCumprod[t]!;
  const clean = (await digits(digit + 1))[digit]!;
  const noise = sampleNormals(makeRng('rescale'), clean.length);
  const xt = forwardSample(makeCustomSchedule({ betas }), clean, t, noise);
  const level = { t, signal: Math.sqrt(alphaBar), sigma: Math.sqrt(1 - alphaBar) };
  const { xt: ofXt, value: ofEps } = predictionAt(level, 'eps', 'x0');
  const guess = async (y: number) =>
    Float64Array.from(await predict(xt, t, [y]), (eps, i) => ofXt * xt[i]! + ofEps * eps);
  const cond = await guess(digit);
  const guided = classifierFreeGuidance(cond, await guess(nullClass), w);
  const shown = (value: unknown) =>
    Float64Array.from(guided, (_, i) => Math.max(-1, Math.min(1, Number(listOf(value)?.[i]))));
  const [yours, right]: [Float64Array[], Float64Array[]] = [[], []];
  for (const share of shares) {
    const args: Args = [guided, cond, share];
    yours.push(shown((await call('rescaleGuidance', args)).value));
    right.push(shown(rescaled(...args)));
  }
  const gap = yours.some((picture) => picture.some(Number.isNaN));
  put([
    {
      kind: 'pictures',
      label: `A guess of a ${digit} at t = ${t}, guided with w = ${w} and rescaled with φ = ${shares.join(', ')}, from left to right; pixels past the ends are cut off`,
      size,
      rows: [
        { name: 'Yours', pictures: yours.map((p) => (p.some(Number.isNaN) ? null : p)) },
        { name: 'Right', pictures: right },
        { name: 'With the class, not guided', pictures: [shown(cond)] },
      ],
    },
    ...(gap
      ? [{ kind: 'text' as const, text: 'A gap: your function gave no list of numbers there.' }]
      : []),
  ]);
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['rescaleGuidance'],
  badge: 'digits-8, a trained U-Net',
  check: functionCheck<Args>({
    name: 'rescaleGuidance',
    arguments: ['guided', 'cond', 'share'],
    given: [
      [list(-3, 5), list(-1, 3), 1],
      [list(-3, 5), list(-1, 3), 0.5],
      [list(0, 1, 2), list(0, 0.5, 1), 0.2],
    ],
    random,
    expected: rescaled,
    slips: [
      {
        called: 'variances are in place of standard deviations: the square root is missing',
        gives: scaled((ratio, share) => mix(ratio ** 2, share)),
      },
      {
        called:
          'the ratio is upside down: the deviation of the picture with the class belongs on top',
        gives: scaled((ratio, share) => mix(1 / ratio, share)),
      },
      {
        called: 'the division by the deviation of the guided picture is missing',
        gives: (guided, cond, share) =>
          guided.map((v) => mix(Math.sqrt(spreadOf(cond)), share) * v),
      },
      {
        called: 'the picture with the class is scaled; it is the guided one that must be',
        gives: (guided, cond, share) => cond.map((v) => mix(ratioOf(guided, cond), share) * v),
      },
      {
        called: 'the guided part counts whole in the mix; it counts 1 − share',
        gives: scaled((ratio, share) => share * ratio + 1),
      },
      {
        called: 'share and 1 − share are swapped',
        gives: scaled((ratio, share) => mix(ratio, 1 - share)),
      },
      {
        called: 'the share has no part in it: mix the rescaled picture with the guided one',
        gives: scaled((ratio) => ratio),
      },
      {
        called: 'the guided part of the mix, times 1 − share, is missing',
        gives: scaled((ratio, share) => share * ratio),
      },
      {
        called:
          'the mean is taken off the guided picture before it is scaled; the formula scales the picture as it is',
        gives: (guided, cond, share) =>
          guided.map((v) => mix(ratioOf(guided, cond), share) * (v - meanOf(guided))),
      },
      {
        called:
          'the picture is scaled around its mean; the formula scales it as it is, mean and all',
        gives: (guided, cond, share) => {
          const [factor, mean] = [mix(ratioOf(guided, cond), share), meanOf(guided)];
          return guided.map((v) => mean + factor * (v - mean));
        },
      },
      {
        called: 'the mean is not taken off inside the deviation: that is the root mean square',
        gives: (guided, cond, share) => {
          const ratio = Math.sqrt(spreadOf(cond, 0) / spreadOf(guided, 0));
          return guided.map((v) => mix(ratio, share) * v);
        },
      },
      {
        called: 'it is the picture with the class that is mixed in; both parts are the guided one',
        gives: (guided, cond, share) =>
          guided.map((v, i) => share * ratioOf(guided, cond) * v + (1 - share) * cond[i]!),
      },
    ],
  }),
  show,
};

export default exercise;

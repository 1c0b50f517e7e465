/** Checks x̂_0 = (x_t − √(1 − ᾱ_t) ε_θ) / √ᾱ_t (Ho et al. 2020, equation 15). */
import {
  convertPrediction,
  forwardSample,
  makeCustomSchedule,
  makeRng,
  type Rng,
  sampleNormals,
} from '../../../../lib/diffusion/index.ts';
import {
  type CodeExercise,
  functionCheck,
  pictureOf,
  type ShowContext,
} from '../../../../lib/exercises/index.ts';

type Args = [xt: Float64Array, epsPred: Float64Array, alphaBar: number];

/** A schedule of one step that keeps the share. */
const scheduleAt = (alphaBar: number) => makeCustomSchedule({ betas: [1 - alphaBar] });

const cleanOf = (xt: Float64Array, epsPred: Float64Array, alphaBar: number) =>
  convertPrediction(scheduleAt(alphaBar), { from: 'eps', to: 'x0', xt, t: 0, value: epsPred });

/** Pixel by pixel from the value, the predicted noise and the two right weights. */
const each =
  (rule: (value: number, eps: number, signal: number, noise: number) => number) =>
  (...[xt, epsPred, alphaBar]: Args) =>
    xt.map((value, i) => rule(value, epsPred[i]!, Math.sqrt(alphaBar), Math.sqrt(1 - alphaBar)));

const list = (...values: number[]) => Float64Array.from(values);

const random = (rng: Rng): Args => [
  Float64Array.from(sampleNormals(rng, 16)),
  Float64Array.from(sampleNormals(rng, 16)),
  0.05 + 0.9 * rng.uniform(),
];

const shares = [0.9, 0.5, 0.1, 0.01];
const told = 0.9;

async function show({ call, put, digits }: ShowContext): Promise<void> {
  const rows = [];
  let lost = 0;
  for (const [i, digit] of (await digits(3)).entries()) {
    const x0 = Float64Array.from(digit);
    const eps = Float64Array.from(sampleNormals(makeRng(`x0 from eps ${i}`), x0.length));
    const lines: (ArrayLike<number> | null)[][] = [[], [], [], []];
    for (const alphaBar of shares) {
      const xt = forwardSample(scheduleAt(alphaBar), x0, 0, eps);
      const part = eps.map((value) => told * value);
      lines[0]!.push(pictureOf(xt, x0.length));
      for (const [line, epsPred] of [eps, part].entries()) {
        const yours = (await call('x0FromEps', [xt, epsPred, alphaBar])).value;
        lines[line + 1]!.push(pictureOf(yours, x0.length));
      }
      lines[3]!.push(pictureOf(cleanOf(xt, part, alphaBar), x0.length));
    }
    lost += lines.flat().filter((entry) => !entry).length;
    const names = [
      'x_t',
      'Yours, from all the noise',
      'Yours, from 0.9 of it',
      'Right, from 0.9 of it',
    ];
    rows.push(
      ...names.map((name, row) => ({ name: `${name}, digit ${i}`, pictures: lines[row]! })),
    );
  }
  put([
    { kind: 'pictures', label: `At ᾱ = ${shares.join(', ')}, from left to right`, size: 8, rows },
    ...(lost > 0
      ? [{ kind: 'text' as const, text: 'A place stays empty where what came back is no picture.' }]
      : []),
  ]);
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['x0FromEps'],
  badge: 'exact formula',
  check: functionCheck<Args>({
    name: 'x0FromEps',
    arguments: ['xt', 'epsPred', 'alphaBar'],
    given: [
      [list(1, -1), list(0.5, 1), 0.64],
      [list(0.6), list(-1), 0.25],
    ],
    random,
    expected: cleanOf,
    slips: [
      {
        called: 'the square roots are missing, on both weights',
        gives: each((value, eps, signal, noise) => (value - noise ** 2 * eps) / signal ** 2),
      },
      {
        called: 'the square root is missing on the weight of the noise',
        gives: each((value, eps, signal, noise) => (value - noise ** 2 * eps) / signal),
      },
      {
        called: 'the square root is missing in the division: divide by √ᾱ, not by ᾱ',
        gives: each((value, eps, signal, noise) => (value - noise * eps) / signal ** 2),
      },
      {
        called: 'the noise is added; it must be taken out, with a minus',
        gives: each((value, eps, signal, noise) => (value + noise * eps) / signal),
      },
      {
        called: 'the picture is still shrunken: divide by its weight √ᾱ at the end',
        gives: each((value, eps, _, noise) => value - noise * eps),
      },
      {
        called: 'it is divided by the weight of the noise; divide by that of the picture, √ᾱ',
        gives: each((value, eps, _, noise) => (value - noise * eps) / noise),
      },
      {
        called: 'only the noise is divided by √ᾱ: put brackets around the difference',
        gives: each((value, eps, signal, noise) => value - (noise * eps) / signal),
      },
      {
        called: 'epsPred is taken for the picture: this is how noise is found from a picture',
        gives: each((value, eps, signal, noise) => (value - signal * eps) / noise),
      },
      {
        called: 'the picture is multiplied by √ᾱ, which shrinks it once more: divide',
        gives: each((value, eps, signal, noise) => (value - noise * eps) * signal),
      },
      {
        called: 'only xt is divided by √ᾱ: put brackets around the difference',
        gives: each((value, eps, signal, noise) => value / signal - noise * eps),
      },
      {
        called: 'the noise has no weight; it is √(1 − ᾱ)',
        gives: each((value, eps, signal) => (value - eps) / signal),
      },
      {
        called: 'both weights are missing: √(1 − ᾱ) for the noise, √ᾱ to divide by',
        gives: each((value, eps) => value - eps),
      },
      {
        called: 'the difference is the wrong way round: it is xt minus the noise',
        gives: each((value, eps, signal, noise) => (noise * eps - value) / signal),
      },
    ],
  }),
  show,
};

export default exercise;

/** Checks the jump x_t = √ᾱ_t x_0 + √(1 − ᾱ_t) ε (Ho et al. 2020, equation 4). */
import {
  forwardSample,
  makeCustomSchedule,
  makeRng,
  type Rng,
  sampleNormals,
} from '../../../../lib/diffusion/index.ts';
import {
  type CodeExercise,
  functionCheck,
  type ShowContext,
} from '../../../../lib/exercises/index.ts';

type Args = [x0: Float64Array, eps: Float64Array, alphaBar: number];

/** The library's jump, on a schedule of one step that keeps the share. */
const jump = (x0: Float64Array, eps: Float64Array, alphaBar: number) =>
  forwardSample(makeCustomSchedule({ betas: [1 - alphaBar] }), x0, 0, eps);

const mixed =
  (weights: (alphaBar: number) => [signal: number, noise: number]) =>
  (...[x0, eps, alphaBar]: Args) => {
    const [signal, noise] = weights(alphaBar);
    return x0.map((value, i) => signal * value + noise * eps[i]!);
  };

const list = (...values: number[]) => Float64Array.from(values);

const random = (rng: Rng): Args => [
  Float64Array.from({ length: 16 }, () => 2 * rng.uniform() - 1),
  Float64Array.from(sampleNormals(rng, 16)),
  0.02 + 0.96 * rng.uniform(),
];

const shares = [0.9, 0.5, 0.1, 0.01];

async function show({ call, put, digits }: ShowContext): Promise<void> {
  const clean = await digits(3);
  const rows = [];
  for (const [i, x0] of clean.entries()) {
    const eps = sampleNormals(makeRng(`jump ${i}`), x0.length);
    const [yours, right]: [ArrayLike<number>[], ArrayLike<number>[]] = [[], []];
    for (const alphaBar of shares) {
      yours.push((await call('forwardSample', [x0, eps, alphaBar])).value as number[]);
      right.push(jump(Float64Array.from(x0), Float64Array.from(eps), alphaBar));
    }
    rows.push(
      { name: `Yours, digit ${i}`, pictures: yours },
      { name: `Right, digit ${i}`, pictures: right },
    );
  }
  put([
    { kind: 'pictures', label: `At ᾱ = ${shares.join(', ')}, from left to right`, size: 8, rows },
  ]);
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['forwardSample'],
  badge: 'exact formula',
  check: functionCheck<Args>({
    name: 'forwardSample',
    arguments: ['x0', 'eps', 'alphaBar'],
    given: [
      [list(1, -1), list(0.5, 2), 0.64],
      [list(0.2), list(-1), 0.25],
    ],
    random,
    expected: jump,
    slips: [
      {
        called: 'the square roots are missing, on both weights',
        gives: mixed((alphaBar) => [alphaBar, 1 - alphaBar]),
      },
      {
        called: 'the square root is missing on the weight of the noise',
        gives: mixed((alphaBar) => [Math.sqrt(alphaBar), 1 - alphaBar]),
      },
      {
        called: 'the square root is missing on the weight of the picture',
        gives: mixed((alphaBar) => [alphaBar, Math.sqrt(1 - alphaBar)]),
      },
      {
        called: 'x0 and eps are swapped: the picture gets the noise’s weight',
        gives: mixed((alphaBar) => [Math.sqrt(1 - alphaBar), Math.sqrt(alphaBar)]),
      },
      {
        called:
          'the noise’s weight is 1 − √ᾱ; it must be √(1 − ᾱ), so that the variances add up to 1',
        gives: mixed((alphaBar) => [Math.sqrt(alphaBar), 1 - Math.sqrt(alphaBar)]),
      },
      {
        called: 'the noise has no weight; it is √(1 − ᾱ)',
        gives: mixed((alphaBar) => [Math.sqrt(alphaBar), 1]),
      },
      {
        called: 'the picture has no weight; it is √ᾱ',
        gives: mixed((alphaBar) => [1, Math.sqrt(1 - alphaBar)]),
      },
      {
        called: 'both weights are √ᾱ; that of the noise is √(1 − ᾱ)',
        gives: mixed((alphaBar) => [Math.sqrt(alphaBar), Math.sqrt(alphaBar)]),
      },
      {
        called: 'the noise is taken away, and the jump adds it',
        gives: mixed((alphaBar) => [Math.sqrt(alphaBar), -Math.sqrt(1 - alphaBar)]),
      },
    ],
  }),
  show,
};

export default exercise;

/** Checks v = √ᾱ ε − √(1 − ᾱ) x_0 and its way back ε = √ᾱ v + √(1 − ᾱ) x_t (Salimans and Ho 2022, appendix D). */
import {
  convertPrediction,
  forwardSample,
  makeCustomSchedule,
  makeRng,
  type Rng,
  sampleNormals,
} from '../../../../lib/diffusion/index.ts';
import {
  allOf,
  type CodeExercise,
  functionCheck,
  pictureOf,
  type ShowContext,
} from '../../../../lib/exercises/index.ts';

type Args = [first: Float64Array, second: Float64Array, alphaBar: number];

/** A schedule of one step that keeps the share. */
const scheduleAt = (alphaBar: number) => makeCustomSchedule({ betas: [1 - alphaBar] });

function velocityOf(x0: Float64Array, eps: Float64Array, alphaBar: number): Float64Array {
  const schedule = scheduleAt(alphaBar);
  const xt = forwardSample(schedule, x0, 0, eps);
  return convertPrediction(schedule, { from: 'eps', to: 'v', xt, t: 0, value: eps });
}

const noiseOf = (xt: Float64Array, v: Float64Array, alphaBar: number) =>
  convertPrediction(scheduleAt(alphaBar), { from: 'v', to: 'eps', xt, t: 0, value: v });

/** Entry by entry from both lists and the two right weights. */
const each =
  (rule: (first: number, second: number, signal: number, noise: number) => number) =>
  (...[first, second, alphaBar]: Args) =>
    first.map((value, i) => rule(value, second[i]!, Math.sqrt(alphaBar), Math.sqrt(1 - alphaBar)));

const list = (...values: number[]) => Float64Array.from(values);

const random = (rng: Rng): Args => [
  Float64Array.from({ length: 16 }, () => 2 * rng.uniform() - 1),
  Float64Array.from(sampleNormals(rng, 16)),
  0.02 + 0.96 * rng.uniform(),
];

const given: Args[] = [
  [list(1, -0.5), list(0.5, 2), 0.64],
  [list(0.2), list(-1), 0.1],
];

const shares = [0.99, 0.9, 0.5, 0.1, 0.01];

async function show({ call, put, digits }: ShowContext): Promise<void> {
  const rows = [];
  let lost = 0;
  for (const [i, digit] of (await digits(2)).entries()) {
    const x0 = Float64Array.from(digit);
    const eps = Float64Array.from(sampleNormals(makeRng(`velocity ${i}`), x0.length));
    const yours: (number[] | null)[] = [];
    for (const alphaBar of shares) {
      const v = (await call('vFrom', [x0, eps, alphaBar])).value;
      yours.push(pictureOf(v, x0.length));
    }
    lost += yours.filter((entry) => !entry).length;
    const right = shares.map((alphaBar) => pictureOf(velocityOf(x0, eps, alphaBar), x0.length));
    rows.push(
      { name: `Your velocity, digit ${i}`, pictures: yours },
      { name: `Right, digit ${i}`, pictures: right },
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
  functions: ['vFrom', 'epsFromV'],
  badge: 'exact formula',
  check: allOf(
    functionCheck<Args>({
      name: 'vFrom',
      arguments: ['x0', 'eps', 'alphaBar'],
      given,
      random,
      expected: velocityOf,
      slips: [
        {
          called: 'x0 and eps are swapped: in the velocity the noise comes first',
          gives: each((x0, eps, signal, noise) => signal * x0 - noise * eps),
        },
        {
          called: 'the sign is turned round: it is the noise minus the picture',
          gives: each((x0, eps, signal, noise) => noise * x0 - signal * eps),
        },
        {
          called: 'the two are added; the picture must be taken away',
          gives: each((x0, eps, signal, noise) => signal * eps + noise * x0),
        },
        {
          called: 'that is x_t, the noisy picture',
          gives: each((x0, eps, signal, noise) => signal * x0 + noise * eps),
        },
        {
          called: 'the weights are swapped: here the noise has the picture’s weight √ᾱ',
          gives: each((x0, eps, signal, noise) => noise * eps - signal * x0),
        },
        {
          called: 'the square roots are missing on both weights',
          gives: each((x0, eps, signal, noise) => signal ** 2 * eps - noise ** 2 * x0),
        },
        {
          called: 'the square root is missing on the weight of eps',
          gives: each((x0, eps, signal, noise) => signal ** 2 * eps - noise * x0),
        },
        {
          called: 'the square root is missing on the weight of x0',
          gives: each((x0, eps, signal, noise) => signal * eps - noise ** 2 * x0),
        },
        {
          called: 'the weights are missing: √ᾱ on eps, √(1 − ᾱ) on x0',
          gives: each((x0, eps) => eps - x0),
        },
      ],
    }),
    functionCheck<Args>({
      name: 'epsFromV',
      arguments: ['xt', 'v', 'alphaBar'],
      given,
      random,
      expected: noiseOf,
      slips: [
        {
          called: 'with a minus, x0 is doubled where it should cancel: add the two',
          gives: each((xt, v, signal, noise) => signal * v - noise * xt),
        },
        {
          called: 'the weights of v and xt are swapped: √ᾱ belongs to v',
          gives: each((xt, v, signal, noise) => noise * v + signal * xt),
        },
        {
          called: 'that is the clean picture, and the noise was asked for',
          gives: each((xt, v, signal, noise) => signal * xt - noise * v),
        },
        {
          called: 'the square roots are missing on both weights, on the way back',
          gives: each((xt, v, signal, noise) => signal ** 2 * v + noise ** 2 * xt),
        },
        {
          called:
            'xt is put in the place of x0, but it is noisy: find the mix of v and xt in which x0 cancels',
          gives: each((xt, v, signal, noise) => (v + noise * xt) / signal),
        },
        {
          called:
            'v is put in the place of x0, but it holds noise as well: find the mix in which x0 cancels',
          gives: each((xt, v, signal, noise) => (xt - signal * v) / noise),
        },
        {
          called: 'v is taken away; add the two, and x0 cancels',
          gives: each((xt, v, signal, noise) => noise * xt - signal * v),
        },
        {
          called: 'nothing has to be divided: before ε there is ᾱ + (1 − ᾱ), which is 1',
          gives: each((xt, v, signal, noise) => (signal * v + noise * xt) / signal),
        },
        {
          called: 'the weights are missing; with √ᾱ on v and √(1 − ᾱ) on xt, x0 cancels',
          gives: each((xt, v) => v + xt),
        },
      ],
    }),
  ),
  show,
};

export default exercise;

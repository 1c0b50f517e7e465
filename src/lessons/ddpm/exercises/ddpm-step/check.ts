/** Checks a step of DDPM with the large variance (Ho et al. 2020, algorithm 2, lines 3 and 4). */
import {
  convertPrediction,
  makeCustomSchedule,
  makeDdpmTable,
  posteriorCoefficients,
  type Rng,
  sampleNormals,
} from '../../../../lib/diffusion/index.ts';
import { type CodeExercise, functionCheck } from '../../../../lib/exercises/index.ts';

type Args = [
  xt: Float64Array,
  epsPred: Float64Array,
  t: number,
  betas: Float64Array,
  z: Float64Array,
];

/** The library's row of this timestep, at its clean guess or at what becomes of it. */
function step(
  ...[xt, epsPred, t, betas, z, become = (guess) => guess]: [
    ...Args,
    become?: (guess: number) => number,
  ]
): Float64Array {
  const schedule = makeCustomSchedule({ betas });
  const table = makeDdpmTable(schedule, { steps: schedule.T, variance: 'fixedLarge' });
  const row = table[schedule.T - 1 - t]!;
  const x0 = convertPrediction(schedule, { from: 'eps', to: 'x0', xt, t, value: epsPred });
  return xt.map((value, i) => row.xt * value + row.x0 * become(x0[i]!) + row.noise * z[i]!);
}

/** The mean of the step, without noise. */
const mean = (...[xt, epsPred, t, betas, z]: Args) =>
  step(xt, epsPred, t, betas, new Float64Array(z.length));

/** The right mean, with another weight on the fresh noise. */
const withNoise =
  (weight: (beta: number, t: number, betas: Float64Array) => number) =>
  (...args: Args) => {
    const [, , t, betas, z] = args;
    return mean(...args).map((value, i) => value + weight(betas[t]!, t, betas) * z[i]!);
  };

interface Numbers {
  readonly beta: number;
  readonly alphaBar: number;
  /** ᾱ of the step before, and of the last one. */
  readonly before: number;
  readonly last: number;
}

/** A mean (x_t − part · ε) / shrunk with these numbers, and the right noise. */
const withMean =
  (numbers: (given: Numbers) => [part: number, shrunk: number]) =>
  (...[xt, epsPred, t, betas, z]: Args) => {
    const { alphasCumprod } = makeCustomSchedule({ betas });
    const before = t === 0 ? 1 : alphasCumprod[t - 1]!;
    const [alphaBar, last] = [alphasCumprod[t]!, alphasCumprod.at(-1)!];
    const [part, shrunk] = numbers({ beta: betas[t]!, alphaBar, before, last });
    const sigma = t === 0 ? 0 : sqrt(betas[t]!);
    return xt.map((value, i) => (value - part * epsPred[i]!) / shrunk + sigma * z[i]!);
  };

const { sqrt } = Math;
const list = (...values: number[]) => Float64Array.from(values);

function random(rng: Rng): Args {
  const T = 3 + rng.integer(4);
  const betas = Float64Array.from({ length: T }, () => 0.05 + 0.5 * rng.uniform());
  const normals = () => Float64Array.from(sampleNormals(rng, 6));
  return [normals(), normals(), rng.integer(T), betas, normals()];
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['ddpmStep'],
  check: functionCheck<Args>({
    name: 'ddpmStep',
    arguments: ['xt', 'epsPred', 't', 'betas', 'z'],
    given: [
      [list(1, 0), list(1, -1), 1, list(0.4375, 0.36), list(0.5, -1)],
      [list(1), list(0.5), 0, list(0.36, 0.5), list(2)],
    ],
    random,
    expected: step,
    slips: [
      {
        called: 'noise is added at the last step; at t = 0 the mean is the result',
        gives: withNoise((beta) => sqrt(beta)),
      },
      {
        called: 'z is weighted with the variance β; its weight is the deviation √β',
        gives: withNoise((beta, t) => (t === 0 ? 0 : beta)),
      },
      {
        called:
          'z is weighted with the variance β, and at the last step too; its weight is √β, and 0 at t = 0',
        gives: withNoise((beta) => beta),
      },
      {
        called: 'the weight √β is missing on z',
        gives: withNoise((_, t) => (t === 0 ? 0 : 1)),
      },
      {
        called:
          'no noise is added at t = 1: that counts as the paper does, from 1; here the last step is t = 0',
        gives: withNoise((beta, t) => (t <= 1 ? 0 : sqrt(beta))),
      },
      {
        called: 'the fresh noise is divided by √α with the rest; add it after the division',
        gives: withNoise((beta, t) => (t === 0 ? 0 : sqrt(beta / (1 - beta)))),
      },
      {
        called: 'the fresh noise is taken away; it is added',
        gives: withNoise((beta, t) => (t === 0 ? 0 : -sqrt(beta))),
      },
      {
        called: 'no noise is ever added: z is left out at every step',
        gives: mean,
      },
      {
        called: 'noise is left out everywhere but at the last step; it is the other way round',
        gives: withNoise((beta, t) => (t === 0 ? sqrt(beta) : 0)),
      },
      {
        called: 'that is the small variance, the posterior’s; the task asks for the large one, β',
        gives: withNoise((_, t, betas) =>
          sqrt(posteriorCoefficients(makeCustomSchedule({ betas }), t).variance),
        ),
      },
      {
        called: 'the product stops one step early: ᾱ of t includes the entry t, so run to i <= t',
        gives: withMean(({ beta, before }) => [beta / sqrt(1 - before), sqrt(1 - beta)]),
      },
      {
        called: 'the mean is divided by √ᾱ; divide by √α, the shrinking of this step alone',
        gives: withMean(({ beta, alphaBar }) => [beta / sqrt(1 - alphaBar), sqrt(alphaBar)]),
      },
      {
        called: 'α of this step stands in the root where ᾱ belongs, the product of all so far',
        gives: withMean(({ beta }) => [sqrt(beta), sqrt(1 - beta)]),
      },
      {
        called: 'the square root is missing on 1 − ᾱ, below the predicted noise',
        gives: withMean(({ beta, alphaBar }) => [beta / (1 - alphaBar), sqrt(1 - beta)]),
      },
      {
        called: 'ᾱ is the product over the whole schedule; stop at the entry t',
        gives: withMean(({ beta, last }) => [beta / sqrt(1 - last), sqrt(1 - beta)]),
      },
      {
        called: '√β stands above the root in the mean; there it is β, and √β is the weight of z',
        gives: withMean(({ beta, alphaBar }) => [sqrt(beta / (1 - alphaBar)), sqrt(1 - beta)]),
      },
      {
        called: 'α stands above the root in place of β, in the mean',
        gives: withMean(({ beta, alphaBar }) => [(1 - beta) / sqrt(1 - alphaBar), sqrt(1 - beta)]),
      },
      {
        called: 'the square root is missing on α: divide the bracket by √α',
        gives: withMean(({ beta, alphaBar }) => [beta / sqrt(1 - alphaBar), 1 - beta]),
      },
      {
        called: 'the mean is multiplied by √α; the step shrank the picture, so divide',
        gives: withMean(({ beta, alphaBar }) => [beta / sqrt(1 - alphaBar), 1 / sqrt(1 - beta)]),
      },
      {
        called: 'the clean guess is cut off at −1 and 1; in this task nothing is',
        gives: (...args) => step(...args, (guess) => Math.max(-1, Math.min(1, guess))),
      },
      {
        called: 'the division by √α is missing in the mean',
        gives: withMean(({ beta, alphaBar }) => [beta / sqrt(1 - alphaBar), 1]),
      },
      {
        called: 'the predicted noise is added; the mean takes it out, with a minus',
        gives: withMean(({ beta, alphaBar }) => [-beta / sqrt(1 - alphaBar), sqrt(1 - beta)]),
      },
    ],
  }),
};

export default exercise;

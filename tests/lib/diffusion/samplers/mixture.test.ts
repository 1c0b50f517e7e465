/**
 * With the exact E[x0 | x_t] of a mixture of Gaussians, every sampler leads normal noise to the mixture: means of ten
 * functions of the reached points agree with those of drawn points within 4.5 standard errors (by chance, once in 15,000
 * walks); after four steps they do not.
 */
import { describe, expect, it } from 'vitest';
import {
  fillNormals,
  makeFlowEulerTable,
  makeGaussianMixture,
  makeLinearSchedule,
  makeRng,
  type NoisedMixture,
  noiseMixture,
  type SamplerName,
  type SamplerOptions,
  type SamplerStep,
  type SamplerTable,
  sampleGaussianMixture,
  samplerNames,
  samplers,
  sampleWalk,
} from '../../../../src/lib/diffusion/index.ts';

const schedule = makeLinearSchedule({ T: 1000 });
const mixture = makeGaussianMixture([
  {
    weight: 0.5,
    mean: [-0.8, 0.2],
    covariance: [
      [0.06, 0.03],
      [0.03, 0.05],
    ],
  },
  { weight: 0.3, mean: [0.7, 0.7], covariance: 0.03 },
  {
    weight: 0.2,
    mean: [0.4, -0.9],
    covariance: [
      [0.1, -0.02],
      [-0.02, 0.02],
    ],
  },
]);

const count = 3000;
const start = fillNormals(makeRng('starts'), new Float64Array(2 * count));
const drawn = sampleGaussianMixture(mixture, 40_000, makeRng('drawn')).points;

/** Means, second moments, waves of several lengths and directions, and how many points lie where. */
const views: readonly ((x: number, y: number) => number)[] = [
  (x) => x,
  (_, y) => y,
  (x) => x * x,
  (x, y) => x * y,
  (_, y) => y * y,
  (x) => Math.cos(3 * x),
  (_, y) => Math.sin(3 * y),
  (x, y) => Math.cos(4 * x - 3 * y),
  (x) => Number(x > 0),
  (_, y) => Number(y > 0.2),
];

type View = (typeof views)[number];

/** The mean of a view, and the variance of that mean. */
function viewed(points: Float64Array, view: View): { mean: number; variance: number } {
  const values = Array.from({ length: points.length / 2 }, (_, i) =>
    view(points[2 * i]!, points[2 * i + 1]!),
  );
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / values.length ** 2 };
}

const wanted = views.map((view) => viewed(drawn, view));

/** The largest difference of any view, in standard errors. */
function strangeness(points: Float64Array): number {
  const errors = views.map((view, i) => {
    const { mean, variance } = viewed(points, view);
    return Math.abs(mean - wanted[i]!.mean) / Math.sqrt(variance + wanted[i]!.variance);
  });
  return Math.max(...errors);
}

type X0Of = (x: Float64Array, step: SamplerStep) => Float64Array;

const noised = new Map<number, NoisedMixture>();

/** E[x0 | x] of x = signal · x0 + sigma · ε, which scaled by √(signal² + sigma²) is a step of a forward process. */
const posteriorMean: X0Of = (x, { signal, sigma }) => {
  const scale = Math.hypot(signal, sigma);
  const alphaBar = (signal / scale) ** 2;
  if (!noised.has(alphaBar)) noised.set(alphaBar, noiseMixture(mixture, alphaBar));
  return noised.get(alphaBar)!.posteriorMean(x.map((value) => value / scale));
};

function reached(
  table: SamplerTable,
  x0Of: X0Of = posteriorMean,
  from: Float64Array = start,
): Float64Array {
  const walk = sampleWalk({ table, start: from, seed: 'fresh' }, x0Of);
  let turn = walk.next();
  while (!turn.done) turn = walk.next();
  return turn.value;
}

const ways: readonly (readonly [SamplerName, SamplerOptions])[] = samplerNames
  .filter((name) => name !== 'lcm')
  .flatMap((name): [SamplerName, SamplerOptions][] => {
    if (name === 'ddpm')
      return [
        [name, {}],
        [name, { variance: 'fixedLarge' }],
      ];
    if (name === 'ddim')
      return [
        [name, {}],
        [name, { eta: 0.5 }],
        [name, { eta: 1 }],
      ];
    if (name === 'pndm')
      return [
        [name, {}],
        [name, { start: 'rungeKutta' }],
      ];
    return samplers[name].karras
      ? [
          [name, {}],
          [name, { spacing: 'karras' }],
        ]
      : [[name, {}]];
  });

describe('with the exact E[x0 | x_t] of a mixture', () => {
  it('a drawn set of that size counts as the mixture', () => {
    const { points } = sampleGaussianMixture(mixture, count, makeRng('others'));
    expect(strangeness(points)).toBeLessThan(4.5);
  });

  it.each(ways)('%s %o reaches it in 300 steps, and not in 4', (name, options) => {
    const walk = (steps: number) => reached(samplers[name].make(schedule, { steps, ...options }));
    expect(strangeness(walk(300))).toBeLessThan(4.5);
    expect(strangeness(walk(4))).toBeGreaterThan(9);
  });

  it.each([1, 3])('a rectified flow with shift %s reaches it', (shift) => {
    expect(strangeness(reached(makeFlowEulerTable({ steps: 300, shift })))).toBeLessThan(4.5);
    expect(strangeness(reached(makeFlowEulerTable({ steps: 4, shift })))).toBeGreaterThan(9);
  });
});

describe('LCM', () => {
  /** The consistency function: where the probability flow leads from here. */
  const flowsTo: X0Of = (x, { t }) => {
    const timesteps = [
      ...new Set(Array.from({ length: 121 }, (_, i) => Math.round(t * (1 - i / 120) ** 2))),
    ];
    return reached(samplers.dpmSolver2M.make(schedule, { timesteps }), posteriorMean, x);
  };

  it.each([1, 2, 4])(
    'with the exact consistency function reaches the mixture in %s steps',
    (steps) => {
      const table = samplers.lcm.make(schedule, { steps });
      expect(strangeness(reached(table, flowsTo))).toBeLessThan(4.5);
    },
  );

  it('with E[x0 | x_t] in its place ends too narrow, however many the steps', () => {
    // One Gaussian of variance 1: E[x0 | x] = signal · x, and the variance of x follows from row to row.
    for (const steps of [1, 10, 100, 1000]) {
      const table = samplers.lcm.make(schedule, { steps });
      const variance = table.reduce(
        (reachedVariance, { xt, x0, signal, noise }) =>
          reachedVariance * (xt + x0 * signal) ** 2 + noise ** 2,
        1,
      );
      expect(variance).toBeLessThan(0.8);
    }
  });
});

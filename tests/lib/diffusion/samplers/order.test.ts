/**
 * How the error of each sampler falls with its steps, where the probability flow's end is known: for one Gaussian it is a
 * formula, on a line it keeps P(x_t ≤ x) (Song et al. 2021b, section 4.3).
 */
import { describe, expect, it } from 'vitest';
import {
  type GaussianMixture,
  type Level,
  levelAt,
  makeDdimTable,
  makeGaussianMixture,
  makeInverseDdimTable,
  makeLinearSchedule,
  noiseMixture,
  normalCdf,
  samplers,
} from '../../../../src/lib/diffusion/index.ts';
import { type Answer, evenSchedule, type OdeSampler, odeSamplers, walkNumber } from './walking.ts';

/** 4097 steps: 2, 4, 8, … 512 equal strides of λ fall on whole timesteps. */
const schedule = evenSchedule(4097);
const finalAlphaBar = schedule.alphasCumprod[0]!;
const [top, bottom] = [levelAt(schedule, 4096), levelAt(schedule, 0)];

const gaussian = { mean: 0.3, variance: 0.09 };

function spread({ signal, sigma }: Pick<Level, 'signal' | 'sigma'>): number {
  return Math.sqrt(gaussian.variance * signal ** 2 + sigma ** 2);
}

/** E[x0 | x] of the one Gaussian. */
const posteriorMean: Answer = (x, { signal, sigma }) => {
  const gain = (gaussian.variance * signal) / spread({ signal, sigma }) ** 2;
  return gaussian.mean + gain * (x - signal * gaussian.mean);
};

/** (x − signal · mean) / spread stays as it is along the flow. */
const place = (level: Level, u: number) => level.signal * gaussian.mean + u * spread(level);

const hills = makeGaussianMixture([
  { weight: 0.6, mean: [-0.7], covariance: 0.09 },
  { weight: 0.4, mean: [0.8], covariance: 0.06 },
]);

function cdfAt({ components }: GaussianMixture, { signal, sigma }: Level, x: number): number {
  return components.reduce((sum, { weight, mean, covariance }) => {
    const deviation = Math.sqrt(covariance[0]![0]! * signal ** 2 + sigma ** 2);
    return sum + weight * normalCdf((x - signal * mean[0]!) / deviation);
  }, 0);
}

/** The x of a level that has the same P(x_t ≤ x) as `start` has at the top. */
function sameShare(start: number, level: Level): number {
  const share = cdfAt(hills, top, start);
  let [low, high] = [-6, 6];
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (cdfAt(hills, level, middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const hillsMean: Answer = (x, { signal }) =>
  noiseMixture(hills, signal ** 2).posteriorMean(Float64Array.of(x))[0]!;

interface Problem {
  readonly start: number;
  readonly end: number;
  readonly x0Of: Answer;
}

const problems: Record<'gaussian' | 'hills', Problem> = {
  gaussian: { start: place(top, 0.9), end: place(bottom, 0.9), x0Of: posteriorMean },
  hills: { start: 0.4, end: sameShare(0.4, bottom), x0Of: hillsMean },
};

function errorAfter(
  { name, extra }: OdeSampler,
  { start, end, x0Of }: Problem,
  strides: number,
  spacing: 'linspace' | 'karras',
): number {
  const options = { steps: strides + 1, spacing, finalAlphaBar, ...extra };
  return Math.abs(walkNumber(samplers[name].make(schedule, options), start, x0Of).end - end);
}

function measuredOrder(of: (strides: number) => number): number {
  return Math.log2(of(256) / of(512));
}

/** UniPC's corrector gives one order more than its predictor, which is of order two (Zhao et al. 2023, theorem 3.1). */
function orderOf({ name }: OdeSampler): number {
  return name === 'unipc' ? 3 : (samplers[name].order ?? 1);
}

describe('the measured order of convergence is the theory’s', () => {
  it.each(odeSamplers)('$label, one Gaussian, equal strides of λ', (sampler) => {
    const order = measuredOrder((n) => errorAfter(sampler, problems.gaussian, n, 'linspace'));
    expect(Math.abs(order - orderOf(sampler))).toBeLessThan(0.03);
  });

  it.each(odeSamplers.filter(({ karras }) => karras))(
    '$label, one Gaussian, Karras’ levels',
    (sampler) => {
      const order = measuredOrder((n) => errorAfter(sampler, problems.gaussian, n, 'karras'));
      expect(Math.abs(order - orderOf(sampler))).toBeLessThan(0.05);
    },
  );

  it.each(odeSamplers.filter(({ name }) => name !== 'unipc'))('$label, two hills', (sampler) => {
    const order = measuredOrder((n) => errorAfter(sampler, problems.hills, n, 'linspace'));
    expect(Math.abs(order - orderOf(sampler))).toBeLessThan(0.05);
  });

  it('unipc, two hills: at least two, and closer than its predictor alone', () => {
    const [unipc, predictor] = ['unipc', 'dpmSolver2M'].map(
      (name) => odeSamplers.find((sampler) => sampler.name === name)!,
    );
    for (const strides of [32, 64, 128, 256]) {
      const error = errorAfter(unipc!, problems.hills, strides, 'linspace');
      const halved = errorAfter(unipc!, problems.hills, 2 * strides, 'linspace');
      expect(Math.log2(error / halved)).toBeGreaterThan(2.9);
      expect(error).toBeLessThan(errorAfter(predictor!, problems.hills, strides, 'linspace') / 1.5);
    }
  });
});

describe('DDIM and back', () => {
  const linear = makeLinearSchedule({ T: 1000 });
  const counts = [10, 50, 250, 1000];
  const limits = {
    'from noise': [0.6, 0.12, 0.025, 0.006],
    'from images': [0.25, 0.05, 0.01, 0.0025],
  };
  type Way = keyof typeof limits;

  /** The largest distance of a start from where "there and back" leads. */
  function lost(steps: number, way: Way): number {
    const options = { steps, finalAlphaBar: linear.alphasCumprod[0]! };
    const down = makeDdimTable(linear, { ...options, spacing: 'linspace' });
    const up = makeInverseDdimTable(linear, { ...options, spacing: 'linspace' });
    const [first, second] = way === 'from noise' ? [down, up] : [up, down];
    const starts = way === 'from noise' ? [-1.8, -0.6, 0.4, 1.5] : [-1.1, -0.6, 0.7, 1.2];
    const errors = starts.map((start) => {
      const there = walkNumber(first, start, hillsMean).end;
      return Math.abs(walkNumber(second, there, hillsMean).end - start);
    });
    return Math.max(...errors);
  }

  it.each(Object.entries(limits) as [Way, number[]][])(
    '%s returns within %s of the start in 10, 50, 250 and 1000 steps',
    (way, allowed) => {
      const errors = counts.map((steps) => lost(steps, way));
      for (const [i, limit] of allowed.entries()) expect(errors[i]).toBeLessThan(limit);
      for (let i = 1; i < errors.length; i++) {
        const fewer = counts[i]! / counts[i - 1]!;
        expect(errors[i]).toBeLessThan((errors[i - 1]! / fewer) * 1.1);
      }
    },
  );
});

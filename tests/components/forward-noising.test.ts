/** Checks what the forward-noising lesson's figures compute by themselves: chains, histograms, frames, measures. */
import { describe, expect, test } from 'vitest';
import { makeChain } from '../../src/lessons/forward-noising/figures/chain.ts';
import {
  cleanCloud,
  insideCircleOfNoise,
  measureCloud,
} from '../../src/lessons/forward-noising/figures/cloudPoints.ts';
import { schedule } from '../../src/lessons/forward-noising/figures/courseSchedule.ts';
import { frameTimesteps } from '../../src/lessons/forward-noising/figures/filmFrames.ts';
import {
  formatShare,
  formatSigned,
} from '../../src/lessons/forward-noising/figures/formatNumbers.ts';
import {
  densities,
  expectedDensities,
  momentsOf,
} from '../../src/lessons/forward-noising/figures/histogram.ts';
import {
  makePopulation,
  pictureCopies,
  pictureOf,
  pixelWalks,
  viewOf,
} from '../../src/lessons/forward-noising/figures/population.ts';
import {
  fillNormals,
  fork,
  forwardCoefficients,
  forwardStep,
  makeRng,
  normalCdf,
  sampleNormals,
} from '../../src/lib/diffusion/index.ts';

const bins = { from: -4, to: 4, count: 64 };
const atOnce = Number.POSITIVE_INFINITY;

function chainFrom(x0: Float32Array, tracked = 0) {
  return makeChain({ schedule, x0, rng: makeRng('chain test'), tracked });
}

/** The definition, without checkpoints: one step of q(x_t | x_{t−1}) after the other. */
function walkPlainly(x0: Float32Array, t: number): Float32Array {
  const rng = makeRng('chain test');
  const z = new Float32Array(x0.length);
  let xt = x0;
  for (let step = 0; step <= t; step++) xt = forwardStep(schedule, xt, step, fillNormals(rng, z));
  return xt;
}

function largestError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

describe('a chain', () => {
  const x0 = Float32Array.from([0.8, -1, 0, 1, 0.25]);

  test('starts at x0, before the first step', () => {
    const chain = chainFrom(x0);
    expect(chain.t).toBe(-1);
    expect(chain.xt).toBe(x0);
  });

  test.each([0, 9, 10, 57, 999])('shows the walk of the definition at t = %i', (t) => {
    const chain = chainFrom(x0);
    expect(chain.walkTowards(t, atOnce)).toBe(true);
    expect(chain.xt).toEqual(walkPlainly(x0, t));
  });

  test('shows the same at every t after going back and forth', () => {
    const chain = chainFrom(x0);
    for (const t of [120, 3, 119, 0, 95, 94, 130, 129]) {
      chain.walkTowards(t, atOnce);
      expect(chain.xt, `t = ${t}`).toEqual(walkPlainly(x0, t));
    }
  });

  test('takes at least one step in a piece, and stops when the time is up', () => {
    const chain = chainFrom(x0);
    expect(chain.walkTowards(5, 0)).toBe(false);
    expect(chain.t).toBe(0);
  });

  test('keeps the trail of a tracked value, x0 first', () => {
    const chain = chainFrom(x0, 2);
    chain.walkTowards(30, atOnce);
    chain.walkTowards(12, atOnce);
    const trail = chain.trail(1);
    expect(trail).toHaveLength(14);
    expect(trail[0]).toBe(-1);
    for (const t of [0, 5, 12]) expect(trail[t + 1]).toBe(walkPlainly(x0, t)[1]);
  });

  // Ho et al. 2020, eq. 4: after t steps N(√ᾱ_t x0, 1 − ᾱ_t). The mean of n draws has standard
  // error σ/√n, their standard deviation σ/√(2n); five of each is a one-in-a-million miss.
  test.each([0, 150, 999])('has the mean and deviation of the jump at t = %i', (t) => {
    const n = 20_000;
    const chain = chainFrom(new Float32Array(n).fill(0.8));
    chain.walkTowards(t, atOnce);
    const { mean, deviation } = momentsOf(chain.xt);
    const { signal, noise } = forwardCoefficients(schedule, t);
    expect(Math.abs(mean - 0.8 * signal)).toBeLessThan((5 * noise) / Math.sqrt(n));
    expect(Math.abs(deviation - noise)).toBeLessThan((5 * noise) / Math.sqrt(2 * n));
  });
});

describe('histograms', () => {
  test('count each value once, per unit of x', () => {
    const found = densities([-4, -0.01, 0, 0.06, 0.07, 3.999, 4, 9], bins);
    expect(found[0]! / 8).toBeCloseTo(1 / 8, 12);
    expect(found[31]! / 8).toBeCloseTo(1 / 8, 12);
    expect(found[32]! / 8).toBeCloseTo(3 / 8, 12);
    expect(found[63]! / 8).toBeCloseTo(1 / 8, 12);
  });

  test('expect in each bin the difference of two normal distribution functions', () => {
    const [value, signal, noise] = [0.8, 0.72, 0.69];
    const expected = expectedDensities([value], { signal, noise }, bins);
    const exact = Array.from({ length: bins.count }, (_, i) => {
      const z = (edge: number) => (bins.from + edge / 8 - signal * value) / noise;
      return 8 * (normalCdf(z(i + 1)) - normalCdf(z(i)));
    });
    expect(largestError(expected, exact)).toBeLessThan(2e-5);
  });

  test('of two values are the mean of the two alone', () => {
    const weights = { signal: 0.9, noise: 0.4 };
    const both = expectedDensities([-1, 1], weights, bins);
    const [left, right] = [-1, 1].map((x) => expectedDensities([x], weights, bins));
    const mean = left!.map((height, i) => (height + right![i]!) / 2);
    expect(largestError(both, mean)).toBeLessThan(1e-12);
  });

  test('of many draws come close to what is expected', () => {
    const n = 400_000;
    const found = densities(sampleNormals(makeRng(5), n), bins);
    const expected = expectedDensities([0], { signal: 1, noise: 1 }, bins);
    // A bin's density has standard error √(density · 8 / n), at most 0.0029.
    expect(largestError(found, expected)).toBeLessThan(5 * 0.0029);
  });
});

describe('a population', () => {
  const pixels = Float32Array.from({ length: 64 }, (_, i) => i / 63);

  test('is the pixel many times, then the picture many times', () => {
    const x0 = makePopulation(pixels, 0.5);
    expect(x0).toHaveLength(pixelWalks + 64 * pictureCopies(8));
    expect(new Set(viewOf(x0, 'pixel'))).toEqual(new Set([0.5]));
    expect(pictureOf(x0, 8)).toEqual(pixels);
    expect(x0.slice(-64)).toEqual(pixels);
  });

  test('has about as many values in either view', () => {
    for (const size of [8, 28]) {
      const ratio = (pictureCopies(size) * size * size) / pixelWalks;
      expect(ratio).toBeGreaterThan(0.95);
      expect(ratio).toBeLessThan(1.05);
    }
  });
});

describe('film frames', () => {
  test('are even in t', () => {
    expect(frameTimesteps(schedule, 'time')).toEqual([
      0, 111, 222, 333, 444, 555, 666, 777, 888, 999,
    ]);
  });

  test('are even in alphaBar, as near as whole timesteps allow', () => {
    const frames = frameTimesteps(schedule, 'alphaBar');
    const falls = frames.slice(1).map((t, i) => {
      return schedule.alphasCumprod[frames[i]!]! - schedule.alphasCumprod[t]!;
    });
    for (const fall of falls) expect(Math.abs(fall - 1 / 9)).toBeLessThan(0.004);
    expect(frames[0]).toBe(0);
    expect(frames.at(-1)).toBe(999);
  });
});

describe('clouds', () => {
  // r² of N(0, I) in the plane is exponential with mean 2: P(r < 1) = 1 − e^(−1/2) = 0.39347.
  test('of pure noise have the share inside the circle that theory says', () => {
    const n = 200_000;
    const { insideCircle, rms } = measureCloud(sampleNormals(makeRng(3), 2 * n));
    expect(insideCircleOfNoise).toBeCloseTo(0.39347, 5);
    expect(Math.abs(insideCircle - insideCircleOfNoise)).toBeLessThan(5 * Math.sqrt(0.24 / n));
    for (const value of rms) expect(Math.abs(value - 1)).toBeLessThan(5 / Math.sqrt(2 * n));
  });

  test('measure a hand-made cloud', () => {
    const { insideCircle, rms } = measureCloud([0.5, 0, 0, 3, -0.5, 0, 0, -3]);
    expect(insideCircle).toBe(0.5);
    expect(rms[0]).toBeCloseTo(Math.sqrt(0.125), 12);
    expect(rms[1]).toBeCloseTo(Math.sqrt(4.5), 12);
  });

  test('wait for the reader to draw', () => {
    expect(cleanCloud('drawn', [], 1)).toBeNull();
    expect(cleanCloud('drawn', [1, 1], 1)).toHaveLength(2000);
  });

  test('come from the seed', () => {
    expect(cleanCloud('moons', [], 4)).toEqual(cleanCloud('moons', [], 4));
    expect(cleanCloud('moons', [], 4)).not.toEqual(cleanCloud('moons', [], 5));
  });

  test('and their walks draw from other streams', () => {
    expect(fork(1, 'cloud').uniform()).not.toBe(fork(1, 'chain').uniform());
  });
});

test('numbers are written so that they can be read', () => {
  expect([0.9999, 0.52142, 0.0123, 0.00213, 4.0358e-5].map(formatShare)).toEqual([
    '0.9999',
    '0.52',
    '0.01',
    '0.002',
    '0.00004',
  ]);
  expect([-0.0001, -1.25, 2].map((value) => formatSigned(value, 2))).toEqual([
    '0.00',
    '−1.25',
    '2.00',
  ]);
});

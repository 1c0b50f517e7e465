/** The ideal denoiser of a finite data set, against 50 digits, its limits and its own gradient. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fillNormals,
  forwardSample,
  makeGaussianMixture,
  makeIdealDenoiser,
  makeLinearSchedule,
  makeRng,
  noiseMixture,
} from '../../../src/lib/diffusion/index.ts';
import fixture from '../../fixtures/diffusion/idealDenoiser.json' with { type: 'json' };
import { largestError, largestSize, relativeError, thrownBy } from './closeness.ts';

const { count, dim, queries } = fixture.cases;
const data = Float64Array.from(fixture.cases.data);
const labels = Uint8Array.from({ length: count }, (_, i) => i % 3);
const ideal = makeIdealDenoiser({ data, count, dim, labels });

describe('makeIdealDenoiser', () => {
  it.each(queries)('ᾱ = $alphaBar, x_t = $xt (mpmath)', (expected) => {
    const { alphaBar } = expected;
    const xt = Float64Array.from(expected.xt);
    const weights = ideal.posteriorWeights(xt, alphaBar);
    expect(largestError(weights.slice(0, 6), expected.weights)).toBeLessThan(1e-12);
    const mean = ideal.posteriorMean(xt, alphaBar);
    expect(largestError(mean, expected.posteriorMean)).toBeLessThan(1e-12);
    const score = ideal.score(xt, alphaBar);
    const noise = 1 - alphaBar;
    expect(largestError(score, expected.score)).toBeLessThan(
      1e-12 * largestSize(score) + 4e-16 / noise,
    );
    const variance = ideal.posteriorVariance(xt, alphaBar);
    expect(Math.abs(variance - expected.posteriorVariance)).toBeLessThan(1e-12);
  });

  it('answers with the data mean and its variance where x_t is pure noise', () => {
    const means = [0, 1, 2].map((j) => {
      const column = data.filter((_, i) => i % dim === j);
      return column.reduce((sum, x) => sum + x, 0) / count;
    });
    const xt = Float64Array.of(5, -7, 0.3);
    expect(largestError(ideal.posteriorMean(xt, 0), means)).toBeLessThan(1e-15);
    const spread = data.reduce((sum, x, i) => sum + (x - means[i % dim]!) ** 2, 0) / data.length;
    expect(relativeError(ideal.posteriorVariance(xt, 0), spread)).toBeLessThan(1e-14);
  });

  it('finds the nearest point as the noise vanishes, however far x_t is', () => {
    const row = data.slice(5 * dim, 6 * dim);
    expect(ideal.posteriorMean(row, 1 - 1e-12)).toEqual(row);
    expect(ideal.posteriorVariance(row, 1 - 1e-12)).toBe(0);
    const far = Float64Array.of(1e6, -1e6, 1e6);
    expect(ideal.posteriorMean(far, 0.5).every(Number.isFinite)).toBe(true);
  });

  it('is the limit of a mixture of narrow Gaussians', () => {
    const components = Array.from({ length: count }, (_, i) => ({
      weight: 1,
      mean: data.slice(i * dim, (i + 1) * dim),
      covariance: 1e-14,
    }));
    const mixture = makeGaussianMixture(components);
    const xt = Float64Array.of(0.2, -0.1, 0.4, 1, 0, -1);
    for (const alphaBar of [0.01, 0.5, 0.9]) {
      const noised = noiseMixture(mixture, alphaBar);
      expect(
        largestError(ideal.posteriorMean(xt, alphaBar), noised.posteriorMean(xt)),
      ).toBeLessThan(1e-11);
      expect(largestError(ideal.score(xt, alphaBar), noised.score(xt))).toBeLessThan(1e-10);
    }
  });

  it('obeys Tweedie, with weights that sum to 1', () => {
    const value = fc.double({ min: -3, max: 3, noNaN: true });
    const alphaBars = fc.double({ min: 0, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(value, value, value, alphaBars, (a, b, c, alphaBar) => {
        const xt = Float64Array.of(a, b, c);
        const total = ideal.posteriorWeights(xt, alphaBar).reduce((sum, w) => sum + w, 0);
        expect(relativeError(total, 1)).toBeLessThan(1e-14);
        const score = ideal.score(xt, alphaBar);
        const right = xt.map((x, i) => x + (1 - alphaBar) * score[i]!);
        const left = ideal.posteriorMean(xt, alphaBar).map((m) => Math.sqrt(alphaBar) * m);
        expect(largestError(left, right)).toBeLessThan(1e-14);
      }),
    );
  });

  it('has a score that is the gradient of the log density', () => {
    const alphaBar = 0.6;
    const logDensity = (x: Float64Array) => {
      let sum = 0;
      for (let i = 0; i < count; i++) {
        let squares = 0;
        for (let j = 0; j < dim; j++) {
          squares += (x[j]! - Math.sqrt(alphaBar) * data[i * dim + j]!) ** 2;
        }
        sum += Math.exp(-squares / (2 * (1 - alphaBar)));
      }
      return Math.log(sum);
    };
    const at = [0.3, -0.2, 0.6];
    const h = 1e-5;
    const slopes = at.map((_, j) => {
      const move = (by: number) => Float64Array.from(at, (x, i) => (i === j ? x + by : x));
      return (logDensity(move(h)) - logDensity(move(-h))) / (2 * h);
    });
    const score = ideal.score(Float64Array.from(at), alphaBar);
    expect(largestError(score, slopes)).toBeLessThan(1e-8);
  });

  // E‖x0 − E[x0 | x_t]‖² is both the mean of posteriorVariance and the mean error of posteriorMean.
  it('makes, on average, the error that its posterior variance promises', () => {
    const schedule = makeLinearSchedule({ T: 1000 });
    const rng = makeRng('ideal');
    const differences: number[] = [];
    for (let n = 0; n < 4000; n++) {
      const i = rng.integer(count);
      const x0 = data.slice(i * dim, (i + 1) * dim);
      const xt = forwardSample(schedule, x0, 300, fillNormals(rng, new Float64Array(dim)));
      const alphaBar = schedule.alphasCumprod[300]!;
      const mean = ideal.posteriorMean(xt, alphaBar);
      const error = x0.reduce((sum, x, j) => sum + (x - mean[j]!) ** 2, 0) / dim;
      differences.push(error - ideal.posteriorVariance(xt, alphaBar));
    }
    const average = differences.reduce((sum, d) => sum + d, 0) / 4000;
    const square = differences.reduce((sum, d) => sum + d * d, 0) / 4000;
    expect(Math.abs(average)).toBeLessThan(4 * Math.sqrt(square / 4000));
  });

  it('handles batches and keeps their kind, writing to `out` when given', () => {
    const batch = Float32Array.of(0.1, 0.2, 0.3, -0.4, 0.5, -0.6);
    const out = new Float32Array(6);
    expect(ideal.posteriorMean(batch, 0.5, out)).toBe(out);
    for (const n of [0, 1]) {
      const point = Float64Array.from(batch.subarray(3 * n, 3 * n + 3));
      const alone = Float32Array.from(ideal.posteriorMean(point, 0.5));
      expect(out.subarray(3 * n, 3 * n + 3)).toEqual(alone);
    }
    expect(ideal.score(batch, 0.5)).toBeInstanceOf(Float32Array);
  });

  it('sums weights by label', () => {
    const xt = Float64Array.of(0.2, 0.2, -0.5);
    const weights = ideal.posteriorWeights(xt, 0.8);
    const expected = [0, 0, 0];
    weights.forEach((weight, i) => {
      expected[i % 3]! += weight;
    });
    expect(largestError(ideal.labelPosterior(xt, 0.8), expected)).toBeLessThan(1e-15);
  });

  it('works in dimensions that are no multiple of four', () => {
    for (const size of [1, 2, 4, 5, 7, 9]) {
      const two = Float64Array.from({ length: 2 * size }, (_, i) => (i < size ? 1 : -1));
      const denoiser = makeIdealDenoiser({ data: two, count: 2, dim: size });
      const xt = new Float64Array(size).fill(0.1);
      // Two points ±1: E[x0 | x_t] = tanh(√ᾱ Σ x_t / (1 − ᾱ)).
      const expected = Math.tanh((Math.sqrt(0.3) * 0.1 * size) / 0.7);
      expect(relativeError(denoiser.posteriorMean(xt, 0.3)[size - 1]!, expected)).toBeLessThan(
        1e-13,
      );
    }
  });

  const plain = makeIdealDenoiser({ data, count, dim });
  const x = new Float64Array(dim);
  it.each<[() => unknown, string]>([
    [() => ideal.score(x, 1), 'alphaBar must be a number from 0 to 1, 1 excluded, but it is 1.'],
    [
      () => ideal.posteriorMean(x, Number.NaN),
      'alphaBar must be a number from 0 to 1, 1 excluded, but it is NaN.',
    ],
    [
      () => ideal.posteriorMean(new Float64Array(4), 0.5),
      'xt must be an array whose length is a multiple of the dimension, 3, but it is an array of length 4.',
    ],
    [
      () => ideal.posteriorWeights(new Float64Array(6), 0.5),
      'xt must be an array of length 3, set by dim, but it is an array of length 6.',
    ],
    [
      () => ideal.posteriorMean(x, 0.5, new Float64Array(2)),
      'out must be an array of length 3, set by xt, but it is an array of length 2.',
    ],
    [
      () => makeIdealDenoiser({ data, count: 7, dim: 2 }),
      'data must be an array of length 14, set by count · dim, but it is an array of length 72.',
    ],
    [
      () => makeIdealDenoiser({ data, count: 0, dim: 2 }),
      'count must be a positive integer, but it is 0.',
    ],
    [
      () => makeIdealDenoiser({ data: x, count: 1, dim, labels: [-1] }),
      'labels[0] must be an integer from 0 to 65535, but it is -1.',
    ],
    [
      () => plain.labelPosterior(x, 0.5),
      'labels must be given to makeIdealDenoiser, but it is undefined.',
    ],
  ])('%s', (call, message) => {
    expect(thrownBy(call).message).toBe(message);
  });
});

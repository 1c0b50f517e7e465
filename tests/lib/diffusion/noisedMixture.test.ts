/** Noised mixtures: density, score and E[x0 | x_t], against 50 digits, integrals and each other. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  logDensity,
  makeGaussianMixture,
  mixturePosteriorMean,
  mixtureResponsibilities,
  mixtureScore,
  noisedLogDensity,
  noiseMixture,
} from '../../../src/lib/diffusion/index.ts';
import fixture from '../../fixtures/diffusion/gaussianMixture.json' with { type: 'json' };
import {
  gaussian,
  integrate,
  largestError,
  largestSize,
  relativeError,
  thrownBy,
} from './closeness.ts';

const { components, points } = fixture.cases;
const mixture = makeGaussianMixture(components);
const line = makeGaussianMixture([
  { weight: 0.3, mean: [-1.2], covariance: 0.05 },
  { weight: 0.7, mean: [0.9], covariance: 0.3 },
]);

/** The density of `line` at ᾱ, by integrating over x0: ∫ q(x_t | x0) p(x0) dx0. */
function lineJoint(alphaBar: number, xt: number): (x0: number) => number {
  return (x0) =>
    gaussian(xt, Math.sqrt(alphaBar) * x0, 1 - alphaBar) *
    (0.3 * gaussian(x0, -1.2, 0.05) + 0.7 * gaussian(x0, 0.9, 0.3));
}

describe('a noised mixture', () => {
  it.each(points)('ᾱ = $alphaBar, x_t = $xt (mpmath)', (expected) => {
    const noised = noiseMixture(mixture, expected.alphaBar);
    const xt = Float64Array.from(expected.xt);
    expect(relativeError(noised.logDensity(xt)[0]!, expected.logDensity)).toBeLessThan(1e-12);
    const scores = noised.score(xt);
    expect(largestError(scores, expected.score)).toBeLessThan(1e-11 * largestSize(scores) + 1e-15);
    expect(largestError(noised.posteriorMean(xt), expected.posteriorMean)).toBeLessThan(1e-11);
    expect(largestError(noised.responsibilities(xt), expected.responsibilities)).toBeLessThan(
      1e-11,
    );
  });

  it.each([0, 0.2, 0.9])('at ᾱ = %s is the integral over x0, and so is E[x0 | x_t]', (alphaBar) => {
    for (const xt of [-2, 0.1, 1.5]) {
      const joint = lineJoint(alphaBar, xt);
      const density = integrate(joint, -8, 8);
      const mean = integrate((x0) => x0 * joint(x0), -8, 8) / density;
      const x = Float64Array.of(xt);
      const error = noisedLogDensity(line, alphaBar, x)[0]! - Math.log(density);
      expect(Math.abs(error)).toBeLessThan(1e-11);
      expect(Math.abs(mixturePosteriorMean(line, alphaBar, x)[0]! - mean)).toBeLessThan(1e-11);
    }
  });

  it('has total probability 1', () => {
    for (const alphaBar of [0, 0.5, 1]) {
      const noised = noiseMixture(line, alphaBar);
      const density = (x: number) => Math.exp(noised.logDensity(Float64Array.of(x))[0]!);
      expect(relativeError(integrate(density, -12, 12), 1)).toBeLessThan(1e-10);
    }
  });

  const anyAlphaBar = fc.double({ min: 0.001, max: 1, noNaN: true });
  const anyPoint = fc.tuple(
    fc.double({ min: -4, max: 4, noNaN: true }),
    fc.double({ min: -4, max: 4, noNaN: true }),
  );

  it('obeys Tweedie: √ᾱ E[x0 | x_t] = x_t + (1 − ᾱ) ∇ log q(x_t)', () => {
    fc.assert(
      fc.property(anyAlphaBar, anyPoint, (alphaBar, point) => {
        const xt = Float64Array.from(point);
        const score = mixtureScore(mixture, alphaBar, xt);
        const mean = mixturePosteriorMean(mixture, alphaBar, xt);
        const left = mean.map((m) => Math.sqrt(alphaBar) * m);
        const right = xt.map((x, i) => x + (1 - alphaBar) * score[i]!);
        const size = 1 + largestSize(xt) + (1 - alphaBar) * largestSize(score);
        expect(largestError(left, right)).toBeLessThan(1e-12 * size);
      }),
    );
  });

  it('has a score that is the gradient of its log density', () => {
    const h = 1e-5;
    fc.assert(
      fc.property(anyAlphaBar, anyPoint, (alphaBar, [x, y]) => {
        const noised = noiseMixture(mixture, alphaBar);
        const score = noised.score(Float64Array.of(x, y));
        const at = (a: number, b: number) => noised.logDensity(Float64Array.of(a, b))[0]!;
        const slopes = [
          (at(x + h, y) - at(x - h, y)) / (2 * h),
          (at(x, y + h) - at(x, y - h)) / (2 * h),
        ];
        expect(largestError(score, slopes)).toBeLessThan(1e-4 * (1 + largestSize(score)));
      }),
    );
  });

  it('is the data at ᾱ = 1 and a standard normal at ᾱ = 0', () => {
    const x = Float64Array.of(0.4, -0.3);
    expect(logDensity(mixture, x)).toEqual(noisedLogDensity(mixture, 1, x));
    expect(largestError(mixturePosteriorMean(mixture, 1, x), x)).toBeLessThan(1e-14);
    const normal = -(0.4 ** 2 + 0.3 ** 2) / 2 - Math.log(2 * Math.PI);
    expect(relativeError(noisedLogDensity(mixture, 0, x)[0]!, normal)).toBeLessThan(1e-14);
    expect(largestError(mixtureScore(mixture, 0, x), [-0.4, 0.3])).toBeLessThan(1e-15);
  });

  it('stays finite far from all components', () => {
    const far = Float64Array.of(1e4, -1e4);
    for (const alphaBar of [0, 0.5, 1]) {
      const noised = noiseMixture(mixture, alphaBar);
      const all = [
        ...noised.logDensity(far),
        ...noised.score(far),
        ...noised.posteriorMean(far),
        ...noised.responsibilities(far),
      ];
      expect(all.every(Number.isFinite)).toBe(true);
    }
  });

  it('treats a batch as its points one by one, and keeps its kind', () => {
    const batch = Float32Array.of(0, 0.5, -1, 2, 3, -3);
    const noised = noiseMixture(mixture, 0.6);
    expect(noised.score(batch)).toBeInstanceOf(Float32Array);
    expect(noised.logDensity(batch)).toHaveLength(3);
    for (const n of [0, 1, 2]) {
      const point = Float64Array.from(batch.subarray(2 * n, 2 * n + 2));
      expect(noised.score(batch).subarray(2 * n, 2 * n + 2)).toEqual(
        Float32Array.from(noised.score(point)),
      );
      expect(noised.logDensity(batch)[n]).toBe(Math.fround(noised.logDensity(point)[0]!));
      expect(noised.posteriorMean(batch).subarray(2 * n, 2 * n + 2)).toEqual(
        Float32Array.from(noised.posteriorMean(point)),
      );
    }
  });

  it('has responsibilities that sum to 1', () => {
    const shares = mixtureResponsibilities(mixture, 0.3, [0.2, 0.1]);
    expect(relativeError(shares[0]! + shares[1]! + shares[2]!, 1)).toBeLessThan(1e-15);
  });

  it.each<[() => unknown, string]>([
    [() => noiseMixture(mixture, 1.1), 'alphaBar must be a number from 0 to 1, but it is 1.1.'],
    [
      () => noiseMixture(mixture, Number.NaN),
      'alphaBar must be a number from 0 to 1, but it is NaN.',
    ],
    [
      () => mixtureScore(mixture, 0.5, new Float64Array(3)),
      'xt must be an array whose length is a multiple of the dimension, 2, but it is an array of length 3.',
    ],
    [
      () => mixtureResponsibilities(mixture, 0.5, new Float64Array(4)),
      'xt must be an array of length 2, set by dim, but it is an array of length 4.',
    ],
  ])('%s', (call, message) => {
    expect(thrownBy(call).message).toBe(message);
  });
});

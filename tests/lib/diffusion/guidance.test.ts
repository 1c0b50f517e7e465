/** Guidance against its identities, numpy, and Bayes' rule on a mixture whose classes are its components. */
import { describe, expect, it } from 'vitest';
import {
  classifierFreeGuidance,
  classifierGuidance,
  convertPrediction,
  fillNormals,
  guidedAt,
  makeGaussianMixture,
  makeLinearSchedule,
  makeRng,
  mixtureResponsibilities,
  mixtureScore,
  type Prediction,
  rescaleGuidance,
} from '../../../src/lib/diffusion/index.ts';
import fixture from '../../fixtures/diffusion/samplers.json' with { type: 'json' };
import { largestError, largestSize, thrownBy } from './closeness.ts';

const [cond, uncond] = ['cond', 'uncond'].map((seed) =>
  fillNormals(makeRng(seed), new Float64Array(8)),
) as [Float64Array, Float64Array];

describe('classifierFreeGuidance', () => {
  it('is the conditional prediction at 1, the other at 0, and on their line elsewhere', () => {
    expect(largestError(classifierFreeGuidance(cond, uncond, 1), cond)).toBe(0);
    expect(largestError(classifierFreeGuidance(cond, uncond, 0), uncond)).toBe(0);
    for (const w of [-1, 0.5, 3, 7.5]) {
      const line = cond.map((value, i) => uncond[i]! + w * (value - uncond[i]!));
      expect(largestError(classifierFreeGuidance(cond, uncond, w), line)).toBeLessThan(1e-13);
    }
  });

  it('is the paper’s (1 + w) ε(x, c) − w ε(x), whose w is one less', () => {
    const paper = cond.map((value, i) => (1 + 2.5) * value - 2.5 * uncond[i]!);
    expect(largestError(classifierFreeGuidance(cond, uncond, 3.5), paper)).toBeLessThan(1e-13);
  });

  it.each(['x0', 'v', 'score'] as const)('of %s is that of ε', (kind) => {
    const schedule = makeLinearSchedule({ T: 100 });
    const xt = fillNormals(makeRng('x'), new Float64Array(8));
    const turn = (value: Float64Array, from: Prediction, to: Prediction) =>
      convertPrediction(schedule, { from, to, xt, t: 60, value });
    const [first, second] = [turn(cond, 'eps', kind), turn(uncond, 'eps', kind)];
    const guided = turn(classifierFreeGuidance(first, second, 4), kind, 'eps');
    expect(largestError(guided, classifierFreeGuidance(cond, uncond, 4))).toBeLessThan(1e-12);
  });

  it('answers in the precision of the first', () => {
    const single = classifierFreeGuidance(Float32Array.from(cond), uncond, 2);
    expect(single).toBeInstanceOf(Float32Array);
    expect(largestError(single, classifierFreeGuidance(cond, uncond, 2))).toBeLessThan(1e-6);
  });

  it('says what is not allowed', () => {
    const message = (call: () => unknown) => thrownBy(call).message;
    expect(message(() => classifierFreeGuidance(cond, uncond, Number.NaN))).toBe(
      'guidanceScale must be a finite number, but it is NaN.',
    );
    expect(message(() => classifierFreeGuidance(cond, uncond.slice(1), 2))).toContain(
      'uncond must be an array of length 8, set by cond',
    );
  });
});

describe('rescaleGuidance', () => {
  const { dim, cond: plain, guided, cases } = fixture.cases.rescaled;

  it.each(cases)('is numpy’s at φ = $share', ({ share, out }) => {
    const rescaled = rescaleGuidance(Float64Array.from(guided), Float64Array.from(plain), {
      dim,
      share,
    });
    expect(largestError(rescaled, out)).toBeLessThan(1e-13);
  });

  it('leaves an image without spread as it is', () => {
    const flat = Float64Array.of(2, 2, 2, 2);
    expect(rescaleGuidance(flat, cond.slice(0, 4), { dim: 4, share: 1 })).toEqual(flat);
  });

  it('says what is not allowed', () => {
    const message = (call: () => unknown) => thrownBy(call).message;
    expect(message(() => rescaleGuidance(cond, uncond, { dim: 4, share: 1.2 }))).toBe(
      'share must be a number from 0 to 1, but it is 1.2.',
    );
    expect(message(() => rescaleGuidance(cond, uncond, { dim: 3, share: 1 }))).toContain(
      'guided must be',
    );
    expect(message(() => rescaleGuidance(cond, uncond, { dim: 0, share: 1 }))).toContain(
      'dim must',
    );
    expect(message(() => rescaleGuidance(cond, uncond.slice(2), { dim: 4, share: 1 }))).toContain(
      'cond must be',
    );
  });
});

describe('guidedAt', () => {
  it('acts inside its interval, both ends included, and is 1 outside', () => {
    const interval = { from: 200, to: 700 };
    const scales = [199, 200, 450, 700, 700.5].map((t) => guidedAt(t, 5, interval));
    expect(scales).toEqual([1, 5, 5, 5, 1]);
    expect(guidedAt(3, 5, undefined)).toBe(5);
    expect(thrownBy(() => guidedAt(3, 5, { from: 9, to: 2 })).message).toBe(
      'interval.from must be a number up to interval.to = 2, but it is 9.',
    );
  });
});

describe('classifierGuidance', () => {
  const components = [
    { weight: 0.2, mean: [-1, 0.3], covariance: 0.1 },
    {
      weight: 0.5,
      mean: [0.8, 0.5],
      covariance: [
        [0.2, 0.05],
        [0.05, 0.08],
      ],
    },
    { weight: 0.3, mean: [0.1, -0.9], covariance: 0.05 },
  ];
  const mixture = makeGaussianMixture(components);
  const points = [
    [-1.2, 0.4],
    [0.5, 0.1],
    [0.2, -1.4],
    [2.1, 1.7],
  ].map((point) => Float64Array.from(point));

  /** ε = −sigma · score. */
  const epsOf = (score: Float64Array, sigma: number) => score.map((value) => -sigma * value);

  /** ∇ log p(y | x_t) = ∇ p(y | x_t) / p(y | x_t), by central differences of the exact posterior. */
  function gradient(alphaBar: number, x: Float64Array, y: number): Float64Array {
    const h = 1e-5;
    return x.map((_, i) => {
      const log = (shift: number) => {
        const moved = x.map((value, j) => (j === i ? value + shift : value));
        return Math.log(mixtureResponsibilities(mixture, alphaBar, moved)[y]!);
      };
      return (log(h) - log(-h)) / (2 * h);
    });
  }

  it.each([0.05, 0.4, 0.9])('at scale 1 gives the class’s own ε, at ᾱ = %s', (alphaBar) => {
    const sigma = Math.sqrt(1 - alphaBar);
    for (const [y, component] of components.entries()) {
      const own = makeGaussianMixture([component]);
      for (const x of points) {
        const eps = epsOf(mixtureScore(mixture, alphaBar, x), sigma);
        const wanted = epsOf(mixtureScore(own, alphaBar, x), sigma);
        // ∇ log p(y | x) = ∇ log p(x | y) − ∇ log p(x): Bayes' rule, p(y) having no gradient.
        const differences = gradient(alphaBar, x, y);
        const scores = [own, mixture].map((one) => mixtureScore(one, alphaBar, x));
        const exact = x.map((_, i) => scores[0]![i]! - scores[1]![i]!);
        const size = 1 + largestSize(exact);
        expect(largestError(differences, exact) / size).toBeLessThan(1e-7);
        const guided = classifierGuidance(eps, exact, { sigma, scale: 1 });
        expect(largestError(guided, wanted)).toBeLessThan(1e-10);
        const measured = classifierGuidance(eps, differences, { sigma, scale: 1 });
        expect(largestError(measured, wanted) / size).toBeLessThan(1e-7);
      }
    }
  });

  it('at scale 0 changes nothing, and grows with the scale', () => {
    expect(classifierGuidance(cond, uncond, { sigma: 0.6, scale: 0 })).toEqual(cond);
    const guided = classifierGuidance(cond, uncond, { sigma: 0.6, scale: 4 });
    const wanted = cond.map((value, i) => value - 2.4 * uncond[i]!);
    expect(largestError(guided, wanted)).toBeLessThan(1e-13);
  });

  it('on one Gaussian class is what classifier-free guidance is with both scores exact', () => {
    const [alphaBar, sigma] = [0.4, Math.sqrt(0.6)];
    const x = points[1]!;
    const own = mixtureScore(makeGaussianMixture([components[2]!]), alphaBar, x);
    const all = mixtureScore(mixture, alphaBar, x);
    const difference = own.map((value, i) => value - all[i]!);
    const guided = classifierGuidance(epsOf(all, sigma), difference, { sigma, scale: 3 });
    const free = classifierFreeGuidance(epsOf(own, sigma), epsOf(all, sigma), 3);
    expect(largestError(guided, free)).toBeLessThan(1e-12);
  });

  it('says what is not allowed', () => {
    const message = (call: () => unknown) => thrownBy(call).message;
    const sigma = 1;
    expect(
      message(() => classifierGuidance(cond, uncond, { sigma, scale: Number.POSITIVE_INFINITY })),
    ).toBe('scale must be a finite number, but it is Infinity.');
    expect(message(() => classifierGuidance(cond, uncond.slice(1), { sigma, scale: 1 }))).toContain(
      'gradient must be',
    );
  });
});

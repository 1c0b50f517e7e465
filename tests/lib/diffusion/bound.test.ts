/** The terms of the variational bound: 50-digit values, identities and a published figure. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decoderTermBits,
  gaussianKl,
  type ModelVariance,
  makeLinearSchedule,
  posteriorCoefficients,
  priorTermBits,
  transitionTermBits,
  transitionWeight,
} from '../../../src/lib/diffusion/index.ts';
import fixture from '../../fixtures/diffusion/bound.json' with { type: 'json' };
import { anyBatches, anySchedule, anyStep } from './arbitraries.ts';
import { gaussian, integrate, relativeError, thrownBy } from './closeness.ts';

const linear = makeLinearSchedule({ T: 1000 });
const { kl, prior, transitions, decoder } = fixture.cases;
const x0 = Float64Array.from(fixture.cases.x0);
const levels = Float64Array.from(fixture.cases.levels);
const x0Pred = Float64Array.from(fixture.cases.predicted);

describe('gaussianKl', () => {
  it.each(kl)('of $arguments (mpmath)', ({ arguments: [m1, v1, m2, v2], nats }) => {
    expect(relativeError(gaussianKl(m1!, v1!, m2!, v2!), nats)).toBeLessThan(1e-12);
  });

  it('is the integral of p log(p / q)', () => {
    const [m1, v1, m2, v2] = [0.3, 0.4, -0.5, 1.2];
    const term = (x: number) => {
      const p = gaussian(x, m1, v1);
      return p * Math.log(p / gaussian(x, m2, v2));
    };
    const integral = integrate(term, m1 - 9, m1 + 9);
    expect(relativeError(gaussianKl(m1, Math.log(v1), m2, Math.log(v2)), integral)).toBeLessThan(
      1e-11,
    );
  });

  it('is 0 for equals and positive otherwise', () => {
    const x = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(x, x, x, x, (m1, v1, m2, v2) => {
        expect(gaussianKl(m1, v1, m1, v1)).toBe(0);
        expect(gaussianKl(m1, v1, m2, v2)).toBeGreaterThanOrEqual(0);
      }),
    );
    expect(gaussianKl(Number.NaN, 0, 0, 0)).toBeNaN();
    expect(gaussianKl(0, Number.NaN, 0, 0)).toBeNaN();
  });
});

describe('priorTermBits', () => {
  it('matches 50-digit arithmetic', () => {
    expect(relativeError(priorTermBits(linear, x0), prior)).toBeLessThan(1e-11);
  });

  // Ho et al. 2020, section 4: L_T is about 1e-5 bits per dimension for images in [−1, 1].
  it('is about 1e-5 bits per dimension for images, as published', () => {
    const evenGreys = Float64Array.from({ length: 256 }, (_, i) => i / 127.5 - 1);
    const bits = priorTermBits(linear, evenGreys);
    expect(bits).toBeGreaterThan(0.5e-5);
    expect(bits).toBeLessThan(1.5e-5);
  });
});

describe('transitionTermBits', () => {
  it.each(transitions)('t = $t, $variance (mpmath)', ({ t, variance, bits }) => {
    const options = { x0, x0Pred, t, variance: variance as ModelVariance };
    expect(relativeError(transitionTermBits(linear, options), bits)).toBeLessThan(1e-11);
  });

  // Kingma et al. 2021, eq. 13 and 14: ½ (SNR(t − 1) − SNR(t)) ‖x0 − x0Pred‖².
  it('with fixedSmall is transitionWeight times the squared error', () => {
    fc.assert(
      fc.property(anyStep(1), anyBatches(2), ({ schedule, t }, [truth, guess]) => {
        const options = { x0: truth!, x0Pred: guess!, t, variance: 'fixedSmall' } as const;
        const nats = transitionTermBits(schedule, options) * truth!.length * Math.LN2;
        const squares = truth!.reduce((sum, x, i) => sum + (x - guess![i]!) ** 2, 0);
        const expected = transitionWeight(schedule, t) * squares;
        expect(relativeError(nats, expected)).toBeLessThan(1e-12);
      }),
    );
  });

  it('with fixedLarge is larger for a perfect prediction, which then pays for its variance', () => {
    const perfect = { x0, x0Pred: x0, t: 1 };
    expect(transitionTermBits(linear, { ...perfect, variance: 'fixedSmall' })).toBe(0);
    expect(transitionTermBits(linear, { ...perfect, variance: 'fixedLarge' })).toBeGreaterThan(
      0.01,
    );
  });
});

describe('transitionWeight', () => {
  it('is half the fall of the SNR, and its sum telescopes', () => {
    fc.assert(
      fc.property(anySchedule(2, 1000), (schedule) => {
        const { T, snr } = schedule;
        let total = 0;
        for (let t = 1; t < T; t++) {
          const weight = transitionWeight(schedule, t);
          const error = Math.abs(weight - (snr[t - 1]! - snr[t]!) / 2) / snr[t - 1]!;
          if (!(error < 1e-12)) throw new Error(`t = ${t} is off by ${error} of the SNR`);
          total += weight;
        }
        expect(relativeError(total, (snr[0]! - snr[T - 1]!) / 2)).toBeLessThan(1e-12);
      }),
      { numRuns: 60 },
    );
  });
});

describe('decoderTermBits', () => {
  it.each(decoder)('variance $variance, $bins levels (mpmath)', ({ variance, bins, bits }) => {
    const chosen = variance === null ? {} : { variance };
    const actual = decoderTermBits(linear, { x0: levels, x0Pred, bins, ...chosen });
    expect(relativeError(actual, bits)).toBeLessThan(1e-12);
  });

  it('is a distribution: the probabilities of all levels sum to 1', () => {
    const mean = fc.double({ min: -1.2, max: 1.2, noNaN: true });
    const variance = fc.double({ min: 1e-5, max: 2, noNaN: true });
    const bins = fc.integer({ min: 2, max: 300 });
    fc.assert(
      fc.property(mean, variance, bins, (x0Mean, sigma2, count) => {
        let total = 0;
        for (let k = 0; k < count; k++) {
          const level = Float64Array.of((2 * k) / (count - 1) - 1);
          const guess = {
            x0: level,
            x0Pred: Float64Array.of(x0Mean),
            bins: count,
            variance: sigma2,
          };
          total += 2 ** -decoderTermBits(linear, guess);
        }
        expect(relativeError(total, 1)).toBeLessThan(1e-11);
      }),
      { numRuns: 40 },
    );
  });

  it('stays finite for a prediction that is far off', () => {
    const bits = decoderTermBits(linear, { x0: Float64Array.of(0), x0Pred: Float64Array.of(1) });
    const { logVarianceClipped } = posteriorCoefficients(linear, 0);
    const leading = (1 - 1 / 255) ** 2 / (2 * Math.exp(logVarianceClipped)) / Math.LN2;
    expect(bits).toBeGreaterThan(leading);
    expect(relativeError(bits, leading)).toBeLessThan(1e-3);
  });
});

describe('bad input', () => {
  const none = new Float64Array(0);
  const good = { x0, x0Pred, t: 5, variance: 'fixedSmall' } as const;
  it.each<[() => unknown, string]>([
    [
      () => priorTermBits(linear, none),
      'x0 must be an array with at least one number, but it is an array of length 0.',
    ],
    [
      () => transitionTermBits(linear, { ...good, t: 0 }),
      't must be an integer from 1 to 999, but it is 0.',
    ],
    [
      () => transitionTermBits(linear, { ...good, x0Pred: none }),
      'x0Pred must be an array of length 6, set by x0, but it is an array of length 0.',
    ],
    [
      () => transitionTermBits(linear, { ...good, variance: 'learned' as ModelVariance }),
      'variance must be fixedSmall or fixedLarge, but it is "learned".',
    ],
    [() => transitionWeight(linear, 0), 't must be an integer from 1 to 999, but it is 0.'],
    [
      () => decoderTermBits(linear, { x0: Float64Array.of(1.1), x0Pred: Float64Array.of(1) }),
      'x0[0] must be a number from -1 to 1, but it is 1.1.',
    ],
    [
      () => decoderTermBits(linear, { x0, x0Pred, variance: 0 }),
      'variance must be a number above 0, but it is 0.',
    ],
    [
      () => decoderTermBits(linear, { x0, x0Pred, bins: 1 }),
      'bins must be an integer of 2 or more, but it is 1.',
    ],
  ])('%s', (call, message) => {
    expect(thrownBy(call).message).toBe(message);
  });
});

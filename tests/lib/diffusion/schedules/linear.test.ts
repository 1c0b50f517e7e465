/** The linear schedule: published values, and the same total noise for any T when rescaled. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeLinearSchedule } from '../../../../src/lib/diffusion/index.ts';
import { largestRelativeError, relativeError, thrownBy } from '../closeness.ts';

describe('makeLinearSchedule', () => {
  // Lin et al. 2024 (arXiv 2305.08891), table 1: SNR(T) 4.035993e-05, √ᾱ_T 0.006353.
  it('ends where the published table says', () => {
    const { snr, alphasCumprod } = makeLinearSchedule({ T: 1000 });
    expect(relativeError(snr[999]!, 4.035993e-5)).toBeLessThan(2e-7);
    expect(Math.abs(Math.sqrt(alphasCumprod[999]!) - 0.006353)).toBeLessThan(5e-7);
  });

  it('goes from the first to the last β by equal amounts', () => {
    const { betas } = makeLinearSchedule({ T: 5, betaStart: 0.1, betaEnd: 0.5 });
    expect(largestRelativeError(betas, [0.1, 0.2, 0.3, 0.4, 0.5])).toBeLessThan(1e-15);
    expect([...makeLinearSchedule({ T: 1, betaStart: 0.1 }).betas]).toEqual([0.1]);
    const whole = makeLinearSchedule({ T: 1000 }).betas;
    expect([whole[0], whole[999]]).toEqual([1e-4, 0.02]);
  });

  it('rescaled, equals the reference read at every (1000 / T)-th step', () => {
    const reference = makeLinearSchedule({ T: 1000 });
    const divisors = [1, 2, 4, 5, 8, 10, 20, 25, 40, 50, 100, 125, 200, 250, 500, 1000];
    for (const T of divisors) {
      const stride = 1000 / T;
      const { alphasCumprod } = makeLinearSchedule({ T, rescaled: true });
      const expected = alphasCumprod.map((_, i) => reference.alphasCumprod[(i + 1) * stride - 1]!);
      expect(largestRelativeError(alphasCumprod, expected)).toBeLessThan(1e-12);
    }
  });

  it('rescaled, ends at the same ᾱ for any T and any betas', () => {
    const beta = fc.double({ min: 1e-4, max: 0.05, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), beta, beta, (T, betaStart, betaEnd) => {
        const end = makeLinearSchedule({ T, betaStart, betaEnd, rescaled: true });
        const reference = makeLinearSchedule({ T: 1000, betaStart, betaEnd });
        const error = relativeError(end.alphasCumprod[T - 1]!, reference.alphasCumprod[999]!);
        expect(error).toBeLessThan(1e-12);
      }),
      { numRuns: 60 },
    );
  });

  it('without rescaling, few steps leave most of the signal', () => {
    expect(makeLinearSchedule({ T: 50 }).alphasCumprod[49]).toBeGreaterThan(0.6);
    expect(makeLinearSchedule({ T: 50, rescaled: true }).alphasCumprod[49]).toBeLessThan(5e-5);
  });

  it.each([
    [{ T: 10, betaStart: 0 }, 'betaStart', 0],
    [{ T: 10, betaEnd: 1 }, 'betaEnd', 1],
    [{ T: 10, betaEnd: 1, rescaled: true }, 'betaEnd', 1],
    [{ T: 10, betaStart: -0.2 }, 'betaStart', -0.2],
  ])('refuses %o', (options, argument, value) => {
    expect(thrownBy(() => makeLinearSchedule(options)).message).toBe(
      `${argument} must be a number between 0 and 1, both excluded, but it is ${value}.`,
    );
  });
});

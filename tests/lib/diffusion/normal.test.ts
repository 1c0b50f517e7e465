/** The normal distribution function against 50-digit values, tails included. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logNormalCdf, logNormalInterval, normalCdf } from '../../../src/lib/diffusion/index.ts';
import fixture from '../../fixtures/diffusion/normal.json' with { type: 'json' };
import { gaussian, integrate, relativeError } from './closeness.ts';

const { points, farPoints, intervals } = fixture.cases;

describe('normalCdf and logNormalCdf', () => {
  it.each(points)('at $z (mpmath)', ({ z, cdf, logCdf }) => {
    expect(relativeError(normalCdf(z), cdf)).toBeLessThan(2e-14);
    expect(relativeError(logNormalCdf(z), logCdf)).toBeLessThan(1e-14);
  });

  it.each(farPoints)('the logarithm at $z, where Φ is no double (mpmath)', ({ z, logCdf }) => {
    expect(relativeError(logNormalCdf(z), logCdf)).toBeLessThan(1e-14);
    expect(normalCdf(z)).toBe(0);
  });

  it('is the integral of the density', () => {
    for (const z of [-2.5, -0.3, 1.7]) {
      const integral = integrate((x) => gaussian(x, 0, 1), -12, z);
      expect(relativeError(normalCdf(z), integral)).toBeLessThan(1e-10);
    }
  });

  it('rises, and is 1 at infinity', () => {
    const z = fc.double({ min: -37, max: 8, noNaN: true });
    fc.assert(fc.property(z, z, (a, b) => a >= b || normalCdf(a) <= normalCdf(b)));
    expect([Number.NEGATIVE_INFINITY, 0, Number.POSITIVE_INFINITY].map(normalCdf)).toEqual([
      0, 0.5, 1,
    ]);
    expect(logNormalCdf(Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalCdf(Number.NaN)).toBeNaN();
  });
});

describe('logNormalInterval', () => {
  it.each(intervals)('from $lower to $upper (mpmath)', ({ lower, upper, log }) => {
    expect(Math.abs(logNormalInterval(lower, upper) - log)).toBeLessThan(2e-13);
  });

  it('adds up: neighbouring intervals make the whole', () => {
    const cut = fc.double({ min: -9, max: 9, noNaN: true });
    fc.assert(
      fc.property(cut, cut, (a, b) => {
        fc.pre(a < b);
        const [from, to] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
        const parts = [
          logNormalInterval(from, a),
          logNormalInterval(a, b),
          logNormalInterval(b, to),
        ];
        const total = parts.reduce((sum, part) => sum + Math.exp(part), 0);
        expect(relativeError(total, 1)).toBeLessThan(1e-13);
      }),
    );
    expect(logNormalInterval(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)).toBe(0);
  });
});

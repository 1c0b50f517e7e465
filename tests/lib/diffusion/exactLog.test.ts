/** The logarithm of exact operations against 50-digit values and its own identities. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactLog } from '../../../src/lib/diffusion/exactLog.ts';
import fixture from '../../fixtures/diffusion/random.json' with { type: 'json' };
import { relativeError } from './closeness.ts';

describe('exactLog', () => {
  it.each(fixture.cases.logs)('is log $x to the last place or so (mpmath)', ({ x, log }) => {
    expect(relativeError(exactLog(x), log)).toBeLessThan(3e-16);
  });

  it('agrees with the engine to a few units in the last place', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        expect(relativeError(exactLog(x), Math.log(x))).toBeLessThan(5e-16);
      }),
    );
  });

  it('uses no function that engines may round differently', () => {
    expect(exactLog.toString()).not.toMatch(/Math\.(?!SQRT2)/);
  });
});

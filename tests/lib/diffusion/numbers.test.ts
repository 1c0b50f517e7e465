/** Batches keep their kind; sums of exponentials neither overflow nor underflow. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  combine,
  emptyLike,
  logSumExp,
  normaliseLogWeights,
} from '../../../src/lib/diffusion/numbers.ts';
import { largestRelativeError, relativeError } from './closeness.ts';

describe('emptyLike and combine', () => {
  it('keep the precision of the first batch', () => {
    expect(emptyLike(new Float32Array(3))).toEqual(new Float32Array(3));
    expect(emptyLike(new Float64Array(3), 2)).toEqual(new Float64Array(2));
    const single = combine(2, Float32Array.of(1, 2), 3, Float64Array.of(10, 20));
    expect(single).toEqual(Float32Array.of(32, 64));
  });

  it('rounds to single precision once, at the end', () => {
    const x = Float32Array.of(1);
    const y = Float64Array.of(1e-9);
    expect(combine(1, x, 1, y)[0]).toBe(Math.fround(1 + 1e-9));
    expect(combine(1e8, x, -1e8 + 1e-3, Float64Array.of(1))[0]).toBe(
      Math.fround(1e8 - 99999999.999),
    );
  });
});

describe('logSumExp', () => {
  it('is log of the sum where the sum can be written, and moves with a shift', () => {
    const values = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), {
      minLength: 1,
      maxLength: 9,
    });
    fc.assert(
      fc.property(values, fc.constantFrom(0, 1e4, -1e4), (entries, shift) => {
        const direct = Math.log(entries.reduce((sum, x) => sum + Math.exp(x), 0));
        const shifted = logSumExp(entries.map((x) => x + shift));
        expect(Math.abs(shifted - (direct + shift))).toBeLessThan(1e-11);
      }),
    );
  });

  it('handles no terms and terms of weight 0', () => {
    expect(logSumExp([])).toBe(Number.NEGATIVE_INFINITY);
    expect(logSumExp([Number.NEGATIVE_INFINITY, 2])).toBe(2);
  });
});

describe('normaliseLogWeights', () => {
  it('gives weights that sum to 1 and keep their ratios', () => {
    const weights = normaliseLogWeights(Float64Array.of(-1000, -1001, -1003));
    expect(relativeError(weights[0]! + weights[1]! + weights[2]!, 1)).toBeLessThan(1e-15);
    const ratios = [weights[1]! / weights[0]!, weights[2]! / weights[0]!];
    expect(largestRelativeError(ratios, [Math.exp(-1), Math.exp(-3)])).toBeLessThan(1e-14);
  });
});

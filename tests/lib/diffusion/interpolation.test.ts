/** Ways between two noises: the sphere's against a rotation in the plane, lengths, ends, refusals; the straight one's length. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lerp, makeRng, norm, sampleNormals, slerp } from '../../../src/lib/diffusion/index.ts';
import { largestError, thrownBy } from './closeness.ts';

const noise = (seed: number, length: number) =>
  Float64Array.from(sampleNormals(makeRng(seed), length));

describe('slerp', () => {
  it('turns one vector of the plane into the other at a constant rate', () => {
    for (const turn of [0.01, 0.7, Math.PI / 2, 3]) {
      const from = Float64Array.of(2 * Math.cos(0.3), 2 * Math.sin(0.3));
      const to = Float64Array.of(2 * Math.cos(0.3 + turn), 2 * Math.sin(0.3 + turn));
      for (const share of [0, 0.1, 0.5, 0.9, 1]) {
        const angle = 0.3 + share * turn;
        const expected = [2 * Math.cos(angle), 2 * Math.sin(angle)];
        expect(largestError(slerp(from, to, share), expected)).toBeLessThan(1e-14);
      }
    }
  });

  it('keeps the length that both ends have, and divides the angle evenly', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (seed, share) => {
          const unit = (x: Float64Array) => x.map((value) => value / norm(x));
          const [from, to] = [unit(noise(seed, 64)), unit(noise(seed + 1, 64))];
          const dot = (a: Float64Array, b: Float64Array) =>
            a.reduce((sum, v, i) => sum + v * b[i]!, 0);
          const between = slerp(from, to, share);
          expect(Math.abs(norm(between) - 1)).toBeLessThan(1e-12);
          const angle = Math.acos(dot(from, to));
          expect(Math.abs(dot(from, between) - Math.cos(share * angle))).toBeLessThan(1e-12);
        },
      ),
    );
  });

  it('gives the ends, in single precision too, and the straight way between vectors that point the same way', () => {
    const [from, to] = [sampleNormals(makeRng(1), 8), sampleNormals(makeRng(2), 8)];
    expect(slerp(from, to, 0)).toEqual(from);
    expect(slerp(from, to, 1)).toEqual(to);
    const twice = Float64Array.of(2, 4);
    expect(largestError(slerp(Float64Array.of(1, 2), twice, 0.5), [1.5, 3])).toBeLessThan(1e-15);
  });

  it('refuses opposite ends, zero, other lengths and shares out of range', () => {
    const x = Float64Array.of(1, 2);
    expect(thrownBy(() => slerp(x, Float64Array.of(-1, -2), 0.5)).message).toContain('opposite');
    expect(thrownBy(() => slerp(x, Float64Array.of(0, 0), 0.5)).message).toContain('not zero');
    expect(thrownBy(() => slerp(Float64Array.of(0, 0), x, 0.5)).message).toContain('not zero');
    expect(thrownBy(() => slerp(x, Float64Array.of(1), 0.5)).message).toContain('to');
    for (const share of [-0.1, 1.1, Number.NaN]) {
      expect(thrownBy(() => slerp(x, x, share)).message).toContain('share');
      expect(thrownBy(() => lerp(x, x, share)).message).toContain('share');
    }
  });
});

describe('lerp', () => {
  it('is the weighted mean', () => {
    const mean = lerp(Float64Array.of(1, -1), Float64Array.of(3, 5), 0.25);
    expect(largestError(mean, [1.5, 0.5])).toBeLessThan(1e-15);
  });

  it('shortens independent noise to 1/√2 half-way, where slerp keeps it', () => {
    const [from, to] = [noise(5, 100_000), noise(6, 100_000)];
    const size = (x: Float64Array) => norm(x) / Math.sqrt(x.length);
    // The standard error of a root mean square over n draws is 1/√(2n): 0.002.
    expect(Math.abs(size(lerp(from, to, 0.5)) - Math.SQRT1_2)).toBeLessThan(0.01);
    expect(Math.abs(size(slerp(from, to, 0.5)) - 1)).toBeLessThan(0.01);
  });
});

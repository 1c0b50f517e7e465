/** Cholesky factors and inverses against what defines them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cholesky, gram, invertLower, multiply } from '../../../src/lib/diffusion/cholesky.ts';
import { largestError, largestSize } from './closeness.ts';

/** A = B Bᵀ + ½ I, which is symmetric and positive definite, and its dimension. */
const anyCovariance = fc.integer({ min: 1, max: 5 }).chain((dim) =>
  fc
    .array(fc.double({ min: -2, max: 2, noNaN: true }), {
      minLength: dim * dim,
      maxLength: dim * dim,
    })
    .map((entries) => {
      const a = gram(Float64Array.from(entries), dim);
      for (let i = 0; i < dim; i++) a[i * (dim + 1)]! += 0.5;
      return { a, dim };
    }),
);

function transpose(a: Float64Array, dim: number): Float64Array {
  return a.map((_, i) => a[(i % dim) * dim + Math.floor(i / dim)]!);
}

describe('cholesky', () => {
  it('has L Lᵀ = A, L lower triangular', () => {
    fc.assert(
      fc.property(anyCovariance, ({ a, dim }) => {
        const lower = cholesky(a, dim)!;
        const product = multiply(lower, transpose(lower, dim), dim, 1);
        expect(largestError(product, a)).toBeLessThan(1e-14 * largestSize(a));
        expect(lower.every((x, i) => x === 0 || i % dim <= Math.floor(i / dim))).toBe(true);
      }),
    );
  });

  it('with invertLower and gram gives the inverse: A A⁻¹ = I', () => {
    fc.assert(
      fc.property(anyCovariance, ({ a, dim }) => {
        const inverse = gram(invertLower(cholesky(a, dim)!, dim), dim);
        const identity = a.map((_, i) => (i % (dim + 1) === 0 ? 1 : 0));
        expect(largestError(multiply(a, inverse, dim, 1), identity)).toBeLessThan(1e-11);
      }),
    );
  });

  it.each([
    [[1, 2, 2, 1]],
    [[0, 0, 0, 1]],
    [[-1, 0, 0, 1]],
    [[Number.NaN, 0, 0, 1]],
    [[1, 1, 1, 1]],
  ])('finds that %o is not positive definite', (a) => {
    expect(cholesky(Float64Array.from(a), 2)).toBeUndefined();
  });
});

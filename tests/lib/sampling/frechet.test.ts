/** The Fréchet distance against an exact formula and numpy, and the eigenvalues that it rests on. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { makeRng, sampleNormals } from '../../../src/lib/diffusion/index.ts';
import { frechetDistance, symmetricEigen } from '../../../src/lib/sampling/frechet.ts';
import { largestError, relativeError } from '../diffusion/closeness.ts';

interface Fixture {
  readonly cases: readonly {
    readonly dim: number;
    readonly a: readonly number[];
    readonly b: readonly number[];
    readonly distance: number;
  }[];
}
const fixture: Fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/training/frechet.json', import.meta.url), 'utf8'),
);

describe('symmetricEigen', () => {
  test('puts a matrix back together from orthonormal vectors', () => {
    const dim = 24;
    const half = sampleNormals(makeRng(1), dim * dim);
    const matrix = new Float64Array(dim * dim);
    for (let i = 0; i < dim; i++) {
      for (let j = 0; j < dim; j++) matrix[i * dim + j] = half[i * dim + j]! + half[j * dim + i]!;
    }
    const { values, vectors } = symmetricEigen(matrix, dim);
    const back = new Float64Array(dim * dim);
    const squares = new Float64Array(dim * dim);
    for (let i = 0; i < dim; i++) {
      for (let j = 0; j < dim; j++) {
        for (let k = 0; k < dim; k++) {
          back[i * dim + j]! += values[k]! * vectors[i * dim + k]! * vectors[j * dim + k]!;
          squares[i * dim + j]! += vectors[k * dim + i]! * vectors[k * dim + j]!;
        }
      }
    }
    const unit = squares.map((_, i) => (i % (dim + 1) === 0 ? 1 : 0));
    expect(largestError(back, matrix)).toBeLessThan(1e-12);
    expect(largestError(squares, unit)).toBeLessThan(1e-13);
  });

  test('knows a matrix of two by two, and one that is diagonal already', () => {
    const { values } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
    expect([...values].sort()).toEqual([expect.closeTo(1, 14), expect.closeTo(3, 14)]);
    expect([...symmetricEigen(Float64Array.of(5, 0, 0, -1), 2).values]).toEqual([5, -1]);
  });
});

describe('frechetDistance', () => {
  test('is exact where the covariances commute: features that differ by stretching each axis', () => {
    // Points ±c_i on each axis: diagonal covariances 2 c_i² / (n − 1), and means 0.
    const axes = (sizes: readonly number[]) =>
      sizes.flatMap((size, i) =>
        [size, -size].flatMap((value) => sizes.map((_, j) => (i === j ? value : 0))),
      );
    const [a, b] = [
      [1, 2, 3],
      [2, 0.5, 3],
    ];
    const spread = (sizes: readonly number[]) =>
      sizes.map((size) => Math.sqrt((2 * size ** 2) / 5));
    const exact = spread(a).reduce((sum, size, i) => sum + (size - spread(b)[i]!) ** 2, 0);
    const shifted = axes(b).map((value) => value + 0.5);
    expect(relativeError(frechetDistance(axes(a), axes(b), 3), exact)).toBeLessThan(1e-12);
    expect(relativeError(frechetDistance(axes(a), shifted, 3), exact + 0.75)).toBeLessThan(1e-12);
  });

  test.each(fixture.cases.map((entry, i) => [i, entry] as const))(
    'is numpy’s, case %i',
    (_, entry) => {
      const { a, b, dim, distance } = entry;
      expect(relativeError(frechetDistance(a, b, dim), distance)).toBeLessThan(1e-6);
      expect(relativeError(frechetDistance(b, a, dim), distance)).toBeLessThan(1e-6);
    },
  );

  test('is 0 from a set to itself', () => {
    const { a, dim } = fixture.cases[1]!;
    expect(Math.abs(frechetDistance(a, a, dim))).toBeLessThan(1e-10);
  });

  test('refuses what is no set of rows', () => {
    expect(() => frechetDistance([1, 2, 3], [1, 2, 3, 4], 2)).toThrow('at least two rows of 2');
    expect(() => frechetDistance([1, 2], [1, 2, 3, 4], 2)).toThrow('at least two rows');
  });
});

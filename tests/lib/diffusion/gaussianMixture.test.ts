/** Building and sampling mixtures of Gaussians. */
import { describe, expect, it } from 'vitest';
import {
  type GaussianComponentInput,
  makeGaussianMixture,
  makeRng,
  sampleGaussianMixture,
} from '../../../src/lib/diffusion/index.ts';
import { thrownBy } from './closeness.ts';

const correlated = [
  [0.5, 0.3],
  [0.3, 0.4],
];
const mixture = makeGaussianMixture([
  { weight: 3, mean: [-2, 1], covariance: correlated },
  { weight: 1, mean: [2, 0], covariance: 0.09 },
]);

describe('makeGaussianMixture', () => {
  it('normalises the weights and writes every covariance as a matrix', () => {
    expect(mixture.dim).toBe(2);
    expect(mixture.components.map(({ weight }) => weight)).toEqual([0.75, 0.25]);
    expect(mixture.components[1]!.covariance).toEqual([
      [0.09, 0],
      [0, 0.09],
    ]);
  });

  it('keeps copies', () => {
    const mean = [0];
    const made = makeGaussianMixture([{ weight: 1, mean, covariance: 1 }]);
    mean[0] = 5;
    expect(made.components[0]!.mean).toEqual([0]);
  });

  const good = { weight: 1, mean: [0, 0], covariance: 1 };
  it.each<[Partial<GaussianComponentInput>, string]>([
    [{ weight: 0 }, 'components[1].weight must be a finite number above 0, but it is 0.'],
    [
      { weight: Number.NaN },
      'components[1].weight must be a finite number above 0, but it is NaN.',
    ],
    [
      { mean: [1] },
      'components[1].mean must be an array of length 2, but it is an array of length 1.',
    ],
    [
      { mean: [1, Number.POSITIVE_INFINITY] },
      'components[1].mean[1] must be a finite number, but it is Infinity.',
    ],
    [{ covariance: -1 }, 'components[1].covariance must be a variance above 0, but it is -1.'],
    [
      { covariance: [[1, 0]] },
      'components[1].covariance must be a matrix of 2 rows and 2 columns, but it is an array of length 1.',
    ],
    [
      {
        covariance: [
          [1, 0],
          [0.1, 1],
        ],
      },
      'components[1].covariance must be a symmetric matrix of numbers, but it is an array of length 2.',
    ],
    [
      {
        covariance: [
          [1, 2],
          [2, 1],
        ],
      },
      'components[1].covariance must be a positive definite matrix, but it is an array of length 2.',
    ],
  ])('refuses a component with %o', (change, message) => {
    expect(thrownBy(() => makeGaussianMixture([good, { ...good, ...change }])).message).toBe(
      message,
    );
  });

  it('refuses no components, and a mean without numbers', () => {
    expect(thrownBy(() => makeGaussianMixture([])).message).toBe(
      'components must be an array of 1 to 256 components, but it is an array of length 0.',
    );
    const empty = { weight: 1, mean: [], covariance: 1 };
    expect(thrownBy(() => makeGaussianMixture([empty])).message).toBe(
      'components[0].mean must be an array of one number or more, but it is an array of length 0.',
    );
  });
});

describe('sampleGaussianMixture', () => {
  const count = 100_000;
  const { points, labels } = sampleGaussianMixture(mixture, count, makeRng('mixture'));

  it('draws each component as often as its weight says', () => {
    const first = labels.reduce((sum, label) => sum + (label === 0 ? 1 : 0), 0);
    const deviation = Math.sqrt(count * 0.75 * 0.25);
    expect(Math.abs(first - 0.75 * count)).toBeLessThan(4 * deviation);
  });

  // A sample mean has variance C_ii / n, a sample covariance (C_ii C_jj + C_ij²) / n.
  it.each([0, 1])('draws component %i with its mean and covariance', (k) => {
    const { mean, covariance } = mixture.components[k]!;
    const rows = Array.from(labels.keys()).filter((n) => labels[n] === k);
    const away = (n: number, i: number) => points[2 * n + i]! - mean[i]!;
    const average = (f: (n: number) => number) =>
      rows.reduce((sum, n) => sum + f(n), 0) / rows.length;
    for (const [i, j] of [
      [0, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      const [ii, jj, ij] = [covariance[i]![i]!, covariance[j]![j]!, covariance[i]![j]!];
      const meanError = Math.abs(average((n) => away(n, i)));
      expect(meanError).toBeLessThan(4 * Math.sqrt(ii / rows.length));
      const error = Math.abs(average((n) => away(n, i) * away(n, j)) - ij);
      expect(error).toBeLessThan(4 * Math.sqrt((ii * jj + ij * ij) / rows.length));
    }
  });

  it('draws the same points for the same seed', () => {
    const draw = (seed: number) => sampleGaussianMixture(mixture, 5, makeRng(seed)).points;
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('refuses a count that is not positive', () => {
    expect(thrownBy(() => sampleGaussianMixture(mixture, 0, makeRng(1))).message).toBe(
      'count must be a positive integer, but it is 0.',
    );
  });
});

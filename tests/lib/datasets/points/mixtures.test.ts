/** The mixtures: what samplePoints draws has exactly the density that mixtureOf states. */

import { describe, expect, test } from 'vitest';
import {
  type MixtureDatasetId,
  mixtureOf,
  samplePoints,
} from '../../../../src/lib/datasets/index.ts';
import { logDensity, makeRng } from '../../../../src/lib/diffusion/index.ts';

const ids: MixtureDatasetId[] = ['eightGaussians', 'twoGaussians'];

describe.each(ids)('%s', (id) => {
  test('the centres have mean 0 and rms 1 on each axis', () => {
    const { components } = mixtureOf(id);
    for (const axis of [0, 1]) {
      const mean = components.reduce((sum, c) => sum + c.weight * c.mean[axis]!, 0);
      const square = components.reduce((sum, c) => sum + c.weight * c.mean[axis]! ** 2, 0);
      expect(Math.abs(mean)).toBeLessThan(1e-15);
      expect(Math.abs(square - 1)).toBeLessThan(1e-15);
    }
  });

  test('points of each label have the component’s share, mean and covariance', () => {
    const n = 40_000;
    const { points, labels } = samplePoints({ id, count: n, rng: makeRng(2) });
    for (const [label, { weight, mean, covariance }] of mixtureOf(id).components.entries()) {
      const own = Array.from({ length: n }, (_, i) => i).filter((i) => labels?.[i] === label);
      const size = own.length;
      expect(Math.abs(size / n - weight)).toBeLessThan(4 * Math.sqrt((weight * (1 - weight)) / n));
      const offset = (i: number, axis: number) => points[2 * i + axis]! - mean[axis]!;
      for (const a of [0, 1]) {
        const variance = covariance[a]![a]!;
        const average = own.reduce((sum, i) => sum + offset(i, a), 0) / size;
        expect(Math.abs(average)).toBeLessThan(4 * Math.sqrt(variance / size));
        for (const b of [0, 1]) {
          const product = own.reduce((sum, i) => sum + offset(i, a) * offset(i, b), 0) / size;
          const scale = Math.sqrt(variance * covariance[b]![b]!);
          expect(Math.abs(product - covariance[a]![b]!)).toBeLessThan(
            4 * scale * Math.sqrt(2 / size),
          );
        }
      }
    }
  });

  test('the density integrates to 1 over the plane', () => {
    const mixture = mixtureOf(id, 0.3);
    const step = 0.02;
    const side = Array.from({ length: 400 }, (_, i) => -4 + i * step);
    const grid = Float64Array.from(side.flatMap((x) => side.flatMap((y) => [x, y])));
    const sum = logDensity(mixture, grid).reduce((total, log) => total + Math.exp(log), 0);
    expect(Math.abs(sum * step * step - 1)).toBeLessThan(1e-9);
  });

  test('the noise scales every covariance by its square', () => {
    const [one, two] = [mixtureOf(id, 0.1), mixtureOf(id, 0.2)];
    const flat = (m: typeof one) => m.components.flatMap((c) => c.covariance.flat());
    const error = flat(two).map((value, i) => Math.abs(value - 4 * flat(one)[i]!));
    expect(Math.max(...error)).toBeLessThan(1e-15);
  });
});

test('a set that is no mixture is refused', () => {
  const id = 'moons' as MixtureDatasetId;
  expect(() => mixtureOf(id)).toThrow('id must be a point set that is a Gaussian mixture');
  expect(() => mixtureOf('eightGaussians', 0)).toThrow('noise must be a number above 0');
});

test('of the two unequal components one has three quarters of the weight', () => {
  const [large, small] = mixtureOf('twoGaussians').components;
  expect([large?.weight, small?.weight]).toEqual([0.75, 0.25]);
});

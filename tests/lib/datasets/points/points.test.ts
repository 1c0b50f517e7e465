/** The point sets: their geometry against scikit-learn's, their moments, uniformity, and seeds. */

import { describe, expect, test } from 'vitest';
import {
  isMixtureDataset,
  type PointDatasetId,
  pointDatasets,
  samplePoints,
} from '../../../../src/lib/datasets/index.ts';
import { checkerboardShape } from '../../../../src/lib/datasets/points/checkerboard.ts';
import { moonsShape } from '../../../../src/lib/datasets/points/moons.ts';
import type { Shape } from '../../../../src/lib/datasets/points/pointDataset.ts';
import { ringsShape } from '../../../../src/lib/datasets/points/rings.ts';
import { swissRollShape } from '../../../../src/lib/datasets/points/swissRoll.ts';
import { makeRng } from '../../../../src/lib/diffusion/index.ts';
import { golden } from '../support.ts';

const ids = Object.keys(pointDatasets) as PointDatasetId[];
const shapes = {
  moons: moonsShape,
  rings: ringsShape,
  swissRoll: swissRollShape,
  checkerboard: checkerboardShape,
} satisfies Partial<Record<PointDatasetId, Shape>>;
const drawing = Float32Array.of(0.5, 1, -1, 0.25, 0, -2);

function sample(id: PointDatasetId, count: number, noise?: number, seed = 5) {
  return samplePoints({ id, count, rng: makeRng(seed), noise, drawn: drawing });
}

function pairs(points: Float64Array): [number, number][] {
  return Array.from({ length: points.length / 2 }, (_, i) => [points[2 * i]!, points[2 * i + 1]!]);
}

/** Noise-free points in the shape's own units, with labels. */
function clean(id: keyof typeof shapes, count: number) {
  const { mean, deviation } = shapes[id];
  const { points, labels } = sample(id, count, 0);
  return pairs(points).map(([x, y], i) => ({
    x: x * deviation[0] + mean[0],
    y: y * deviation[1] + mean[1],
    label: labels?.[i],
  }));
}

/**
 * Kolmogorov's distance between a sample and the uniform distribution on [0, 1], times √n.
 * Above 1.95 in one of a thousand samples (Kolmogorov 1933).
 */
function kolmogorov(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const n = sorted.length;
  const gaps = sorted.map((value, i) => Math.max((i + 1) / n - value, value - i / n));
  return Math.sqrt(n) * Math.max(...gaps);
}

/** Mean of a function of θ over its range, by the midpoint rule. */
function average(from: number, to: number, f: (angle: number) => number): number {
  const steps = 20_000;
  let sum = 0;
  for (let i = 0; i < steps; i++) sum += f(from + ((to - from) * (i + 0.5)) / steps);
  return sum / steps;
}

const squared = (f: (angle: number) => number) => (angle: number) => f(angle) ** 2;

describe('standardisation', () => {
  /** The coordinates of each equally likely branch, written with Math.sin and Math.cos. */
  const curves = {
    moons: [
      0,
      Math.PI,
      [(a) => Math.cos(a), (a) => 1 - Math.cos(a)],
      [(a) => Math.sin(a), (a) => 0.5 - Math.sin(a)],
    ],
    rings: [
      0,
      2 * Math.PI,
      [(a) => Math.cos(a), (a) => Math.cos(a) / 2],
      [(a) => Math.sin(a), (a) => Math.sin(a) / 2],
    ],
    swissRoll: [1.5 * Math.PI, 4.5 * Math.PI, [(a) => a * Math.cos(a)], [(a) => a * Math.sin(a)]],
  } satisfies Record<
    string,
    [number, number, ((a: number) => number)[], ((a: number) => number)[]]
  >;

  test.each(['moons', 'rings', 'swissRoll'] as const)(
    'the constants of %s are the exact moments, by numerical integration',
    (id) => {
      const [from, to, ...axes] = curves[id];
      const { mean, deviation } = shapes[id];
      for (const [axis, branches] of axes.entries()) {
        const over = (f: (g: (a: number) => number) => (a: number) => number) =>
          branches.reduce((sum, g) => sum + average(from, to, f(g)), 0) / branches.length;
        const expectedMean = over((g) => g);
        expect(mean[axis]).toBeCloseTo(expectedMean, 6);
        expect(deviation[axis]! ** 2).toBeCloseTo(over(squared) - expectedMean ** 2, 5);
      }
    },
  );

  test.each(ids.filter((id) => id !== 'drawn'))('%s: mean 0, rms √(1 + noise²)', (id) => {
    const n = 50_000;
    const noise = 0.3;
    const all = pairs(sample(id, n, noise).points);
    const within = id === 'twoGaussians' ? 3 / 4 + 1 / 16 : 1;
    for (const axis of [0, 1] as const) {
      const values = all.map((pair) => pair[axis]);
      const mean = values.reduce((sum, v) => sum + v, 0) / n;
      const square = values.reduce((sum, v) => sum + v * v, 0) / n;
      const fourth = values.reduce((sum, v) => sum + v ** 4, 0) / n;
      expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(square / n));
      const error = Math.abs(square - (1 + within * noise ** 2));
      expect(error).toBeLessThan(4 * Math.sqrt((fourth - square ** 2) / n));
    }
  });

  test('noise moves the same points: the clean ones plus noise times the same draws', () => {
    const [none, one, two] = [0, 0.1, 0.2].map((noise) => sample('moons', 200, noise).points);
    const error = none!.map((v, i) => Math.abs(two![i]! - v - 2 * (one![i]! - v)));
    expect(Math.max(...error)).toBeLessThan(1e-14);
    expect(one).not.toEqual(none);
  });

  test('the noise has the deviation it should, on both axes', () => {
    const n = 20_000;
    const [without, with_] = [sample('swissRoll', n, 0).points, sample('swissRoll', n, 0.2).points];
    for (const axis of [0, 1]) {
      let square = 0;
      for (let i = axis; i < 2 * n; i += 2) square += (with_[i]! - without[i]!) ** 2;
      expect(Math.abs(square / n / 0.04 - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    }
  });
});

describe('geometry', () => {
  test.each(['moons', 'rings', 'swissRoll'] as const)(
    '%s: every point that scikit-learn made lies among ours',
    (id) => {
      const ours = clean(id, 20_000);
      const far = golden.scikitLearnCurves[id].map(([x, y]) =>
        Math.min(...ours.map((point) => Math.hypot(point.x - x, point.y - y))),
      );
      const length = { moons: 2 * Math.PI, rings: 3 * Math.PI, swissRoll: 92 }[id];
      expect(Math.max(...far)).toBeLessThan((10 * length) / 20_000);
    },
  );

  test('moons: each point is on its own arc, and angles are uniform', () => {
    const points = clean('moons', 10_000);
    const local = points.map(({ x, y, label }) =>
      label === 0 ? { x, y } : { x: 1 - x, y: 0.5 - y },
    );
    expect(Math.max(...local.map(({ x, y }) => Math.abs(Math.hypot(x, y) - 1)))).toBeLessThan(
      1e-14,
    );
    expect(Math.min(...local.map(({ y }) => y))).toBeGreaterThan(-1e-14);
    expect(kolmogorov(local.map(({ x, y }) => Math.atan2(y, x) / Math.PI))).toBeLessThan(1.95);
  });

  test('rings: each point is on its own ring, and angles are uniform', () => {
    const points = clean('rings', 10_000);
    const error = points.map(({ x, y, label }) =>
      Math.abs(Math.hypot(x, y) - (label === 0 ? 1 : 0.5)),
    );
    expect(Math.max(...error)).toBeLessThan(1e-14);
    const turns = points.map(({ x, y }) => Math.atan2(y, x) / (2 * Math.PI) + 0.5);
    expect(kolmogorov(turns)).toBeLessThan(1.95);
  });

  test('swiss roll: the radius is the angle, and is uniform', () => {
    const points = clean('swissRoll', 10_000);
    const error = points.map(({ x, y }) => {
      const angle = Math.hypot(x, y);
      return Math.hypot(x - angle * Math.cos(angle), y - angle * Math.sin(angle));
    });
    expect(Math.max(...error)).toBeLessThan(1e-11);
    const share = points.map(({ x, y }) => Math.hypot(x, y) / (3 * Math.PI) - 0.5);
    expect(kolmogorov(share)).toBeLessThan(1.95);
  });

  test('checkerboard: eight right squares, each evenly filled, each as often', () => {
    const n = 16_000;
    const points = clean('checkerboard', n);
    const cells = points.map(({ x, y }) => `${Math.floor(x)},${Math.floor(y)}`);
    const filled = ['0,0', '2,0', '1,1', '3,1', '0,2', '2,2', '1,3', '3,3'];
    expect([...new Set(cells)].sort()).toEqual([...filled].sort());
    expect(points.every(({ label }, i) => cells[i] === filled[label!])).toBe(true);
    const counts = filled.map((cell) => cells.filter((other) => other === cell).length);
    const chiSquare = counts.reduce((sum, count) => sum + (count - n / 8) ** 2 / (n / 8), 0);
    expect(chiSquare).toBeLessThan(24.32); // 0.999 quantile, 7 degrees of freedom
    expect(kolmogorov(points.map(({ x }) => x - Math.floor(x)))).toBeLessThan(1.95);
    expect(kolmogorov(points.map(({ y }) => y - Math.floor(y)))).toBeLessThan(1.95);
  });

  test('the test for uniformity itself tells a slightly bent distribution apart', () => {
    const rng = makeRng(1);
    const bent = Array.from({ length: 10_000 }, () => rng.uniform() ** 1.1);
    expect(kolmogorov(bent)).toBeGreaterThan(1.95);
  });
});

describe('drawn', () => {
  test('without noise gives the drawn points alone, each as often', () => {
    const n = 9_000;
    const counts = new Map<string, number>();
    for (const [x, y] of pairs(sample('drawn', n, 0).points)) {
      counts.set(`${x},${y}`, (counts.get(`${x},${y}`) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['-1,0.25', '0,-2', '0.5,1']);
    for (const count of counts.values()) {
      expect(Math.abs(count - n / 3)).toBeLessThan(4 * Math.sqrt((n * 2) / 9));
    }
  });

  test.each([
    ['nothing', undefined],
    ['no point', new Float32Array()],
    ['half a point', Float32Array.of(1, 2, 3)],
    ['a point that is not a number', Float32Array.of(1, Number.NaN)],
  ])('refuses %s', (_, points) => {
    const draw = () => samplePoints({ id: 'drawn', count: 3, rng: makeRng(1), drawn: points });
    expect(draw).toThrow(/^drawn must be .*x, y pairs/);
  });
});

describe('every set', () => {
  test.each(ids)('%s: the same seed gives the same points, another seed others', (id) => {
    expect(sample(id, 50)).toEqual(sample(id, 50));
    expect(sample(id, 50).points).not.toEqual(sample(id, 50, undefined, 6).points);
    expect(sample(id, 50).points).toHaveLength(100);
  });

  test.each(ids)('%s: labels are there exactly if it has classes, and all occur', (id) => {
    const { labels } = sample(id, 2_000);
    const { classes } = pointDatasets[id];
    expect(new Set(labels).size).toBe(classes);
    expect(labels === undefined).toBe(classes === 0);
  });

  test.each(ids)('%s: the registry entry is complete and its slider makes sense', (id) => {
    const entry = pointDatasets[id];
    expect(entry.id).toBe(id);
    for (const text of [entry.label, entry.description, entry.citation]) expect(text).not.toBe('');
    expect(entry.noise.default).toBeGreaterThanOrEqual(entry.noise.min);
    expect(entry.noise.default).toBeLessThanOrEqual(entry.noise.max);
    expect(isMixtureDataset(id)).toBe(id.endsWith('Gaussians'));
    for (const noise of [entry.noise.min, entry.noise.max]) {
      expect(sample(id, 20, noise).points.every(Number.isFinite)).toBe(true);
    }
  });

  test.each(ids)('%s: refuses a bad count and a bad noise by name', (id) => {
    expect(() => sample(id, 0)).toThrow('count must be a positive integer, but it is 0.');
    expect(() => sample(id, 2.5)).toThrow('count must be a positive integer, but it is 2.5.');
    expect(() => sample(id, 3, -0.1)).toThrow(/^noise must be a number .* but it is -0.1\.$/);
    expect(() => sample(id, 3, Number.NaN)).toThrow(/^noise must be a number .* but it is NaN\.$/);
  });

  test('an unknown id is refused, also the name of a method', () => {
    for (const id of ['spiral', 'toString']) {
      expect(() => sample(id as PointDatasetId, 3)).toThrow(
        'id must be one of eightGaussians, twoGaussians, moons',
      );
    }
  });
});

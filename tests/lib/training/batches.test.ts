/** Batches: a function of seed and step alone, evenly drawn, classes hidden as often as asked. */
import { describe, expect, test } from 'vitest';
import { type BatchSource, drawBatch } from '../../../src/lib/training/batches.ts';

const source: BatchSource = {
  seed: 3,
  batchSize: 64,
  count: 20,
  T: 50,
  classes: Array.from({ length: 20 }, (_, i) => i % 4),
  nullClass: 4,
  labelDropout: 0.25,
};

const drawMany = (from: BatchSource, steps: number) =>
  Array.from({ length: steps }, (_, step) => drawBatch(from, step));

function frequencies(values: readonly number[], kinds: number): number[] {
  const counts = new Array<number>(kinds).fill(0);
  for (const value of values) counts[value]!++;
  return counts.map((count) => count / values.length);
}

describe('drawBatch', () => {
  test('depends on the seed and the step, and on nothing before', () => {
    const later = drawBatch(source, 17);
    expect(drawMany(source, 18)[17]).toEqual(later);
    expect(drawBatch(source, 18)).not.toEqual(later);
    expect(drawBatch({ ...source, seed: 4 }, 17)).not.toEqual(later);
  });

  test('draws every image and every timestep about as often', () => {
    const batches = drawMany(source, 400);
    const images = frequencies(
      batches.flatMap(({ indices }) => [...indices]),
      20,
    );
    const times = frequencies(
      batches.flatMap(({ timesteps }) => [...timesteps]),
      50,
    );
    // 25,600 draws: five standard deviations of a share 1/20 are 0.0068, of 1/50 0.0044.
    for (const share of images) expect(Math.abs(share - 0.05)).toBeLessThan(0.0068);
    for (const share of times) expect(Math.abs(share - 0.02)).toBeLessThan(0.0044);
  });

  test('shows each image with its class, or with none as often as asked', () => {
    const batches = drawMany(source, 400);
    let hidden = 0;
    for (const { indices, classes } of batches) {
      for (const [row, index] of indices.entries()) {
        if (classes![row] === 4) hidden++;
        else expect(classes![row]).toBe(index % 4);
      }
    }
    expect(Math.abs(hidden / 25_600 - 0.25)).toBeLessThan(0.0136);
  });

  test('hides no class at 0, every class at 1, and has none without classes', () => {
    const shown = drawBatch({ ...source, labelDropout: 0 }, 1).classes!;
    expect([...shown].includes(4)).toBe(false);
    const never = drawBatch({ ...source, labelDropout: 1 }, 1).classes!;
    expect([...never]).toEqual(Array(64).fill(4));
    expect(drawBatch({ ...source, classes: null }, 1).classes).toBeNull();
  });
});

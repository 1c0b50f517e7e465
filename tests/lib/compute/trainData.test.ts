/** What a run learns from: the chosen labels' images with their place as class, and the reader's own, made smaller. */
import { describe, expect, test } from 'vitest';
import { loadTrainingData, selectClasses } from '../../../src/lib/compute/jobs/trainData.ts';
import { makeFileFetch } from '../datasets/support.ts';
import { largestError } from '../diffusion/closeness.ts';
import { smallSettings } from '../training/support.ts';

const sources = {
  dataUrl: '/data/',
  own: null,
  onProgress: () => {},
  signal: new AbortController().signal,
  fetch: makeFileFetch().fetch,
  cache: null,
};

describe('selectClasses', () => {
  test('keeps the chosen labels’ images in order, and numbers labels by their place in the list', () => {
    const all = { images: Float32Array.of(1, 1, 2, 2, 3, 3, 4, 4), labels: [5, 2, 7, 5] };
    expect(selectClasses(all, [5, 7])).toEqual({
      images: Float32Array.of(1, 1, 3, 3, 4, 4),
      count: 3,
      classes: Int32Array.of(0, 1, 0),
    });
  });
});

describe('loadTrainingData', () => {
  test('loads the training digits of the chosen classes', async () => {
    const { count, images, classes } = await loadTrainingData(smallSettings, sources);
    expect(images).toHaveLength(count * 64);
    expect(new Set(classes)).toEqual(new Set([0, 1]));
  });

  test('makes the reader’s pictures 16 by 16 by exact area, and keeps grey and edges', async () => {
    const settings = { ...smallSettings, data: 'own', classes: [] } as const;
    const own = new Float32Array(2 * 784).fill(0.5, 784);
    for (let i = 0; i < 784; i++) own[i] = i % 28 < 14 ? -1 : 1;
    const { count, images, classes } = await loadTrainingData(settings, { ...sources, own });
    expect([count, classes, images.length]).toEqual([2, null, 512]);
    const row = Array.from({ length: 16 }, (_, x) => (x < 8 ? -1 : 1));
    const halves = Array.from({ length: 16 }, () => row).flat();
    expect(largestError(images.subarray(0, 256), halves)).toBeLessThan(1e-6);
    expect(largestError(images.subarray(256), new Array(256).fill(0.5))).toBeLessThan(1e-6);
  });
});

/** What a run's pictures ask of the engine: guidance where there are classes, no more steps than there are. */
import { describe, expect, test } from 'vitest';
import { makeCosineSchedule } from '../../../src/lib/diffusion/index.ts';
import type { Network, Walk } from '../../../src/lib/engines/engine.ts';
import { sampleImages } from '../../../src/lib/training/sampling.ts';

const schedule = makeCosineSchedule({ T: 100 });

describe('sampleImages', () => {
  const walks: Walk[] = [];
  const network = {
    walk: async (walk: Walk) => {
      walks.push(walk);
      return new Float32Array(walk.start.length);
    },
  } as unknown as Network;
  const request = {
    schedule,
    prediction: 'eps',
    start: new Float32Array(6),
    nullClass: 4,
    guidanceScale: 3,
    steps: 25,
  } as const;

  test('guides with classes, and cannot without', async () => {
    await sampleImages(network, { ...request, classes: [1, 2] });
    expect(walks.at(-1)).toMatchObject({
      classes: [1, 2],
      others: [4, 4],
      clip: true,
    });
    expect(walks.at(-1)!.steps).toHaveLength(25);
    expect(walks.at(-1)!.steps.every(({ guidanceScale }) => guidanceScale === 3)).toBe(true);
    await sampleImages(network, { ...request, classes: null });
    expect(walks.at(-1)!.steps.every(({ guidanceScale }) => guidanceScale === 1)).toBe(true);
    expect(walks.at(-1)!.classes).toBeUndefined();
  });

  test('takes every step of a schedule that has fewer than asked', async () => {
    const short = makeCosineSchedule({ T: 10 });
    await sampleImages(network, { ...request, schedule: short, classes: null });
    expect(walks.at(-1)!.steps.map(({ row }) => row.t)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  });
});

/** Walks in a network's own terms: whatever is predicted, an exact answer leads to the same images. */
import { describe, expect, test } from 'vitest';
import {
  convertPrediction,
  makeCosineSchedule,
  makeDdimTable,
  makeRng,
  sampleNormals,
} from '../../../src/lib/diffusion/index.ts';
import type { Network, Walk } from '../../../src/lib/engines/engine.ts';
import { makeWalkSteps, sampleImages } from '../../../src/lib/training/sampling.ts';
import { largestError } from '../diffusion/closeness.ts';

const schedule = makeCosineSchedule({ T: 100 });
const target = Float64Array.of(0.5, -0.25, 0.9);

describe('makeWalkSteps', () => {
  test.each(['eps', 'x0', 'v'] as const)('reaches what an exact %s points at', (prediction) => {
    const steps = makeWalkSteps(schedule, prediction, makeDdimTable(schedule, { steps: 8 }));
    let x = Float64Array.from(sampleNormals(makeRng(2), 3));
    for (const { t, x0, next } of steps) {
      const answer = convertPrediction(schedule, {
        from: 'x0',
        to: prediction,
        xt: x,
        t,
        value: target,
      });
      const clean = x.map((value, i) => x0.xt * value + x0.value * answer[i]!);
      expect(largestError(clean, target)).toBeLessThan(1e-9);
      x = x.map((value, i) => next.xt * value + next.x0 * clean[i]!);
    }
    expect(largestError(x, target)).toBeLessThan(1e-9);
  });

  test('refuses a sampler that needs fresh noise', () => {
    const table = makeDdimTable(schedule, { steps: 8, eta: 0.5 });
    expect(() => makeWalkSteps(schedule, 'eps', table)).toThrow('without fresh noise');
  });
});

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
      nullClass: 4,
      guidanceScale: 3,
      clip: true,
    });
    expect(walks.at(-1)!.steps).toHaveLength(25);
    await sampleImages(network, { ...request, classes: null });
    expect(walks.at(-1)).toMatchObject({ guidanceScale: 1 });
    expect(walks.at(-1)!.classes).toBeUndefined();
  });

  test('takes every step of a schedule that has fewer than asked', async () => {
    const short = makeCosineSchedule({ T: 10 });
    await sampleImages(network, { ...request, schedule: short, classes: null });
    expect(walks.at(-1)!.steps.map(({ t }) => t)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  });
});

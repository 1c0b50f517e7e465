/** What the tests of the forward-noising lesson share: its address, its pictures, and how to compare them. */
import type { Locator } from 'playwright-core';
import { expect, inject } from 'vitest';
import { greyLevel } from '../../src/components/plots/drawPixels.ts';
import { schedule } from '../../src/lessons/forward-noising/figures/courseSchedule.ts';
import { type ImageDatasetId, loadImages } from '../../src/lib/datasets/index.ts';
import { forwardSample, makeRng, sampleNormals } from '../../src/lib/diffusion/index.ts';
import { canvasPixels } from './site.ts';

export const lesson = '/lessons/forward-noising/';

/** The first training image of a class, loaded here and not by the page. */
export async function firstOf(id: ImageDatasetId, label: number): Promise<Float32Array> {
  const baseUrl = new URL('data/', inject('siteUrl')).href;
  const data = await loadImages({ id, split: 'train', limit: 1000, baseUrl, cache: null });
  const length = data.width * data.height;
  const start = data.labels.indexOf(label) * length;
  return data.images.slice(start, start + length);
}

/** Waits until the picture shows exactly these values. */
export async function expectPicture(
  root: Locator,
  name: string,
  pixels: Float32Array,
): Promise<void> {
  await expect
    .poll(async () => (await canvasPixels(root, name)).levels, { timeout: 15_000 })
    .toEqual(Array.from(pixels, greyLevel));
}

/** x_t by one jump, with the noise that a figure draws from this seed. */
export function jumpTo(x0: Float32Array, t: number, seed = 1): Float32Array {
  return forwardSample(schedule, x0, t, sampleNormals(makeRng(seed), x0.length));
}

/** What the tests of the lesson on noise schedules share: its address, its picture, and its strips. */
import type { Locator } from 'playwright-core';
import { expect, inject } from 'vitest';
import { gridBytes } from '../../src/components/plots/drawPictureGrid.ts';
import { stripLength, stripPictures } from '../../src/lessons/noise-schedules/filmstrip.ts';
import { loadImages } from '../../src/lib/datasets/index.ts';
import { makeRng, type Schedule, sampleNormals } from '../../src/lib/diffusion/index.ts';
import { canvasPixels } from './site.ts';

export const lesson = '/lessons/noise-schedules/';

/** The first ankle boot, the picture that the figures start with. */
export async function loadBoot(): Promise<Float32Array> {
  const baseUrl = new URL('data/', inject('siteUrl')).href;
  const data = await loadImages({
    id: 'fashion-28',
    split: 'train',
    limit: 1000,
    baseUrl,
    cache: null,
  });
  const start = data.labels.indexOf(9) * 784;
  return data.images.slice(start, start + 784);
}

/** Waits until a strip shows nine jumps of the picture under the schedule, with the noise of the seed. */
export async function expectStrip(
  root: Locator,
  name: string,
  x0: Float32Array,
  schedule: Schedule,
  seed = 1,
): Promise<void> {
  const pictures = stripPictures(schedule, x0, sampleNormals(makeRng(seed), 784));
  const bytes = gridBytes({ pictures, size: 28, columns: stripLength, gap: 2 });
  await expect
    .poll(async () => (await canvasPixels(root, name)).levels, { timeout: 15_000 })
    .toEqual(Array.from(bytes).filter((_, i) => i % 4 === 0));
}

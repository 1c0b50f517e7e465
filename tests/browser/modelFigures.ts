/** What tests of figures that run a shipped model share: patience, and waiting for words and pictures. */
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { greyLevel } from '../../src/components/plots/drawPixels.ts';
import { canvasPixels, readingOf } from './site.ts';

/** The software adapter compiles the networks’ shaders at their first use, and walks slowly: that can take a while. */
export const modelMs = 150_000;

/** Waits until the figure's text equivalent says so. */
export async function expectReading(root: Locator, form: RegExp): Promise<string> {
  await expect.poll(() => readingOf(root), { timeout: modelMs, interval: 200 }).toMatch(form);
  return readingOf(root);
}

/** Waits until the picture shows these values, to within so many grey levels: two engines round differently. */
export async function expectPicture(
  root: Locator,
  name: string,
  pixels: ArrayLike<number>,
  levels = 2,
): Promise<void> {
  const expected = Array.from(pixels, greyLevel);
  await expect
    .poll(
      async () => {
        const shown = await canvasPixels(root, name);
        if (shown.levels.length !== expected.length) return `${shown.levels.length} pixels`;
        return Math.max(...shown.levels.map((level, i) => Math.abs(level - expected[i]!)));
      },
      { timeout: modelMs, message: `picture ${name}` },
    )
    .toBeLessThanOrEqual(levels);
}

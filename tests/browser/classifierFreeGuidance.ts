/** What the tests of the lesson on classifier-free guidance share: its figures, and how to read them. */
import type { BrowserContext, Locator } from 'playwright-core';
import { expect } from 'vitest';
import { gridBytes } from '../../src/components/plots/drawPictureGrid.ts';
import { greyLevel } from '../../src/components/plots/drawPixels.ts';
import { canvasPixels } from './site.ts';

export { expectReading, modelMs } from './modelFigures.ts';

export const lesson = '/lessons/classifier-free-guidance/';

/** The figures, in the order of the page. */
export const ids = ['cfg-grid', 'cfg-difference', 'cfg-plane', 'cfg-trade', 'cfg-too-much'];

/** No weights come: figures that run a network say so, and nothing heavy starts. */
export async function withoutWeights(context: BrowserContext): Promise<void> {
  await context.route('**/weights/**', (route) => route.abort());
}

/** The largest difference, in grey levels, between a picture and these values. */
export async function pictureApart(
  root: Locator,
  name: string,
  pixels: ArrayLike<number>,
): Promise<number> {
  const { levels } = await canvasPixels(root, name);
  const expected = Array.from(pixels, greyLevel);
  expect(levels, name).toHaveLength(expected.length);
  return Math.max(...levels.map((level, i) => Math.abs(level - expected[i]!)));
}

/** The same for a grid of images, [count, size, size]. */
export async function gridApart(
  root: Locator,
  name: string,
  images: Float32Array,
  { size, columns }: { readonly size: number; readonly columns: number },
): Promise<number> {
  const pixels = size * size;
  const pictures = Array.from({ length: images.length / pixels }, (_, i) =>
    images.subarray(i * pixels, (i + 1) * pixels),
  );
  const bytes = gridBytes({ pictures, size, columns, gap: 1 });
  const expected = Array.from(bytes).filter((_, i) => i % 4 === 0);
  const { levels } = await canvasPixels(root, name);
  expect(levels, name).toHaveLength(expected.length);
  return Math.max(...levels.map((level, i) => Math.abs(level - expected[i]!)));
}

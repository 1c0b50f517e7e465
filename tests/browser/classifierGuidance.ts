/** What the tests of the classifier-guidance lesson share: the networks in Node, held-out digits, and how to read the figures. */
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { imagesFromDisk } from '../../scripts/imagesFromDisk.ts';
import { gridBytes } from '../../src/components/plots/drawPictureGrid.ts';
import { greyLevel } from '../../src/components/plots/drawPixels.ts';
import {
  digitPixels,
  digitSize,
  imageAt,
  schedule,
} from '../../src/lessons/classifier-guidance/figures/digits.ts';
import { forwardSample, makeRng, sampleNormals } from '../../src/lib/diffusion/index.ts';
import { canvasPixels } from './site.ts';

export { expectReading, modelMs } from './modelFigures.ts';

export const lesson = '/lessons/classifier-guidance/';

const heldOut = await imagesFromDisk('digits-8', 'test');

/** The first held-out digit of a class at t, in the noise that the page draws from this seed. */
export function noisyDigit(label: number, t: number, seed = 1): Float32Array {
  const x0 = imageAt(heldOut.images, heldOut.labels.indexOf(label));
  return forwardSample(schedule, x0, t, sampleNormals(makeRng(seed), digitPixels));
}

/** The largest difference, in grey levels, between a picture and these values. */
export async function picturesApart(
  root: Locator,
  name: string,
  pixels: ArrayLike<number>,
): Promise<number> {
  const { levels } = await canvasPixels(root, name);
  const expected = Array.from(pixels, greyLevel);
  expect(levels).toHaveLength(expected.length);
  return Math.max(...levels.map((level, i) => Math.abs(level - expected[i]!)));
}

/** The same for a grid of digits. */
export async function gridApart(
  root: Locator,
  name: string,
  images: Float32Array,
  columns: number,
): Promise<number> {
  const pictures = Array.from({ length: images.length / digitPixels }, (_, i) =>
    imageAt(images, i),
  );
  const bytes = gridBytes({ pictures, size: digitSize, columns, gap: 1 });
  const expected = Array.from(bytes).filter((_, i) => i % 4 === 0);
  const { levels } = await canvasPixels(root, name);
  expect(levels).toHaveLength(expected.length);
  return Math.max(...levels.map((level, i) => Math.abs(level - expected[i]!)));
}

/** The cells of a table's row. */
export const cellsOf = async (root: Locator, row: string): Promise<string[]> =>
  (await root.locator(`${row} td`).allTextContents()).filter((text) => text !== '');

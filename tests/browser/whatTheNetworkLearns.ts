/** What the tests of the lesson on training share: its digits, its pictures, and how to read its charts. */
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { imagesFromDisk } from '../../scripts/imagesFromDisk.ts';
import { gridBytes } from '../../src/components/plots/drawPictureGrid.ts';
import { greyLevel } from '../../src/components/plots/drawPixels.ts';
import {
  digitPixels,
  imageAt,
  schedule,
} from '../../src/lessons/what-the-network-learns/figures/digits.ts';
import type { ImageDataset } from '../../src/lib/datasets/index.ts';
import {
  forwardSample,
  makeIdealDenoiser,
  makeRng,
  sampleNormals,
} from '../../src/lib/diffusion/index.ts';
import { canvasPixels } from './site.ts';

export const lesson = '/lessons/what-the-network-learns/';

export const train = await imagesFromDisk('digits-8', 'train');
export const heldOut = await imagesFromDisk('digits-8', 'test');
export const ideal = makeIdealDenoiser({
  data: train.images,
  count: train.count,
  dim: digitPixels,
});

/** A job's context that only lets it work. */
export const quietly = { report: () => {}, breathe: async () => {} };

/** The nth digit of a class. */
export function digitOf(data: ImageDataset, label: number, nth = 0): Float32Array {
  const indices = [...data.labels.keys()].filter((index) => data.labels[index] === label);
  return imageAt(data, indices[nth]!);
}

/** x_t by one jump, with the noise that a figure draws from this seed. */
export function jumpTo(x0: Float32Array, t: number, seed = 1): Float32Array {
  return forwardSample(schedule, x0, t, sampleNormals(makeRng(seed), digitPixels));
}

/** E[x0 | x_t] over the training digits. */
export function bestGuess(xt: Float32Array, t: number): Float32Array {
  return ideal.posteriorMean(xt, schedule.alphasCumprod[t]!);
}

/** Waits until the picture shows these values, to within one grey level (canvases may round). */
export async function expectPicture(
  root: Locator,
  name: string,
  pixels: ArrayLike<number>,
): Promise<void> {
  await expectLevels(root, name, Array.from(pixels, greyLevel));
}

/** Waits until a row of eight pictures shows these values. */
export async function expectRow(root: Locator, name: string, batch: Float32Array): Promise<void> {
  const pictures = Array.from({ length: 8 }, (_, row) =>
    batch.subarray(row * digitPixels, (row + 1) * digitPixels),
  );
  const bytes = gridBytes({ pictures, size: 8, columns: 8, gap: 1 });
  const levels = Array.from(bytes).filter((_, i) => i % 4 === 0);
  await expectLevels(root, name, levels);
}

async function expectLevels(root: Locator, name: string, expected: number[]): Promise<void> {
  await expect
    .poll(
      async () => {
        const { levels } = await canvasPixels(root, name);
        if (levels.length !== expected.length) return `${levels.length} pixels`;
        return Math.max(...levels.map((level, i) => Math.abs(level - expected[i]!)));
      },
      { timeout: 15_000, message: `picture ${name}` },
    )
    .toBeLessThanOrEqual(1);
}

/** From a chart's vertical pixels to its values, read off the labels of its y axis. */
export async function yScale(
  root: Locator,
  plot: string,
  log: boolean,
): Promise<(pixel: number) => number> {
  const labels = root.locator(`[data-plot="${plot}"] [aria-label="y-axis tick label"] text`);
  // A chart's library is loaded when the chart is seen.
  await root.locator(`[data-plot="${plot}"]`).scrollIntoViewIfNeeded();
  await expect.poll(() => labels.count(), { timeout: 45_000 }).toBeGreaterThan(2);
  const ticks = await labels.evaluateAll((all) =>
    all.map((text) => ({
      y: Number(/translate\([^,]+,\s*([\d.-]+)\)/.exec(text.getAttribute('transform') ?? '')?.[1]),
      value: Number((text.textContent ?? '').replace(/[×%]/g, '')),
    })),
  );
  const [a, b] = [ticks[0]!, ticks.at(-1)!];
  const value = (tick: { value: number }) => (log ? Math.log(tick.value) : tick.value);
  return (pixel) => {
    const along = value(a) + ((pixel - a.y) / (b.y - a.y)) * (value(b) - value(a));
    return log ? Math.exp(along) : along;
  };
}

/** The vertical pixels of the corners of the chart's nth line. */
export async function lineHeights(root: Locator, plot: string, nth: number): Promise<number[]> {
  const path = root.locator(`[data-plot="${plot}"] [aria-label="line"] path`).nth(nth);
  const d = (await path.getAttribute('d')) ?? '';
  return d
    .split(/[ML]/)
    .filter(Boolean)
    .map((corner) => Number(corner.split(',')[1]));
}

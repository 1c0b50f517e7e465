/** What the tests of the DDIM lesson share: the page, the shipped model on another engine, and waiting for pictures. */
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { engineForNode } from '../../scripts/engineForNode.ts';
import { modelFromDisk } from '../../scripts/modelsFromDisk.ts';
import { gridBytes } from '../../src/components/plots/drawPictureGrid.ts';
import { schedule } from '../../src/lessons/ddim/figures/models.ts';
import { type DrawRequest, drawImages } from '../../src/lib/sampling/draw.ts';
import { modelMs } from './modelFigures.ts';
import { canvasPixels } from './site.ts';

export { expectReading, modelMs } from './modelFigures.ts';

export const lesson = '/lessons/ddim/';

/** The shipped digits model on another engine than the browser's. */
export async function digitsInNode() {
  const engine = await engineForNode(['wasm']);
  const { graph, parameters } = await modelFromDisk('digits-8');
  const network = engine.load(graph, parameters);
  const denoiser = { network, schedule, prediction: 'eps' as const, classes: 10 };
  const draw = async (request: DrawRequest) => (await drawImages(denoiser, request)).images;
  return { draw, dispose: () => engine.dispose() };
}

/** Waits until a grid shows these digits, to within so many grey levels: two engines round differently. */
export async function expectDigits(
  root: Locator,
  canvas: string,
  images: Float32Array,
  columns: number,
  levels = 6,
): Promise<void> {
  const pictures = Array.from({ length: images.length / 64 }, (_, i) =>
    images.subarray(64 * i, 64 * i + 64),
  );
  const bytes = gridBytes({ pictures, size: 8, columns, gap: 1 });
  const expected = Array.from(bytes).filter((_, i) => i % 4 === 0);
  await expect
    .poll(
      async () => {
        const shown = await canvasPixels(root, canvas);
        if (shown.levels.length !== expected.length) return `${shown.levels.length} pixels`;
        return Math.max(...shown.levels.map((level, i) => Math.abs(level - expected[i]!)));
      },
      { timeout: modelMs, message: `digits of ${canvas}` },
    )
    .toBeLessThanOrEqual(levels);
}

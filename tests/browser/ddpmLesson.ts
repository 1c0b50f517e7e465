/** What the tests of the DDPM lesson share: its page, and the same walks on another engine in Node. */
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { engineForNode } from '../../scripts/engineForNode.ts';
import { modelFromDisk } from '../../scripts/modelsFromDisk.ts';
import { greyLevel } from '../../src/components/plots/drawPixels.ts';
import { schedule } from '../../src/lessons/ddpm/figures/modelSchedule.ts';
import { startNoise, type WalkedRow } from '../../src/lessons/ddpm/figures/oneStep.ts';
import { drawImages } from '../../src/lib/sampling/draw.ts';
import type { DrawSettings } from '../../src/lib/sampling/settings.ts';
import { canvasPixels, readingOf } from './site.ts';

export const lesson = '/lessons/ddpm/';

export const ids = ['ddpm-one-step', 'ddpm-chains', 'ddpm-plane'];

/** The software adapter compiles the network’s shaders at the first call, and walks slowly. */
export const modelMs = 150_000;

class Enough extends Error {}

/** The digits model in Node. */
export async function digitsInNode() {
  const engine = await engineForNode(['wasm']);
  const { graph, parameters } = await modelFromDisk('digits-8');
  const network = engine.load(graph, parameters);
  const denoiser = { network, schedule, prediction: 'eps', classes: 10 } as const;
  /** The first rows of a walk, or all of them. */
  const walk = async (
    settings: DrawSettings,
    classes: readonly number[],
    { seed = 1, most = Number.POSITIVE_INFINITY } = {},
  ): Promise<WalkedRow[]> => {
    const rows: WalkedRow[] = [];
    const start = startNoise(seed, 64 * classes.length);
    const onStep = async ({ look }: { look: () => Promise<WalkedRow> }) => {
      rows.push(await look());
      if (rows.length >= most) throw new Enough();
    };
    try {
      await drawImages(denoiser, { settings, classes, start, seed, onStep });
    } catch (error) {
      if (!(error instanceof Enough)) throw error;
    }
    return rows;
  };
  /** The predicted noise of one digit. */
  const look = async (xt: Float32Array, t: number, y: number) =>
    network.forward({ x: xt, t: [t], y: [y] });
  return { walk, look, dispose: () => engine.dispose() };
}

/** Waits until the figure's text equivalent says so. */
export async function expectReading(root: Locator, form: RegExp): Promise<string> {
  await expect.poll(() => readingOf(root), { timeout: modelMs, interval: 300 }).toMatch(form);
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

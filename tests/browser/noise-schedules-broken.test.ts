/** Broken schedules in a browser: both figures generate what the library generates from the same seeds. */
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { gridBytes } from '../../src/components/plots/drawPictureGrid.ts';
import { formatShare } from '../../src/lessons/noise-schedules/format.ts';
import {
  digitSteps,
  type LitDigits,
  lightDigits,
  lightSchedules,
  measureLights,
  sampleCount,
} from '../../src/lessons/noise-schedules/lights.ts';
import {
  type CloudSettings,
  cloudPresets,
  generateCloud,
  measureCloud,
  scheduleOf,
  shiftOfMean,
  stepChoices,
  truth,
} from '../../src/lessons/noise-schedules/reverseCloud.ts';
import { idealReverse } from '../../src/lib/compute/jobs/idealReverse.ts';
import { loadImages } from '../../src/lib/datasets/index.ts';
import type { Schedule } from '../../src/lib/diffusion/index.ts';
import { lesson } from './noiseSchedules.ts';
import { canvasPixels, figure, openPage, readingOf, setSlider } from './site.ts';

/** What a canvas shows, as text that is equal only for equal pictures. */
function picture(root: Locator, name: string): Promise<string> {
  return root
    .locator(`canvas[data-canvas="${name}"]`)
    .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
}

async function expectCloud(root: Locator, settings: CloudSettings): Promise<void> {
  const measures = measureCloud(generateCloud(scheduleOf(settings), settings.seed));
  const column = root.locator('tbody td:nth-child(2)');
  await expect
    .poll(() => column.allTextContents(), { timeout: 20_000 })
    .toEqual([
      ...measures.shares.map(formatShare),
      `${measures.mean[0].toFixed(2)}, ${measures.mean[1].toFixed(2)}`,
      measures.spread.toFixed(2),
    ]);
  const shift = shiftOfMean(measures, truth).toFixed(2);
  expect(await readingOf(root)).toContain(`the mean is off by ${shift}`);
}

describe('broken-schedules', () => {
  test('generates what the library generates, at every preset', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'broken-schedules');
    await expectCloud(root, { ...cloudPresets.halfSignal.settings, seed: 1 });
    const start = await readingOf(root);
    const drawn = await picture(root, 'generated');
    const begun = await picture(root, 'ends');
    for (const { label, settings } of Object.values(cloudPresets)) {
      await root.getByRole('button', { name: label, exact: true }).click();
      await expectCloud(root, { ...settings, seed: 1 });
    }
    expect(await picture(root, 'generated')).not.toBe(drawn);
    expect(await picture(root, 'ends')).not.toBe(begun);
    await root.getByRole('button', { name: /Reset/ }).click();
    await expect.poll(() => readingOf(root)).toBe(start);
    expect(await picture(root, 'generated')).toBe(drawn);
    expect(await picture(root, 'ends')).toBe(begun);
  });

  test('follows T, the last beta, the toggle and the seed', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'broken-schedules');
    await setSlider(root, 'T', stepChoices.indexOf(20));
    await setSlider(root, 'betaEnd', 0.01);
    await expectCloud(root, { T: 20, betaEnd: 0.01, rescaled: true, seed: 1 });
    await root.getByLabel('Make up for fewer steps').uncheck();
    await expectCloud(root, { T: 20, betaEnd: 0.01, rescaled: false, seed: 1 });
    await root.getByRole('button', { name: /New noise/ }).click();
    await expectCloud(root, { T: 20, betaEnd: 0.01, rescaled: false, seed: 2 });
  });
});

describe('broken-digits', () => {
  let digits: LitDigits;

  beforeAll(async () => {
    const baseUrl = new URL('data/', inject('siteUrl')).href;
    const data = await loadImages({ id: 'digits-8', split: 'train', baseUrl, cache: null });
    digits = lightDigits(data.images, 64);
  });

  /** The worker's own handler, run here. */
  async function generate({ betas }: Schedule, seed: number): Promise<Float32Array> {
    const request = { ...digits, betas, samples: sampleCount, seed, frames: 1 };
    const context = { report: () => {}, breathe: async () => {} };
    return (await idealReverse(request, context)).samples;
  }

  function gridLevels(samples: Float32Array): number[] {
    const pictures = Array.from({ length: sampleCount }, (_, k) =>
      samples.subarray(k * 64, (k + 1) * 64),
    );
    const bytes = gridBytes({ pictures, size: 8, columns: 6, gap: 1 });
    return Array.from(bytes).filter((_, i) => i % 4 === 0);
  }

  async function expectDigits(root: Locator, schedule: Schedule, seed: number): Promise<void> {
    const samples = await generate(schedule, seed);
    await expect
      .poll(async () => (await canvasPixels(root, 'generated')).levels, { timeout: 20_000 })
      .toEqual(gridLevels(samples));
    const [dark, medium, bright] = measureLights(samples, digits).counts;
    const words = `${dark} of ${sampleCount} generated pictures are dark, ${medium} medium and ${bright} bright`;
    await expect.poll(() => readingOf(root)).toContain(words);
  }

  test('generates what the library generates, and follows schedule, T and seed', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'broken-digits');
    await expectDigits(root, lightSchedules.cut.make(50), 1);
    const start = await readingOf(root);
    await root.getByLabel('Cosine').check();
    await setSlider(root, 'T', digitSteps.indexOf(2));
    await expectDigits(root, lightSchedules.cosine.make(2), 1);
    expect(await readingOf(root)).toContain('blends');
    await root.getByRole('button', { name: /New noise/ }).click();
    await expectDigits(root, lightSchedules.cosine.make(2), 2);
    await root.getByRole('button', { name: /Reset/ }).click();
    await expect.poll(() => readingOf(root), { timeout: 20_000 }).toBe(start);
  });

  test('can be stopped, keeps the last pictures, and generates again', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'broken-digits');
    await expectDigits(root, lightSchedules.cut.make(50), 1);
    const before = (await canvasPixels(root, 'generated')).levels;
    await setSlider(root, 'T', digitSteps.indexOf(1000));
    await root.getByRole('button', { name: 'Stop' }).click();
    await expect.poll(() => root.getByText('You stopped it.').count()).toBe(1);
    expect((await canvasPixels(root, 'generated')).levels).toEqual(before);
    await setSlider(root, 'T', digitSteps.indexOf(1));
    await expectDigits(root, lightSchedules.cut.make(1), 1);
  });
});

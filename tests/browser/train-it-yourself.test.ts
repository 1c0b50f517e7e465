/** The training lesson in a browser: a very small network learns, rests, survives a reload, and leaves as files. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { n } from '../../src/lessons/train-it-yourself/numbers.ts';
import { presets } from '../../src/lessons/train-it-yourself/presets.ts';
import { readSafetensors } from '../../src/lib/nets/safetensors.ts';
import { readCheckpoint } from '../../src/lib/training/checkpoint.ts';
import { settingDescriptions } from '../../src/lib/training/settings.ts';
import {
  canvasPixels,
  checkMountTwice,
  expectFiguresFit,
  figure,
  openPage,
  readingOf,
} from './site.ts';
import {
  lesson,
  lossesOf,
  patience,
  pause,
  press,
  setUp,
  small,
  smallFigure,
  stepOf,
  untilStep,
} from './trainItYourself.ts';

const ids = ['training-run', 'averaged-weights'];

/** Presses a button that offers a file, and returns where a copy of it lies. */
async function downloaded(page: Page, root: Locator, name: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), press(root, name)]);
  const folder = mkdtempSync(join(tmpdir(), 'downloads-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

/** The smoothed loss, which still remembers the first steps, falls at least this much in thirty steps. */
const factor = 1.5;

describe('training-run', () => {
  test(
    'trains, pauses, is reloaded, and goes on where it was',
    async () => {
      const page = await openPage(lesson);
      const root = await smallFigure(page);
      await press(root, 'Start training');
      await untilStep(root, 30);
      await pause(root);
      const before = await lossesOf(root);
      expect(before.first / before.smoothed).toBeGreaterThan(factor);
      expect(await root.locator('.fn-badge').textContent()).toMatch(/trained here on WebGPU/);
      const film = new Set((await canvasPixels(root, 'film')).levels);
      expect(film.size).toBeGreaterThan(4);

      await page.reload();
      const again = await figure(page, 'training-run');
      await press(again, `Go on from step ${before.step}`);
      await expect
        .poll(() => again.locator('.fn-said').textContent(), { timeout: patience })
        .toBe(`Taken up at step ${before.step}.`);
      await untilStep(again, before.step + 2);
      await pause(again);
      const after = await lossesOf(again);
      expect(after.first).toBe(before.first);
      expect(after.step).toBeGreaterThanOrEqual(before.step + 2);
      // The loss went on from where it was: its running mean moves by little in a few steps.
      expect(Math.abs(after.smoothed / before.smoothed - 1)).toBeLessThan(0.2);

      await again.locator('.fn-export > summary').click();
      const file = await downloaded(page, again, 'Save a checkpoint');
      const checkpoint = readCheckpoint(new Uint8Array(readFileSync(file)));
      expect(checkpoint.state.step).toBe(after.step);
      expect(checkpoint.settings).toMatchObject({ classes: [0, 1], base: 8, batchSize: 8 });
      const weights = await downloaded(page, again, 'Weights for PyTorch');
      const { tensors } = readSafetensors(readFileSync(weights));
      expect(tensors.get('enc1.conv1.weight')?.shape).toEqual([8, 1, 3, 3]);
      const notebook = readFileSync(await downloaded(page, again, 'Notebook'), 'utf8');
      expect(JSON.parse(notebook).nbformat).toBe(4);
      expect(notebook).toContain(new URL('/', page.url()).href);

      await press(again, 'Back to step 0');
      await expect
        .poll(() => again.locator('.fn-said').textContent(), { timeout: patience })
        .toBe('Back at step 0, with the same seed 1.');
      expect(await stepOf(again)).toBe(0);
      await press(again, 'Step once');
      await expect
        .poll(() => readingOf(again), { timeout: patience })
        .toContain('Paused at step 1 of 4,000.');
      // The same seed: the first loss is what it was.
      expect((await lossesOf(again)).first).toBe(before.first);
      await again.locator('input[type="file"]').setInputFiles(file);
      await expect
        .poll(() => again.locator('.fn-said').textContent(), { timeout: patience })
        .toContain(`was opened, at step ${after.step}.`);
      expect((await lossesOf(again)).smoothed).toBe(after.smoothed);
    },
    3 * patience,
  );

  test('the guide, the presets and the settings work before anything is trained', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'training-run');
    const start = await readingOf(root);
    for (const { label, lookFor } of presets) {
      await root.getByRole('radio', { name: label, exact: true }).check({ force: true });
      expect(await root.locator('.fn-look-for').textContent()).toBe(lookFor);
    }
    await page.locator('a[href="#try-linear"]').click();
    const linear = root.getByRole('radio', { name: 'Linear schedule' });
    expect(await linear.isChecked()).toBe(true);
    await setUp(root, { 'Batch size': '1000' });
    expect(await root.getByRole('button', { name: 'Start training' }).isEnabled()).toBe(false);
    expect(await root.locator('.fn-said').textContent()).toBe('Batch size must be from 1 to 256.');
    await press(root, /^Reset/);
    await expect.poll(() => readingOf(root)).toBe(start);
    expect(await root.getByRole('button', { name: 'Start training' }).isEnabled()).toBe(true);
  });

  test('“Why does it matter?” opens each setting’s paragraph and jumps to it', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'training-run');
    await root.locator('.fn-settings summary').click();
    for (const { key, paragraph } of settingDescriptions) {
      const place = page.locator(`[id="${paragraph}"]`);
      expect(await place.isVisible(), paragraph).toBe(false);
      await root.locator(`[data-setting="${key}"] a`).click();
      expect(await place.isVisible(), paragraph).toBe(true);
      expect(new URL(page.url()).hash).toBe(`#${paragraph}`);
    }
  });

  test('a shipped model sets the settings that fit it, and leaves the others', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'training-run');
    await setUp(root, { 'Base width': '8', 'Batch size': '4' });
    await root.locator('.fn-settings summary').click();
    await root.getByLabel('Start from').selectOption('shipped');
    await expect.poll(() => root.getByLabel('Base width').inputValue()).toBe('16');
    expect(await root.getByRole('checkbox', { name: '9', exact: true }).isChecked()).toBe(true);
    expect(await root.getByLabel('Batch size').inputValue()).toBe('4');
  });
});

describe('averaged-weights', () => {
  test(
    'draws the same noise with both kinds of weights of the open run',
    async () => {
      const page = await openPage(lesson);
      const root = await smallFigure(page, { ...small, 'EMA decay': '0.5' });
      await press(root, 'Step once');
      await expect
        .poll(() => readingOf(root), { timeout: patience })
        .toContain('Paused at step 1 of 4,000.');
      const averaged = await figure(page, 'averaged-weights');
      await press(averaged, 'Draw with both');
      await expect
        .poll(() => readingOf(averaged), { timeout: patience })
        .toMatch(
          /^At step 1, from the same noise \(seed 1\): the two rows differ by 0\.\d{3} a pixel/,
        );
      const raw = (await canvasPixels(averaged, 'raw')).levels;
      const mean = (await canvasPixels(averaged, 'averaged')).levels;
      expect(raw.length).toBeGreaterThan(4 * 64);
      expect(mean).not.toEqual(raw);
      await press(averaged, /^Reset/);
      expect(await readingOf(averaged)).toContain('Nothing drawn yet.');
    },
    2 * patience,
  );
});

describe('the page', () => {
  test('mounts and unmounts training-run without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'training-run');
    await checkMountTwice(page, 'training-run');
  });

  test('mounts and unmounts averaged-weights without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'averaged-weights');
    await checkMountTwice(page, 'averaged-weights');
  });

  test.each(['light', 'dark'] as const)('fits 360 px, %s, with everything open', async (theme) => {
    const page = await openPage(lesson, { width: 360, theme });
    const root = await figure(page, 'training-run');
    for (const summary of await root.locator('summary').all()) await summary.click();
    await expectFiguresFit(page, ids);
  });

  test('states the numbers that the library computes', async () => {
    const page = await openPage(lesson);
    const text = (await page.locator('main').textContent())!.replace(/\s+/g, ' ');
    expect(text).toContain(`${n.parameters} numbers start at random`);
    expect(text).toContain(`adds so little noise in ten steps that ${n.tenLinear} of the variance`);
    // ∏ (1 − β) of β = 0.0001, 0.00231…, 0.02 over ten even steps, by hand: 0.904.
    expect(n.tenLinear).toBe('90 %');
    // 1,000 steps of 64, over 1,438 digits.
    expect(n.timesMet).toBe(45);
  });
});

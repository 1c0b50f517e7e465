/** The forward-noising lesson in a browser: its walks, of pictures and of clouds, are those of the library. */
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeChain } from '../../src/lessons/forward-noising/figures/chain.ts';
import {
  cleanCloud,
  extent,
  measureCloud,
} from '../../src/lessons/forward-noising/figures/cloudPoints.ts';
import { schedule } from '../../src/lessons/forward-noising/figures/courseSchedule.ts';
import { histogramMargins } from '../../src/lessons/forward-noising/figures/drawHistograms.ts';
import { densities, momentsOf } from '../../src/lessons/forward-noising/figures/histogram.ts';
import {
  makePopulation,
  pictureOf,
  viewOf,
} from '../../src/lessons/forward-noising/figures/population.ts';
import {
  fork,
  forwardCoefficients,
  forwardSample,
  sampleNormals,
} from '../../src/lib/diffusion/index.ts';
import { expectPicture, firstOf, lesson } from './forwardNoising.ts';
import { canvasPixels, figure, openPage, readingOf, setSlider } from './site.ts';

const atOnce = Number.POSITIVE_INFINITY;

/** The tests read the cloud's canvas often; the page never does. */
const readsCanvas = { expected: /willReadFrequently/ };

let boot: Float32Array;

beforeAll(async () => {
  boot = await firstOf('fashion-28', 9);
});

/** The numbers in a text, with its minus signs. */
function numbersIn(text: string): number[] {
  const found = text.match(/[-−]?\d+(\.\d+)?(e-\d+)?/g) ?? [];
  return found.map((part) => Number(part.replace('−', '-')));
}

/** What the figure must show: the walk, computed here, and the jump. */
function routes(x0Picture: Float32Array, value: number, t: number, seed = 1) {
  const x0 = makePopulation(x0Picture, value);
  const chain = makeChain({ schedule, x0, rng: fork(seed, 'chain') });
  chain.walkTowards(t, atOnce);
  const eps = sampleNormals(fork(seed, 'jump'), x0.length);
  return { walk: chain.xt, jump: forwardSample(schedule, x0, t, eps) };
}

async function expectArrived(root: Locator, t: number): Promise<void> {
  await expect
    .poll(() => readingOf(root), { timeout: 30_000 })
    .toContain(`noised to t = ${t}. Mean`);
}

/** Heights of the outlined histogram in the drawn path, in units of its highest bin. */
async function outlineHeights(root: Locator): Promise<number[]> {
  const d = await root
    .locator('[data-plot="routes"] g[stroke="var(--fn-ink)"] path')
    .getAttribute('d');
  const corners = numbersIn(d ?? '');
  const bottom = 250 - histogramMargins.marginBottom;
  const heights = Array.from({ length: 64 }, (_, bin) => bottom - corners[4 * bin + 1]!);
  return heights.map((height) => height / Math.max(...heights));
}

describe('one step or jump', () => {
  const startPixel = Math.floor(0.62 * 28) * 28 + Math.floor(0.55 * 28);

  test('walks every step, jumps once, and says where each arrives', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'one-step-or-jump');
    const value = boot[startPixel]!;
    for (const t of [150, 400, 37]) {
      await setSlider(root, 't', t);
      await expectArrived(root, t);
      const { walk, jump } = routes(boot, value, t);
      await expectPicture(root, 'walk', pictureOf(walk, 28));
      await expectPicture(root, 'jump', pictureOf(jump, 28));
      const rows = {
        bars: momentsOf(viewOf(walk, 'pixel')),
        outline: momentsOf(viewOf(jump, 'pixel')),
      };
      for (const [row, { mean, deviation }] of Object.entries(rows)) {
        const cells = await root.locator(`[data-row="${row}"] td`).allTextContents();
        expect(Math.abs(numbersIn(cells[1]!)[0]! - mean)).toBeLessThan(0.00051);
        expect(Math.abs(numbersIn(cells[2]!)[0]! - deviation)).toBeLessThan(0.00051);
      }
      const { signal, noise } = forwardCoefficients(schedule, t);
      const formula = await root.locator('[data-row="expected"] td').allTextContents();
      expect(formula.slice(1)).toEqual([(signal * value).toFixed(3), noise.toFixed(3)]);
      expect(await root.locator('[data-row="bars"] td').first().textContent()).toBe(String(t + 1));
    }
  });

  test('plays on while only the histogram is on screen', async () => {
    const page = await openPage(lesson, { width: 360, height: 560 });
    const root = await figure(page, 'one-step-or-jump');
    await expectArrived(root, 150);
    await root.getByRole('button', { name: 'Play the walk' }).click();
    await root
      .locator('.fn-numbers')
      .evaluate((element) => element.scrollIntoView({ block: 'end' }));
    await page.waitForTimeout(300);
    const slider = root.locator('input[name="t"]');
    const before = Number(await slider.inputValue());
    await expect.poll(async () => Number(await slider.inputValue())).toBeGreaterThan(before + 20);
  });

  test('draws the histogram of the jumps', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'one-step-or-jump');
    await setSlider(root, 't', 300);
    await expectArrived(root, 300);
    const { jump } = routes(boot, boot[startPixel]!, 300);
    const expected = densities(viewOf(jump, 'pixel'), { from: -4, to: 4, count: 64 });
    const highest = Math.max(...expected);
    const drawn = await outlineHeights(root);
    const errors = drawn.map((height, bin) => Math.abs(height - expected[bin]! / highest));
    expect(Math.max(...errors)).toBeLessThan(0.01);
  });

  test('picks a pixel with arrow keys and by pointer, takes one step, and resets', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'one-step-or-jump');
    await expectArrived(root, 150);
    const start = await readingOf(root);
    const area = root.getByRole('application');
    await area.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowLeft');
    const picked = boot[startPixel - 29]!;
    expect(await root.locator('.fn-panel-detail').first().textContent()).toBe(
      `picked pixel: ${picked.toFixed(2)}`,
    );
    await area.click({ position: { x: 2, y: 2 } });
    expect(boot[0]).toBe(-1);
    expect(await root.locator('.fn-panel-detail').first().textContent()).toBe(
      'picked pixel: −1.00',
    );
    await root.getByRole('button', { name: 'One step' }).click();
    await expectArrived(root, 151);
    await expectPicture(root, 'walk', pictureOf(routes(boot, -1, 151).walk, 28));
    await root.getByLabel('All pixels').check();
    expect(await readingOf(root)).toContain('All pixels');
    await root.getByRole('button', { name: /New noise/ }).click();
    await expectArrived(root, 151);
    const { walk } = routes(boot, -1, 151, 2);
    await expectPicture(root, 'walk', pictureOf(walk, 28));
    const cells = await root.locator('[data-row="bars"] td').allTextContents();
    expect(
      Math.abs(numbersIn(cells[1]!)[0]! - momentsOf(viewOf(walk, 'picture')).mean),
    ).toBeLessThan(0.00051);
    await root.getByRole('button', { name: /Reset/ }).click();
    await expectArrived(root, 150);
    expect(await readingOf(root)).toBe(start);
  });
});

function cloudAt(set: 'swissRoll' | 'rings', t: number, seed = 1): Float32Array {
  const chain = makeChain({ schedule, x0: cleanCloud(set, [], seed)!, rng: fork(seed, 'chain') });
  chain.walkTowards(t, atOnce);
  return chain.xt;
}

/** Part of the points whose place on the canvas is painted. */
async function paintedShare(root: Locator, points: Float32Array): Promise<number> {
  const places = Array.from(points, (value, i) => {
    return ((i % 2 === 0 ? value : -value) / extent / 2 + 0.5) as number;
  });
  return root.locator('canvas[data-canvas="cloud"]').evaluate((element, wanted) => {
    const canvas = element as HTMLCanvasElement;
    const side = canvas.width;
    const image = canvas.getContext('2d')!.getImageData(0, 0, side, side);
    let [inside, painted] = [0, 0];
    for (let i = 0; i < wanted.length; i += 2) {
      const [x, y] = [Math.floor(wanted[i]! * side), Math.floor(wanted[i + 1]! * side)];
      if (x < 0 || y < 0 || x >= side || y >= side) continue;
      inside++;
      if (image.data[(y * side + x) * 4 + 3]! > 100) painted++;
    }
    return painted / inside;
  }, places);
}

async function expectMeasures(root: Locator, label: string, t: number, points: Float32Array) {
  const { rms, insideCircle } = measureCloud(points);
  await expect.poll(() => readingOf(root), { timeout: 15_000 }).toContain(`${label} at t = ${t}:`);
  const reading = await readingOf(root);
  expect(reading).toContain(`(rms): ${rms[0].toFixed(2)} and ${rms[1].toFixed(2)}.`);
  expect(reading).toContain(`circle: ${(100 * insideCircle).toFixed(1)} %`);
}

describe('cloud', () => {
  test('walks the points of the set, and paints and measures them', async () => {
    const page = await openPage(lesson, readsCanvas);
    const root = await figure(page, 'cloud');
    await root.getByLabel(/Trails/).uncheck();
    for (const t of [60, 500, 999, 20]) {
      await setSlider(root, 't', t);
      const points = cloudAt('swissRoll', t);
      await expectMeasures(root, 'Swiss roll', t, points);
      await expect.poll(() => paintedShare(root, points)).toBeGreaterThan(0.995);
    }
    const elsewhere = cloudAt('swissRoll', 20, 7);
    expect(await paintedShare(root, elsewhere)).toBeLessThan(0.9);
  });

  test('follows set, seed and trails, and resets', async () => {
    const page = await openPage(lesson, readsCanvas);
    const root = await figure(page, 'cloud');
    await expectMeasures(root, 'Swiss roll', 60, cloudAt('swissRoll', 60));
    const start = await readingOf(root);
    await root.locator('select[name="set"]').selectOption('rings');
    await setSlider(root, 't', 200);
    await expectMeasures(root, 'Rings', 200, cloudAt('rings', 200));
    await root.getByRole('button', { name: /New noise/ }).click();
    await expectMeasures(root, 'Rings', 200, cloudAt('rings', 200, 2));
    const picture = () => canvasPixels(root, 'cloud');
    const withTrails = await picture();
    await root.getByLabel(/Trails/).uncheck();
    expect((await picture()).levels).not.toEqual(withTrails.levels);
    await root.getByRole('button', { name: /Reset/ }).click();
    await expect.poll(() => readingOf(root)).toBe(start);
    expect(await root.getByLabel(/Trails/).isChecked()).toBe(true);
  });

  test('takes a drawing by pointer and by keyboard', async () => {
    const page = await openPage(lesson, readsCanvas);
    const root = await figure(page, 'cloud');
    await root.locator('select[name="set"]').selectOption('drawn');
    expect(await readingOf(root)).toContain('no cloud yet');
    const canvas = root.locator('canvas[data-canvas="cloud"]');
    await canvas.scrollIntoViewIfNeeded();
    const box = (await canvas.boundingBox())!;
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await expect.poll(() => readingOf(root)).toContain('Your own drawing at t = 0');
    expect(await readingOf(root)).toMatch(/\(rms\): 0\.05 and 0\.05\./);
    expect(await readingOf(root)).toContain('circle: 100.0 %');
    await root.getByRole('button', { name: 'Clear' }).click();
    await canvas.focus();
    await page.keyboard.press('Space');
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    // The pen starts 1.5 above the middle: a line from there to 1.95, with noise of 0.05.
    await expect.poll(() => readingOf(root)).toContain('Your own drawing at t = 0');
    const [, rmsX, rmsY] = /\(rms\): ([\d.]+) and ([\d.]+)\./.exec(await readingOf(root)) ?? [];
    expect(Math.abs(Number(rmsX) - 0.05)).toBeLessThan(0.01);
    expect(Math.abs(Number(rmsY) - 1.72)).toBeLessThan(0.08);
  });
});

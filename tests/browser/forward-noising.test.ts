/** The forward-noising lesson in a browser: each figure shows the library's numbers, follows its controls, and resets. */
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { greyLevel } from '../../src/components/plots/drawPixels.ts';
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
import { n } from '../../src/lessons/forward-noising/numbers.ts';
import { type ImageDatasetId, loadImages } from '../../src/lib/datasets/index.ts';
import {
  fork,
  forwardCoefficients,
  forwardSample,
  makeRng,
  sampleNormals,
} from '../../src/lib/diffusion/index.ts';
import { canvasPixels, checkMountTwice, figure, openPage, readingOf, setSlider } from './site.ts';

const lesson = '/lessons/forward-noising/';
const ids = ['noising', 'one-step-or-jump', 'filmstrip', 'cloud'];
const atOnce = Number.POSITIVE_INFINITY;

let boot: Float32Array;
let shirt: Float32Array;
let three: Float32Array;

/** The first training image of a class, loaded here and not by the page. */
async function firstOf(id: ImageDatasetId, label: number): Promise<Float32Array> {
  const baseUrl = new URL('data/', inject('siteUrl')).href;
  const data = await loadImages({ id, split: 'train', limit: 1000, baseUrl, cache: null });
  const length = data.width * data.height;
  const start = data.labels.indexOf(label) * length;
  return data.images.slice(start, start + length);
}

beforeAll(async () => {
  boot = await firstOf('fashion-28', 9);
  shirt = await firstOf('fashion-28', 0);
  three = await firstOf('digits-8', 3);
});

const levelsOf = (pixels: Float32Array) => Array.from(pixels, greyLevel);

/** Waits until the picture shows exactly these values. */
async function expectPicture(root: Locator, name: string, pixels: Float32Array): Promise<void> {
  await expect
    .poll(async () => (await canvasPixels(root, name)).levels, { timeout: 15_000 })
    .toEqual(levelsOf(pixels));
}

function jumpTo(x0: Float32Array, t: number, seed = 1): Float32Array {
  return forwardSample(schedule, x0, t, sampleNormals(makeRng(seed), x0.length));
}

const numbersIn = (text: string) =>
  (text.match(/[−]?\d+(\.\d+)?/g) ?? []).map((part) => Number(part.replace('−', '-')));

describe('noising', () => {
  test('shows x0, the noise and their weighted sum', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'noising');
    await expectPicture(root, 'x0', boot);
    await expectPicture(root, 'eps', sampleNormals(makeRng(1), boot.length));
    for (const t of [250, 0, 613, 999]) {
      await setSlider(root, 't', t);
      await expectPicture(root, 'xt', jumpTo(boot, t));
      const { signal, noise } = forwardCoefficients(schedule, t);
      const reading = await readingOf(root);
      expect(reading).toContain(`t = ${t} `);
      expect(reading).toContain(`${signal.toFixed(3)} of an ankle boot`);
      expect(reading).toContain(`${noise.toFixed(3)} of noise`);
    }
  });

  test('follows picture, seed and weighting, and resets', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'noising');
    const start = await readingOf(root);
    await root.getByRole('button', { name: /New noise/ }).click();
    await expectPicture(root, 'xt', jumpTo(boot, 250, 2));
    await root.getByLabel('Show the parts weighted').check();
    const { signal } = forwardCoefficients(schedule, 250);
    await expectPicture(
      root,
      'x0',
      boot.map((value) => signal * value),
    );
    await root.getByLabel('Digits').check();
    await root.getByLabel('Class').selectOption('3');
    await setSlider(root, 't', 100);
    await expectPicture(root, 'xt', jumpTo(three, 100, 2));
    await root.getByRole('button', { name: /Reset/ }).click();
    await expectPicture(root, 'x0', boot);
    await expectPicture(root, 'xt', jumpTo(boot, 250));
    expect(await readingOf(root)).toBe(start);
  });

  test('splits the bar of variance at alphaBar', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'noising');
    await setSlider(root, 't', n.halfStep);
    const [data, noise] = await root
      .locator('.fn-share-bar span')
      .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().width));
    const alphaBar = schedule.alphasCumprod[n.halfStep]!;
    expect(Math.abs(data! / (data! + noise!) - alphaBar)).toBeLessThan(0.005);
    expect(alphaBar).toBeLessThan(0.5);
    expect(schedule.alphasCumprod[n.halfStep - 1]).toBeGreaterThanOrEqual(0.5);
  });

  test('plays only when asked to, and to the end', async () => {
    const page = await openPage(lesson, { reducedMotion: true });
    const root = await figure(page, 'noising');
    const slider = root.locator('input[name="t"]');
    await page.waitForTimeout(300);
    expect(await slider.inputValue()).toBe('250');
    await setSlider(root, 't', 960);
    await root.getByRole('button', { name: 'Play the noising' }).click();
    await expect.poll(() => slider.inputValue(), { timeout: 15_000 }).toBe('999');
    await expect.poll(() => root.getByRole('button', { name: 'Play the noising' }).count()).toBe(1);
  });
});

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
  const path = root.locator('[data-plot="routes"] path[stroke="var(--fn-ink)"]').first();
  const d = await path
    .or(root.locator('[data-plot="routes"] [stroke="var(--fn-ink)"] path').first())
    .first()
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

describe('filmstrip', () => {
  test('shows ten jumps of the same noise, evenly spaced in t', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'filmstrip');
    for (let i = 0; i < 10; i++) await expectPicture(root, `frame-${i}`, jumpTo(shirt, 111 * i));
    expect(await root.locator('canvas').count()).toBe(10);
  });

  test('spaces the frames evenly in alphaBar, marks them on the curve, and resets', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'filmstrip');
    const start = await readingOf(root);
    await root.getByLabel('even in ᾱ').check();
    const listed =
      /t = ([\d, ]+)\./
        .exec(await readingOf(root))?.[1]
        ?.split(', ')
        .map(Number) ?? [];
    expect(listed).toHaveLength(10);
    for (const [i, t] of listed.entries()) {
      expect(Math.abs(schedule.alphasCumprod[t]! - (1 - i / 9))).toBeLessThan(0.004);
      await expectPicture(root, `frame-${i}`, jumpTo(shirt, t));
    }
    const dots = root.locator('[data-plot="alpha-bar"] circle');
    await expect.poll(() => dots.count()).toBe(10);
    const heights = await dots.evaluateAll((all) =>
      all.map((dot) => Number(dot.getAttribute('cy'))),
    );
    const [first, last] = [heights[0]!, heights.at(-1)!];
    for (const [i, height] of heights.entries()) {
      expect(Math.abs((height - first) / (last - first) - i / 9)).toBeLessThan(0.005);
    }
    await root.getByRole('button', { name: /New noise/ }).click();
    await expectPicture(root, 'frame-4', jumpTo(shirt, listed[4]!, 2));
    await root.getByRole('button', { name: /Reset/ }).click();
    expect(await readingOf(root)).toBe(start);
    await expectPicture(root, 'frame-9', jumpTo(shirt, 999));
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
    const page = await openPage(lesson);
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
    const page = await openPage(lesson);
    const root = await figure(page, 'cloud');
    await expectMeasures(root, 'Swiss roll', 60, cloudAt('swissRoll', 60));
    const start = await readingOf(root);
    await root.getByLabel('Cloud').selectOption('rings');
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
    const page = await openPage(lesson);
    const root = await figure(page, 'cloud');
    await root.getByLabel('Cloud').selectOption('drawn');
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

describe('the page', () => {
  test.each(ids)('figure %s mounts and unmounts without leaving anything behind', async (id) => {
    const page = await openPage(lesson);
    await figure(page, id);
    await checkMountTwice(page, id);
  });

  test.each(['light', 'dark'] as const)('fits 360 px, %s', async (theme) => {
    const page = await openPage(lesson, { width: 360, theme });
    for (const id of ids) {
      const root = await figure(page, id);
      const box = (await root.boundingBox())!;
      expect(box.x + box.width, id).toBeLessThanOrEqual(360);
      const inner = await root.evaluate((element) => element.scrollWidth - element.clientWidth);
      expect(inner, id).toBeLessThanOrEqual(0);
    }
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBe(360);
  });

  test('states the numbers that the library computes', async () => {
    const page = await openPage(lesson);
    const text = (await page.locator('main').textContent())!.replace(/\s+/g, ' ');
    expect(text).toContain(`pile up a variance of ${n.varianceWithoutShrink},`);
    expect(text).toContain(`weights are ${n.lastSignal} for the picture`);
    // Without the shrink the variances just add up: 1 + 1000 · (0.0001 + 0.02) / 2 = 11.05.
    expect(n.varianceWithoutShrink).toBe('11.05');
    // Lin et al. 2024, Table 1: the linear schedule ends at √ᾱ_T = 0.00635.
    expect(Number(n.lastSignal)).toBeCloseTo(0.00635, 4);
  });
});

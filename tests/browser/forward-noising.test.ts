/** The forward-noising lesson in a browser: the jump and the film strip show the library's numbers; the page holds together. */
import { beforeAll, describe, expect, test } from 'vitest';
import { schedule } from '../../src/lessons/forward-noising/figures/courseSchedule.ts';
import { n } from '../../src/lessons/forward-noising/numbers.ts';
import { forwardCoefficients, makeRng, sampleNormals } from '../../src/lib/diffusion/index.ts';
import { expectPicture, firstOf, jumpTo, lesson } from './forwardNoising.ts';
import {
  checkMountTwice,
  expectFiguresFit,
  figure,
  openPage,
  readingOf,
  setSlider,
} from './site.ts';

const ids = ['noising', 'one-step-or-jump', 'filmstrip', 'cloud'];

let boot: Float32Array;
let shirt: Float32Array;
let three: Float32Array;

beforeAll(async () => {
  boot = await firstOf('fashion-28', 9);
  shirt = await firstOf('fashion-28', 0);
  three = await firstOf('digits-8', 3);
});

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
    await expectPicture(root, 'x0', boot);
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

  test('writes shares that are almost nothing, or almost all, as such', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'noising');
    await expectPicture(root, 'x0', boot);
    // ᾱ is 1 − β_0 = 0.9999 after the first step; Lin et al. 2024, Table 1: √ᾱ is 0.006353 after the last.
    for (const [t, share, rest] of [
      [0, '99.990', '0.010'],
      [999, '0.004', '99.996'],
    ] as const) {
      await setSlider(root, 't', t);
      expect(await readingOf(root)).toContain(`${share} % data, ${rest} % noise`);
      const labels = (await root.locator('.fn-share-labels').textContent()) ?? '';
      expect(labels).toContain(`= ${share} %`);
      expect(labels).toContain(`= ${rest} %`);
    }
  });

  test('speaks to screen readers only after the reader has acted', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'noising');
    await expectPicture(root, 'x0', boot);
    await page.waitForTimeout(1000);
    const status = root.locator('[role="status"]');
    expect(await status.textContent()).toBe('');
    await setSlider(root, 't', 700);
    await expect.poll(() => status.textContent()).toBe(await readingOf(root));
    expect(await root.locator('output').getAttribute('aria-live')).toBe('off');
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
    await expectPicture(root, 'frame-9', jumpTo(shirt, 999));
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

describe('the page', () => {
  test('mounts and unmounts noising without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'noising');
    await checkMountTwice(page, 'noising');
  });

  test('mounts and unmounts one-step-or-jump without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'one-step-or-jump');
    await checkMountTwice(page, 'one-step-or-jump');
  });

  test('mounts and unmounts filmstrip without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'filmstrip');
    await checkMountTwice(page, 'filmstrip');
  });

  test('mounts and unmounts cloud without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'cloud');
    await checkMountTwice(page, 'cloud');
  });

  test.each(['light', 'dark'] as const)('fits 360 px, %s', async (theme) => {
    await expectFiguresFit(await openPage(lesson, { width: 360, theme }), ids);
  });

  test('states the numbers that the library computes', async () => {
    const page = await openPage(lesson);
    const text = (await page.locator('main').textContent())!.replace(/\s+/g, ' ');
    expect(text).toContain(`pile up a variance of ${n.varianceWithoutShrink},`);
    expect(text).toContain(`weights are ${n.lastSignal} for the picture`);
    // Without the shrink the variances just add up: 1 + 1000 · (0.0001 + 0.02) / 2 = 11.05.
    expect(n.varianceWithoutShrink).toBe('11.05');
    // Lin et al. 2024, Table 1: the linear schedule ends at √ᾱ_T = 0.006353.
    expect(Math.sqrt(schedule.alphasCumprod[999]!)).toBeCloseTo(0.006353, 6);
  });
});

test('a chart whose library cannot be loaded says so; the rest of the figure works', async () => {
  const page = await openPage(lesson, {
    prepare: async (context) => {
      await context.route(/_astro\/(plot|src)\.[^/]*\.js/, (route) => route.abort());
    },
    expected: /net::ERR|Failed to (load|fetch)/,
  });
  const root = await figure(page, 'filmstrip');
  await expect
    .poll(() => root.getByRole('alert').textContent(), { timeout: 15_000 })
    .toBe('The chart could not be loaded. Check the connection, then reload the page.');
  await expectPicture(root, 'frame-9', jumpTo(shirt, 999));
});

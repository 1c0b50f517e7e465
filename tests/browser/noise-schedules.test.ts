/** The lesson on noise schedules in a browser: curves and strips show the library's numbers; the page holds together. */
import { stripTypeScriptTypes } from 'node:module';
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { axisOf, drawnTimesteps } from '../../src/lessons/noise-schedules/figures/drawCurves.ts';
import { margins, topOf } from '../../src/lessons/noise-schedules/figures/plotFrame.ts';
import { stepShares } from '../../src/lessons/noise-schedules/filmstrip.ts';
import { formatNumber, formatShare } from '../../src/lessons/noise-schedules/format.ts';
import * as n from '../../src/lessons/noise-schedules/numbers.ts';
import {
  makeCosineSchedule,
  makeLinearSchedule,
  rescaleToZeroTerminalSnr,
  schedules,
} from '../../src/lib/diffusion/index.ts';
import { expectStrip, lesson, loadBoot } from './noiseSchedules.ts';
import { checkMountTwice, figure, openPage, readingOf, setSlider, settle } from './site.ts';

const ids = [
  'schedule-curves',
  'schedule-filmstrip',
  'hand-drawn-schedule',
  'broken-schedules',
  'broken-digits',
];

let boot: Float32Array;

beforeAll(async () => {
  boot = await loadBoot();
});

const cell = (root: Locator, key: string) => root.locator(`[data-value="${key}"]`).textContent();

/** The points of a drawn line, in the chart's pixels. */
async function linePoints(root: Locator, name: string): Promise<[number, number][]> {
  const path = root.locator(`.fn-curve-${name} path`).first();
  const d = (await path.getAttribute('d'))!;
  return d
    .slice(1)
    .split('L')
    .map((pair) => pair.split(',').map(Number) as [number, number]);
}

describe('schedule-curves', () => {
  test('draws each schedule where the library has it', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'schedule-curves');
    await expect.poll(() => root.locator('.fn-curve-cosine path').count()).toBe(1);
    await root.locator('input[name="sigmoid"]').check();
    await expect.poll(() => root.locator('.fn-curve-sigmoid path').count()).toBe(1);
    for (const name of ['linear', 'cosine', 'sigmoid'] as const) {
      const values = schedules[name].make({ T: 1000 }).alphasCumprod;
      const points = await linePoints(root, name);
      const timesteps = drawnTimesteps(1000);
      expect(points).toHaveLength(timesteps.length);
      const errors = timesteps.map((t, i) =>
        Math.abs(points[i]![1] - topOf(values[t]!, { domain: [0, 1], log: false }, 300)),
      );
      expect(Math.max(...errors)).toBeLessThan(0.01);
    }
    await root.getByLabel('log-SNR', { exact: true }).check();
    const curves = ['linear', 'cosine', 'sigmoid'] as const;
    const shown = curves.map((name) => ({
      name,
      values: schedules[name].make({ T: 1000 }).logSnr,
    }));
    const axis = axisOf(shown, false);
    await settle(root);
    const last = (await linePoints(root, 'linear')).at(-1)!;
    expect(Math.abs(last[1] - topOf(shown[0]!.values[999]!, axis, 300))).toBeLessThan(0.01);
  });

  test('reads every quantity at t, follows T, parameters and rescaling, and resets', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'schedule-curves');
    const start = await readingOf(root);
    await setSlider(root, 'readAt', 250);
    const linear = makeLinearSchedule({ T: 1000 });
    expect(await cell(root, 'linear-beta')).toBe(formatNumber(linear.betas[250]!, 4));
    expect(await cell(root, 'linear-alphaBar')).toBe(formatNumber(linear.alphasCumprod[250]!, 4));
    expect(await cell(root, 'linear-snr')).toBe(formatNumber(linear.snr[250]!, 4));
    expect(await cell(root, 'linear-logSnr')).toBe(formatNumber(linear.logSnr[250]!, 4));
    await root.getByText('Parameters of the schedules').click();
    await setSlider(root, 'cosine-s', 0.05);
    await setSlider(root, 'T', 400);
    await setSlider(root, 'readAt', 399);
    const cosine = makeCosineSchedule({ T: 400, s: 0.05 });
    expect(await cell(root, 'cosine-beta')).toBe(formatNumber(cosine.betas[399]!, 4));
    expect(await cell(root, 'cosine-signal')).toBe(
      formatNumber(Math.sqrt(cosine.alphasCumprod[399]!), 4),
    );
    await root.getByLabel('Rescale to zero terminal SNR').check();
    expect(await cell(root, 'linear-logSnr')).toBe('−∞');
    expect(await cell(root, 'cosine-beta')).toBe('1');
    await root.getByRole('button', { name: /Reset/ }).click();
    expect(await readingOf(root)).toBe(start);
  });

  test('reads where the pointer is', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'schedule-curves');
    const chart = root.locator('.fn-chart');
    const box = (await chart.boundingBox())!;
    const across = box.width - margins.left - margins.right;
    await chart.hover({ position: { x: margins.left + across * 0.25, y: 120 } });
    const t = Number(await root.locator('input[name="readAt"]').inputValue());
    expect(Math.abs(t - 0.25 * 999)).toBeLessThanOrEqual(2);
  });

  test('copies code that makes the betas, with or without a clipboard', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'schedule-curves');
    await root.getByText('Take the betas with you').click();
    await root.getByLabel('TypeScript').check();
    await root.getByLabel('Linear', { exact: true }).last().check();
    await root.getByText('Rescale to zero terminal SNR').click();
    const code = await root.locator('textarea').inputValue();
    const betas = new Function(`${stripTypeScriptTypes(code)}; return betas;`)() as number[];
    const wanted = rescaleToZeroTerminalSnr(makeLinearSchedule({ T: 1000 })).betas;
    expect(Math.max(...betas.map((beta, t) => Math.abs(beta - wanted[t]!)))).toBeLessThan(1e-12);
    await page.evaluate(() =>
      Object.defineProperty(navigator, 'clipboard', {
        value: { writeText: () => Promise.reject(new Error('denied')) },
      }),
    );
    await root.getByRole('button', { name: 'Copy' }).click();
    await expect.poll(() => root.getByText('Copied.').count()).toBe(1);
    const selected = await page.evaluate(() => getSelection()?.toString());
    expect(selected).toBe(code);
    await page.evaluate(() => {
      document.execCommand = () => false;
    });
    await root.getByRole('button', { name: 'Copy' }).click();
    await expect.poll(() => root.getByText('press Ctrl + C').count()).toBe(1);
  });
});

describe('schedule-filmstrip', () => {
  test('shows the boot under each schedule, with the same noise', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'schedule-filmstrip');
    for (const name of Object.keys(schedules) as (keyof typeof schedules)[]) {
      const schedule = schedules[name].make({ T: 1000 });
      await expectStrip(root, name, boot, schedule);
      const { noise } = stepShares(schedule, 4);
      const words = await root.locator(`[data-shares="${name}"]`).textContent();
      expect(words).toContain(`${formatShare(noise)} nearly noise`);
    }
    const start = await readingOf(root);
    await setSlider(root, 'bound', 6);
    const shares = stepShares(makeLinearSchedule({ T: 1000 }), 6);
    expect(await readingOf(root)).toContain(`linear ${formatShare(shares.noise)}`);
    await root.getByRole('button', { name: /New noise/ }).click();
    await expectStrip(root, 'linear', boot, makeLinearSchedule({ T: 1000 }), 2);
    await root.getByRole('button', { name: /Reset/ }).click();
    await expectStrip(root, 'linear', boot, makeLinearSchedule({ T: 1000 }));
    expect(await readingOf(root)).toBe(start);
  });

  test('says so when there is no picture of the reader’s own yet', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'schedule-filmstrip');
    await expectStrip(root, 'linear', boot, makeLinearSchedule({ T: 1000 }));
    const start = await readingOf(root);
    await root.getByLabel('Your own', { exact: true }).check();
    await expect.poll(() => readingOf(root)).toContain('There is no picture of yours yet');
    expect(await readingOf(root)).not.toContain('Every row');
    const label = () => root.locator('[data-canvas="linear"]').getAttribute('aria-label');
    expect(await label()).toContain('no picture yet');
    await root.getByRole('button', { name: /Reset/ }).click();
    await expect.poll(() => readingOf(root)).toBe(start);
  });
});

describe('the page', () => {
  test('mounts and unmounts schedule-curves without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'schedule-curves');
    await checkMountTwice(page, 'schedule-curves');
  });

  test('mounts and unmounts schedule-filmstrip without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'schedule-filmstrip');
    await checkMountTwice(page, 'schedule-filmstrip');
  });

  test('mounts and unmounts hand-drawn-schedule without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'hand-drawn-schedule');
    await checkMountTwice(page, 'hand-drawn-schedule');
  });

  test('mounts and unmounts broken-schedules without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'broken-schedules');
    await checkMountTwice(page, 'broken-schedules');
  });

  test('mounts and unmounts broken-digits without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'broken-digits');
    await checkMountTwice(page, 'broken-digits');
  });

  test.each(['light', 'dark'] as const)('fits 360 px, %s', async (theme) => {
    const page = await openPage(lesson, { width: 360, theme });
    for (const id of ids) {
      const root = await figure(page, id);
      for (const summary of await root.locator('summary').all()) await summary.click();
      for (const box of await root.locator('input[type="checkbox"]').all()) await box.check();
      const inner = await root.evaluate((element) => element.scrollWidth - element.clientWidth);
      expect(inner, id).toBeLessThanOrEqual(0);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });

  test('states the numbers that the library computes', async () => {
    const page = await openPage(lesson);
    const plain = (text: string) => text.replace(/\s+/g, ' ');
    const text = plain((await page.locator('main').textContent())!);
    expect(text).toContain(`Cosine crosses one half at t = ${n.cosine.half}`);
    expect(text).toContain(plain(`gets ${n.clouds.halfSignal.shares[2]}`));
    expect(text).toContain(plain(`the exact product is ${n.linear.last}`));
  });
});

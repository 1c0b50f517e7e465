/** The DDIM lesson in a browser: tables and orders are the library's, every figure comes and goes cleanly, the page holds together. */
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { schedule } from '../../src/lessons/ddim/figures/models.ts';
import {
  compared,
  lineData,
  measure,
  measureAll,
  measuredOrder,
  stepCounts,
} from '../../src/lessons/ddim/figures/orders.ts';
import { printedRows } from '../../src/lessons/ddim/figures/tables.ts';
import { amount } from '../../src/lessons/ddim/figures/words.ts';
import { n } from '../../src/lessons/ddim/numbers.ts';
import { type SamplerName, type SamplerOptions, samplers } from '../../src/lib/diffusion/index.ts';
import { measuredSampling } from '../../src/measured/sampling.ts';
import { lesson } from './ddimLesson.ts';
import {
  checkMountTwice,
  expectFiguresFit,
  figure,
  openPage,
  readingOf,
  setSlider,
} from './site.ts';

const ids = [
  'ddim-side-by-side',
  'ddim-quality',
  'ddim-interpolate',
  'ddim-inversion',
  'ddim-tables',
  'ddim-orders',
];

describe('ddim-tables', () => {
  /** A table's cells, a row each, and which of them stand out. */
  async function shown(root: Locator, name: string) {
    return root.locator(`[data-table="${name}"] tbody tr`).evaluateAll((rows) =>
      rows.map((row) => ({
        t: row.querySelector('th')?.textContent,
        cells: [...row.querySelectorAll('td')].map((cell) => cell.textContent),
        marked: [...row.querySelectorAll('td[data-differs="true"]')].map((cell) =>
          cell.getAttribute('data-column'),
        ),
      })),
    );
  }
  const expected = (name: SamplerName, options: SamplerOptions, earlier: boolean) =>
    printedRows(samplers[name].make(schedule, options)).map(({ t, cells }) => {
      const { earlier: text, ...rest } = cells;
      const { xt, x0, noise, signalAfter, sigmaAfter } = rest;
      return { t, cells: [xt, x0, ...(earlier ? [text] : []), noise, signalAfter, sigmaAfter] };
    });

  test('prints the factors of any two samplers, marks what differs, and resets', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'ddim-tables');
    const start = await readingOf(root);
    expect(start).toContain('Both arrive at the same noise levels');
    const first = await shown(root, 'left');
    expect(first.map(({ t, cells }) => ({ t, cells }))).toEqual(
      expected('ddpm', { steps: 5 }, false),
    );
    expect(first[0]!.marked).toEqual(['xt', 'x0', 'noise']);
    expect(first[4]!.marked).toEqual([]);
    await setSlider(root, 'eta', 1);
    expect(await readingOf(root)).toMatch(/: 0 of 25 entries are printed differently/);
    await setSlider(root, 'eta', 0);
    await root.locator('select[name="left"]').selectOption('euler');
    await setSlider(root, 'steps', 12);
    await root.getByLabel('linspace').check();
    expect(await readingOf(root)).toMatch(
      /12 rows each: 0 of 60 entries .* is (0|[\d.]+ · 10⁻¹[⁵-⁹])\./,
    );
    await root.locator('select[name="right"]').selectOption('unipc');
    const right = await shown(root, 'right');
    expect(right.map(({ t, cells }) => ({ t, cells }))).toEqual(
      expected('unipc', { steps: 12, spacing: 'linspace' }, true),
    );
    await root.locator('select[name="left"]').selectOption('heun');
    expect(await readingOf(root)).toContain('23 rows and 12 rows: their tables are not as long');
    await root.getByRole('button', { name: /^Reset/ }).click();
    expect(await readingOf(root)).toBe(start);
  });
});

describe('ddim-orders', () => {
  test('says and draws the errors of the library’s walks, and resets', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'ddim-orders');
    const start = await readingOf(root);
    for (const data of ['two', 'one'] as const) {
      const { mixture, label } = lineData[data];
      await root.getByRole('radio', { name: label }).check();
      for (const [sampler, name] of [
        ['Heun', 'heun'],
        ['DPM-Solver++ 2M', 'dpmSolver2M'],
      ] as const) {
        await root.getByLabel(sampler, { exact: true }).check();
        await setSlider(root, 'steps', stepCounts.indexOf(24));
        const { calls, error } = measure(mixture, name, 24);
        expect(await readingOf(root)).toContain(
          `in 24 steps, with ${calls} network calls, ends ${amount(error)} from`,
        );
      }
      for (const name of compared) {
        const order = root.locator(`tr[data-sampler="${name}"] td[data-order]`);
        expect(await order.textContent()).toBe(measuredOrder(measureAll(mixture, name)).toFixed(2));
      }
    }
    const dots = root.locator('[data-plot="orders"] circle');
    await expect.poll(() => dots.count()).toBe(compared.length * stepCounts.length);
    // Ten times the error is as far on the axis everywhere: two of Euler’s dots, against their errors.
    const points = measureAll(lineData.one.mixture, 'euler');
    const at = async (i: number) => Number(await dots.nth(i).getAttribute('cy'));
    const [top, middle, low] = [await at(0), await at(5), await at(11)];
    const fall = (i: number) => Math.log(points[0]!.error / points[i]!.error);
    expect(Math.abs((middle - top) / (low - top) - fall(5) / fall(11))).toBeLessThan(0.01);
    await root.getByRole('radio', { name: 'network calls' }).check();
    await root.getByRole('button', { name: /^Reset/ }).click();
    expect(await readingOf(root)).toBe(start);
  });
});

describe('the page', () => {
  test('mounts and unmounts ddim-tables without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'ddim-tables');
    await checkMountTwice(page, 'ddim-tables');
  });

  test('mounts and unmounts ddim-orders without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'ddim-orders');
    await checkMountTwice(page, 'ddim-orders');
  });

  test('mounts and unmounts ddim-side-by-side without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'ddim-side-by-side');
    await checkMountTwice(page, 'ddim-side-by-side');
  });

  test('mounts and unmounts ddim-quality without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'ddim-quality');
    await checkMountTwice(page, 'ddim-quality');
  });

  test('mounts and unmounts ddim-interpolate without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'ddim-interpolate');
    await checkMountTwice(page, 'ddim-interpolate');
  });

  test('mounts and unmounts ddim-inversion without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'ddim-inversion');
    await checkMountTwice(page, 'ddim-inversion');
  });

  test.each(['light', 'dark'] as const)('fits 360 px, %s', async (theme) => {
    await expectFiguresFit(await openPage(lesson, { width: 360, theme }), ids);
  });

  test('states the numbers that the library computes and the table that was measured', async () => {
    const page = await openPage(lesson);
    const text = (await page.locator('main').textContent())!.replace(/\s+/g, ' ');
    expect(text).toContain(`the course measured ${n.ddim5} at 5 steps, ${n.ddim10} at 10`);
    expect(text).toContain(
      `its error is ${n.heunFour}. Euler takes eight steps and errs by ${n.eulerEight}`,
    );
    const root = await figure(page, 'ddim-quality');
    const { samplers: cells } = measuredSampling['digits-8'];
    const row = root.locator('[data-table="measured"] tr[data-sampler="ddim"] td');
    const expected = cells
      .filter(({ sampler }) => sampler === 'ddim')
      .sort((a, b) => a.steps - b.steps)
      .map(({ frechet }) => frechet.toFixed(2));
    expect((await row.allTextContents()).filter((value) => value !== '–')).toEqual(expected);
  });
});

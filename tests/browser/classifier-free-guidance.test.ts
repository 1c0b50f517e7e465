/** The lesson on classifier-free guidance in a browser, without its networks: the exact plane, the measured tables, the page. */
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { imagesFromDisk } from '../../scripts/imagesFromDisk.ts';
import {
  classNames,
  ofClass,
  type PlaneGuidance,
  readAs,
  sharesOfBlobs,
  sharpened,
  spreadOf,
  spreadOfMixture,
  walkGuided,
} from '../../src/lessons/classifier-free-guidance/figures/guidedPlane.ts';
import {
  percent,
  percentOne,
  signed,
} from '../../src/lessons/classifier-free-guidance/figures/words.ts';
import { measuredSampling } from '../../src/measured/sampling.ts';
import {
  expectReading,
  ids,
  lesson,
  pictureApart,
  withoutWeights,
} from './classifierFreeGuidance.ts';
import {
  checkMountTwice,
  expectFiguresFit,
  figure,
  openPage,
  readingOf,
  setSlider,
} from './site.ts';

/** The rows of a table as texts. */
const rowsOf = (root: Locator, name: string): Promise<string[][]> =>
  root
    .locator(`table[data-table="${name}"] tbody tr`)
    .evaluateAll((rows) =>
      rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')),
    );

/** Finds in the figure what Node computes for the same walks. */
async function expectWalks(root: Locator, guidance: PlaneGuidance, seed: number): Promise<void> {
  const { towards, avoid, scale } = guidance;
  const { ends } = walkGuided(guidance, seed);
  const { mean, spread } = spreadOf(ends);
  const from = avoid === null ? '' : ` and away from ${classNames[avoid]}`;
  await expectReading(
    root,
    new RegExp(
      `towards class ${classNames[towards]}${from} at w = ${String(scale).replace('.', '\\.')}:`,
    ),
  );
  const reading = await readingOf(root);
  expect(reading).toContain(`${percent(readAs(ends, towards))} end where Bayes’ rule reads`);
  expect(reading).toContain(`their spread is ${spread.toFixed(2)}, where`);
  if (towards === 0)
    expect(reading).toContain(`to its inner one ${percent(sharesOfBlobs(ends, 0)[1]!)}.`);
  const words = (s: ReturnType<typeof spreadOf>) => [
    `(${signed(s.mean[0], 2)}, ${signed(s.mean[1], 2)})`,
    s.spread.toFixed(2),
  ];
  const rows = (await rowsOf(root, 'spread')).map((row) => row.slice(1));
  const expected = [words(spreadOfMixture(ofClass[towards]!)), words({ mean, spread })];
  if (avoid === null) expected.push(words(sharpened(towards, scale)));
  expect(rows).toEqual(expected);
}

describe('cfg-plane', () => {
  test('walks as in Node for any class, scale, class to avoid and seed, and resets', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'cfg-plane');
    await expectWalks(root, { towards: 0, avoid: null, scale: 1 }, 1);
    const start = await readingOf(root);
    expect(await root.locator('.fn-badge').textContent()).toBe('exact formula');
    await setSlider(root, 'scale', 3);
    await expectWalks(root, { towards: 0, avoid: null, scale: 3 }, 1);
    await root.locator('select[name="avoid"]').selectOption('1');
    await expectWalks(root, { towards: 0, avoid: 1, scale: 3 }, 1);
    // The class to avoid cannot be the wanted one.
    await root.locator('select[name="class"]').selectOption('1');
    await setSlider(root, 'scale', 0.75);
    await expectWalks(root, { towards: 1, avoid: null, scale: 0.75 }, 1);
    await root.getByRole('button', { name: /^New noise/ }).click();
    await expectWalks(root, { towards: 1, avoid: null, scale: 0.75 }, 2);
    await root.getByRole('button', { name: /^Reset/ }).click();
    expect(await readingOf(root)).toBe(start);
  });

  test('paints walks and arrows, which follow t and the scale where they should', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'cfg-plane');
    const paint = () =>
      root
        .locator('canvas[data-canvas="plane"]')
        .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const show = (label: string) => root.getByRole('radio', { name: label, exact: true }).check();
    await expect.poll(paint).not.toBe('data:,');
    const pictures = [await paint()];
    for (const label of ['score, class', 'score, no class', 'difference', 'guided']) {
      await show(label);
      await setSlider(root, 't', 500);
      pictures.push(await paint());
    }
    // At w = 1 guided is the class's own score.
    expect(pictures[4]).toBe(pictures[1]);
    expect(new Set(pictures).size).toBe(4);
    await setSlider(root, 'scale', 5);
    expect(await paint()).not.toBe(pictures[4]);
    await show('difference');
    await setSlider(root, 't', 500);
    expect(await paint()).toBe(pictures[3]);
    await setSlider(root, 't', 100);
    expect(await paint()).not.toBe(pictures[3]);
  });

  test('another seed is another seed for all figures', async () => {
    const page = await openPage(lesson, { prepare: withoutWeights, expected: /./ });
    const plane = await figure(page, 'cfg-plane');
    await plane.getByRole('button', { name: /^New noise/ }).click();
    const grid = await figure(page, 'cfg-grid');
    await expect
      .poll(() => grid.getByRole('button', { name: /^New noise/ }).textContent())
      .toContain('seed 2');
    await grid.getByRole('button', { name: /^Reset/ }).click();
    await expect
      .poll(() => plane.getByRole('button', { name: /^New noise/ }).textContent())
      .toContain('seed 1');
  });
});

test('cfg-trade shows the shipped tables as they are, and draws their lines', async () => {
  const page = await openPage(lesson, { prepare: withoutWeights, expected: /./ });
  const root = await figure(page, 'cfg-trade');
  for (const id of ['digits-8', 'fashion-32'] as const) {
    const { guidance, real } = measuredSampling[id];
    const cells = ({ accuracy, frechet, diversity }: typeof real) => [
      percentOne(accuracy),
      frechet.toFixed(2),
      diversity.toFixed(2),
    ];
    expect(await rowsOf(root, `shipped-${id}`)).toEqual([
      ...guidance.map((cell) => [String(cell.scale), ...cells(cell)]),
      ['training images', ...cells(real)],
    ]);
  }
  for (const measure of ['accuracy', 'frechet', 'diversity']) {
    await expect
      .poll(() => root.locator(`[data-plot="trade-${measure}"] path`).count())
      .toBeGreaterThan(0);
  }
});

test('cfg-difference shows the held-out picture that is chosen, and resets to the first', async () => {
  const page = await openPage(lesson, { prepare: withoutWeights, expected: /./ });
  const root = await figure(page, 'cfg-difference');
  const heldOut = await imagesFromDisk('digits-8', 'test');
  const pictureOf = (label: number, nth: number) => {
    const indices = [...heldOut.labels.keys()].filter((index) => heldOut.labels[index] === label);
    return heldOut.images.subarray(64 * indices[nth]!, 64 * indices[nth]! + 64);
  };
  const shows = (pixels: Float32Array) =>
    expect.poll(() => pictureApart(root, 'x0', pixels)).toBeLessThanOrEqual(1);
  await shows(pictureOf(3, 0));
  await root.locator('select[name="class"]').selectOption('8');
  await shows(pictureOf(8, 0));
  await root.getByRole('button', { name: 'Another one' }).click();
  await shows(pictureOf(8, 1));
  await root.getByRole('button', { name: /^Reset/ }).click();
  await shows(pictureOf(3, 0));
});

test('cfg-too-much keeps the interval in order, shows the chosen rows only, and resets', async () => {
  const page = await openPage(lesson, { prepare: withoutWeights, expected: /./ });
  const root = await figure(page, 'cfg-too-much');
  const titles = () => root.locator('[data-remedy] .fn-panel-title').allTextContents();
  const start = await titles();
  expect(start).toHaveLength(6);
  await setSlider(root, 'to', 50);
  expect((await titles()).at(-1)).toBe('w = 10 from t = 50 to 50, 1 elsewhere');
  await setSlider(root, 'from', 300);
  await setSlider(root, 'scale', 4.5);
  expect((await titles()).at(-1)).toBe('w = 4.5 from t = 300 to 300, 1 elsewhere');
  await root.getByRole('checkbox', { name: 'clipped' }).uncheck();
  expect(await titles()).toHaveLength(5);
  expect((await titles()).join()).not.toContain('clipped');
  await root.getByRole('button', { name: /^Reset/ }).click();
  expect(await titles()).toEqual(start);
});

test('a model that does not come is told in a sentence, in every figure that runs it', async () => {
  const page = await openPage(lesson, { prepare: withoutWeights, expected: /./ });
  for (const id of ids.filter((one) => one !== 'cfg-plane')) {
    const root = await figure(page, id);
    const alert = root.getByRole('alert');
    await expect
      .poll(() => alert.first().textContent(), { timeout: 45_000 })
      .toMatch(/\.Try again$/);
    expect(await alert.first().textContent()).not.toMatch(/undefined|NaN|\[object/);
  }
});

describe('the page', () => {
  test('fits a narrow screen', async () => {
    const page = await openPage(lesson, {
      width: 360,
      height: 740,
      prepare: withoutWeights,
      expected: /./,
    });
    await expectFiguresFit(page, ids);
  });

  test('figures leave nothing behind', async () => {
    const page = await openPage(lesson, { prepare: withoutWeights, expected: /./ });
    await checkMountTwice(page, 'cfg-grid');
    await checkMountTwice(page, 'cfg-difference');
    await checkMountTwice(page, 'cfg-plane');
    await checkMountTwice(page, 'cfg-trade');
    await checkMountTwice(page, 'cfg-too-much');
  });
});

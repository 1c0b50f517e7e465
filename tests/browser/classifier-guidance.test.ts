/** The classifier-guidance lesson in a browser: every number against the library, or against the networks on another engine in Node. */
import type { Locator } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { openNetworks } from '../../scripts/measureClassifierGuidance.ts';
import {
  images,
  requestFor,
} from '../../src/lessons/classifier-guidance/figures/ClassifierGuidedFigure.tsx';
import { countRead, digitPixels } from '../../src/lessons/classifier-guidance/figures/digits.ts';
import { fieldsAt } from '../../src/lessons/classifier-guidance/figures/fields.ts';
import { stepAlong } from '../../src/lessons/classifier-guidance/figures/gradientStep.ts';
import {
  measureEnds,
  measureSharpened,
  walkGuided,
} from '../../src/lessons/classifier-guidance/figures/guidedWalk.ts';
import { measuredSteps } from '../../src/lessons/classifier-guidance/figures/noiseAccuracy.ts';
import { share } from '../../src/lessons/classifier-guidance/figures/words.ts';
import measured from '../../src/lessons/classifier-guidance/measured.json' with { type: 'json' };
import { n } from '../../src/lessons/classifier-guidance/numbers.ts';
import { makeRng, sampleNormals } from '../../src/lib/diffusion/index.ts';
import { readNoisy } from '../../src/lib/sampling/classifierGradient.ts';
import { drawImages } from '../../src/lib/sampling/draw.ts';
import {
  cellsOf,
  expectReading,
  gridApart,
  lesson,
  modelMs,
  noisyDigit,
  picturesApart,
} from './classifierGuidance.ts';
import {
  checkMountTwice,
  expectFiguresFit,
  figure,
  openPage,
  readingOf,
  setSlider,
  settle,
} from './site.ts';

const node = await openNetworks();
afterAll(() => node.dispose());

const testMs = 3 * modelMs;
const ids = ['classifier-gradient', 'classifier-arrows', 'classifier-guided', 'classifier-noise'];
const number = (text: string) => Number.parseFloat(text.replace(/^[<>] /, ''));

describe('classifier-gradient', () => {
  /** Percentages of the table’s two columns, class by class. */
  async function shares(root: Locator): Promise<number[][]> {
    const rows = await Promise.all(
      Array.from({ length: 10 }, (_, label) => cellsOf(root, `[data-class="${label}"]`)),
    );
    return rows.map((cells) => cells.map(number));
  }

  /** The table against the classifier in Node, before and after a step. */
  async function check(root: Locator, x: Float32Array, t: number, wanted: number, step: number) {
    const before = await readNoisy(node.noisy, x, t, 1, [wanted]);
    const stepped = stepAlong(x, before.gradient!, step);
    const after = await readNoisy(node.noisy, stepped, t, 1, null);
    const expected = [before, after].map(({ logProbabilities }) =>
      Array.from(logProbabilities, (log) => 100 * Math.exp(log)),
    );
    await expect
      .poll(
        async () => {
          const shown = await shares(root);
          const apart = shown.flatMap((row, label) =>
            row.map((value, column) => Math.abs(value - expected[column]![label]!)),
          );
          return apart.some(Number.isNaN) ? Number.POSITIVE_INFINITY : Math.max(...apart);
        },
        { timeout: modelMs, message: `t = ${t}, class ${wanted}` },
      )
      .toBeLessThan(0.4);
    expect(await picturesApart(root, 'xt', x)).toBeLessThanOrEqual(2);
    expect(await picturesApart(root, 'stepped', stepped)).toBeLessThanOrEqual(2);
    return { gradient: before.gradient!, stepped };
  }

  test(
    'reads the digit, shows the gradient, takes steps along it, and resets',
    async () => {
      const page = await openPage(lesson);
      const root = await figure(page, 'classifier-gradient');
      const start = await expectReading(root, /t = 300\. .*A step of 0\.20/);
      expect(await root.locator('.fn-badge').textContent()).toMatch(/39,770 parameters, on \w+/);
      const { gradient } = await check(root, noisyDigit(3, 300), 300, 8, 0.2);
      const brightest = gradient.indexOf(Math.max(...gradient));
      const up = await root
        .locator('[data-signed="gradient"] .fn-signed-up')
        .evaluateAll((squares) =>
          squares.map((square) => ({
            side: Number(square.getAttribute('width')),
            x: Math.floor(Number(square.getAttribute('x'))),
            y: Math.floor(Number(square.getAttribute('y'))),
          })),
        );
      const most = up.reduce((a, b) => (b.side > a.side ? b : a));
      expect(most.y * 8 + most.x).toBe(brightest);

      await setSlider(root, 't', 0);
      await expectReading(root, /t = 0\. .*A step of/);
      let x = noisyDigit(3, 0);
      for (let steps = 1; steps <= measured.convinced.steps; steps++) {
        x = (await check(root, x, 0, 8, 0.2)).stepped;
        await root.getByRole('button', { name: 'Take the step' }).click();
        await expectReading(root, new RegExp(`${steps} steps? on\\. .*A step of`));
      }
      expect(await readingOf(root)).toContain(`gives class 8 ${n.convincedAfter}`);
      await root.getByRole('button', { name: 'Back to the noisy digit' }).click();
      await root.locator('select[name="wanted"]').selectOption('3');
      await setSlider(root, 't', 600);
      await setSlider(root, 'step', 0.5);
      await check(root, noisyDigit(3, 600), 600, 3, 0.5);
      await root.getByRole('button', { name: /New noise/ }).click();
      await check(root, noisyDigit(3, 600, 2), 600, 3, 0.5);
      await root.getByRole('button', { name: /^Reset/ }).click();
      expect(await expectReading(root, /t = 300\. .*A step of 0\.20/)).toBe(start);
    },
    testMs,
  );
});

describe('classifier-arrows', () => {
  test('shows what the library computes, at any scale, class, sampler and seed, and resets', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'classifier-arrows');
    const start = await readingOf(root);
    const apart = () => root.locator('[data-apart]').getAttribute('data-apart').then(Number);
    expect(await apart()).toBeLessThan(1e-13);

    const check = async (y: number, scale: number, sampler: 'ddim' | 'ddpm', seed: number) => {
      const walk = { sampler, steps: 50, y, scale, points: 200, seed } as const;
      const [ends, sharpened] = [
        measureEnds(walkGuided(walk).at(-1)!, y),
        measureSharpened(y, scale),
      ];
      await expect
        .poll(() => cellsOf(root, '[data-ends="right"]'))
        .toEqual([ends, sharpened, measureSharpened(y, 1)].map(({ right }) => share(right, 1)));
      const spread = await cellsOf(root, '[data-ends="spread"]');
      expect(spread.slice(0, 2)).toEqual([ends.spread.toFixed(2), sharpened.spread.toFixed(2)]);
    };
    await check(0, 1, 'ddim', 1);
    await setSlider(root, 'scale', 10);
    await check(0, 10, 'ddim', 1);
    const lonely = await cellsOf(root, '[data-ends="lonely"]');
    expect(lonely.slice(0, 2)).toEqual([n.ten.lonely, n.ten.sharpenedLonely]);
    expect(await apart()).toBeCloseTo(fieldsAt(500, 0, 10).apart, 9);
    await root.getByLabel('DDPM').check();
    await check(0, 10, 'ddpm', 1);
    await root.getByLabel('B', { exact: true }).check();
    await root.getByRole('button', { name: /New noise/ }).click();
    await check(1, 10, 'ddpm', 2);
    await setSlider(root, 't', 200);
    expect(await apart()).toBeCloseTo(fieldsAt(200, 1, 10).apart, 9);
    await root.getByRole('button', { name: /^Reset/ }).click();
    expect(await readingOf(root)).toBe(start);
  });

  test('draws other arrows for each choice, scale and t, and other walks for each scale', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'classifier-arrows');
    const shown = async (name: string) => {
      await settle(root);
      return root
        .locator(`canvas[data-canvas="${name}"]`)
        .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    };
    const pictures: string[] = [];
    for (const label of ['all data', 'classifier', 'the class alone', 'sum']) {
      await root.getByLabel(label, { exact: true }).check();
      pictures.push(await shown('arrows'));
    }
    const walks = await shown('walks');
    await setSlider(root, 't', 100);
    pictures.push(await shown('arrows'));
    expect(await shown('walks')).toBe(walks);
    await setSlider(root, 'scale', 4);
    pictures.push(await shown('arrows'));
    expect(new Set(pictures).size).toBe(pictures.length);
    expect(await shown('walks')).not.toBe(walks);
  });
});

describe('classifier-guided', () => {
  /** The figure’s images on another engine, and how many each classifier reads as wanted. */
  async function drawnInNode(wanted: number, scale: number, by: 'noisy' | 'clean', seed: number) {
    const { settings, classes } = requestFor({ wanted, scale, by }, seed);
    const start = sampleNormals(makeRng(seed), images * digitPixels);
    const drawn = await drawImages(node.denoiser, {
      settings,
      classes,
      start,
      seed,
      classifier: node[by],
    });
    const read = async (which: 'noisy' | 'clean') => {
      const look = await readNoisy(node[which], drawn.images, 0, images, null);
      return countRead(look.logProbabilities, classes);
    };
    return { images: drawn.images, noisy: await read('noisy'), clean: await read('clean') };
  }

  /** Two engines round differently, and a steered walk amplifies it: nearly all pixels are the same, and the counts too. */
  async function check(root: Locator, expected: Awaited<ReturnType<typeof drawnInNode>>) {
    expect(await gridApart(root, 'steered', expected.images, 10)).toBeLessThan(24);
    const [other, own] = (await readingOf(root))
      .match(/reads (\d+) of them .* reads (\d+)\./)!
      .slice(1)
      .map(Number);
    return { other: other!, own: own! };
  }

  test(
    'steers the same noise to a class, lets both classifiers read, says what it took, and resets',
    async () => {
      const page = await openPage(lesson);
      const root = await figure(page, 'classifier-guided');
      await expectReading(root, /steered to 3 with scale 3\.0 .* trained on noise\. The other/);
      const three = await drawnInNode(3, 3, 'noisy', 1);
      const counts = await check(root, three);
      expect(Math.abs(counts.other - three.clean)).toBeLessThanOrEqual(1);
      expect(Math.abs(counts.own - three.noisy)).toBeLessThanOrEqual(1);
      const plain = await drawnInNode(3, 0, 'noisy', 1);
      expect(await gridApart(root, 'plain', plain.images, 10)).toBeLessThan(12);
      await expect
        .poll(() => root.locator('[data-timing]').textContent())
        .toMatch(/^One image takes .* here: 20 at once took .*, with 25 network calls each\.$/);

      await root.getByLabel('the one trained on clean digits').check();
      await setSlider(root, 'scale', 10);
      await expectReading(root, /scale 10\.0 .* trained on clean digits\. The other/);
      const fooled = await drawnInNode(3, 10, 'clean', 1);
      const [other, own] = (await readingOf(root))
        .match(/reads (\d+) of them .* reads (\d+)\./)!
        .slice(1)
        .map(Number);
      expect(Math.abs(other! - fooled.noisy)).toBeLessThanOrEqual(2);
      expect(Math.abs(own! - fooled.clean)).toBeLessThanOrEqual(2);
      expect(own!).toBeGreaterThan(other!);

      await setSlider(root, 'scale', 0);
      await expectReading(root, /scale 0\.0 .* The other/);
      expect(await gridApart(root, 'steered', plain.images, 10)).toBeLessThan(12);
      await root.getByRole('button', { name: /^Reset/ }).click();
      await expectReading(root, /steered to 3 with scale 3\.0/);
      expect(await root.getByLabel('the one trained on noise').isChecked()).toBe(true);
    },
    testMs,
  );
});

describe('classifier-noise', () => {
  test(
    'measures all three readers as another engine does, and a step’s time',
    async () => {
      const page = await openPage(lesson);
      const root = await figure(page, 'classifier-noise');
      await expect
        .poll(() => root.locator('[data-measured]').getAttribute('data-measured'), {
          timeout: modelMs,
        })
        .toBe(String(measuredSteps.length));
      await root.locator('details summary').click();
      for (const { t, ...stated } of measured.readings) {
        for (const reader of ['noisy', 'clean', 'bayes'] as const) {
          const cell = root.locator(`[data-t="${t}"] [data-reader="${reader}"]`);
          const [accuracy, sure] = (await cell.textContent())!.split(',').map(number);
          // Half a percent is one digit of two hundred.
          expect(Math.abs(accuracy! - 100 * stated[reader].accuracy)).toBeLessThan(0.56);
          expect(Math.abs(sure! - 100 * stated[reader].sureness)).toBeLessThan(0.2);
        }
      }
      const reading = await readingOf(root);
      expect(reading).toContain(`trained on noise reads ${n.half.noisy} of the digits right`);
      await root.getByRole('button', { name: 'Measure a step here' }).click();
      await expectReading(root, /with the gradient [\d.]+ ms: [\d.]+ times as long/);
    },
    testMs,
  );
});

describe('the page', () => {
  test('mounts and unmounts classifier-gradient without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'classifier-gradient');
    await checkMountTwice(page, 'classifier-gradient');
  });

  test('mounts and unmounts classifier-arrows without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'classifier-arrows');
    await checkMountTwice(page, 'classifier-arrows');
  });

  test('mounts and unmounts classifier-guided without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'classifier-guided');
    await checkMountTwice(page, 'classifier-guided');
  });

  test('mounts and unmounts classifier-noise without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'classifier-noise');
    await checkMountTwice(page, 'classifier-noise');
  });

  test.each(['light', 'dark'] as const)('fits 360 px, %s', async (theme) => {
    await expectFiguresFit(await openPage(lesson, { width: 360, theme }), ids);
  });

  test('states the numbers that were computed and measured', async () => {
    const page = await openPage(lesson);
    const text = (await page.locator('main').textContent())!.replace(/\s+/g, ' ');
    expect(text).toContain(`At t = 300 it is ${n.gradientMiddle} a pixel`);
    expect(text).toContain(`the one that steered says ${n.cleanTen.own}`);
    expect(text).toContain(`is ${n.convincedAfter} sure of an 8`);
    expect(text).toContain(
      `It reads ${n.half.clean} right, the one trained on noise ${n.half.noisy}`,
    );
  });
});

/** The U-Net lesson's figures with the trained model, in a browser: every number against another engine in Node. */
import type { Locator } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { gridBytes } from '../../src/components/plots/drawPictureGrid.ts';
import { presets, skips } from '../../src/lessons/the-u-net/figures/blocks.ts';
import {
  channelMaps,
  columnsFor,
  drawnSize,
  enlarged,
} from '../../src/lessons/the-u-net/figures/maps.ts';
import { schedule } from '../../src/lessons/the-u-net/figures/modelSchedule.ts';
import { errorAt, measuredSteps } from '../../src/lessons/the-u-net/figures/skipErrors.ts';
import { rmsDifference } from '../../src/lessons/the-u-net/figures/timestepVectors.ts';
import { makeRng, sampleNormals } from '../../src/lib/diffusion/index.ts';
import { sizeOf } from '../../src/lib/nets/index.ts';
import { sampleImages } from '../../src/lib/training/sampling.ts';
import { canvasPixels, figure, openPage, readingOf, setSlider } from './site.ts';
import {
  digitOf,
  expectPicture,
  expectReading,
  heldOut,
  jumpTo,
  lesson,
  modelInNode,
  modelMs,
  x0Of,
} from './theUNet.ts';

const node = await modelInNode();
afterAll(() => node.dispose());

const testMs = 3 * modelMs;
const shapeOf = (name: string) => node.graph.nodes.find((one) => one.name === name)!.shape;

/** Waits until a grid shows these maps, scaled by the largest of all maps of the node. */
async function expectMaps(
  root: Locator,
  canvas: string,
  name: string,
  values: Float32Array,
  part: readonly [number, number] = [0, Number.POSITIVE_INFINITY],
): Promise<void> {
  const shape = shapeOf(name);
  const { pictures } = channelMaps(values, shape);
  const size = shape.length === 3 ? shape[0]! : 1;
  const bytes = gridBytes({
    pictures: pictures.slice(...part).map((picture) => enlarged(picture, size)),
    size: drawnSize,
    columns: columnsFor(pictures.length),
    gap: 1,
  });
  const expected = Array.from(bytes).filter((_, i) => i % 4 === 0);
  await expect
    .poll(
      async () => {
        const { levels } = await canvasPixels(root, canvas);
        if (levels.length !== expected.length) return `${levels.length} pixels`;
        return Math.max(...levels.map((level, i) => Math.abs(level - expected[i]!)));
      },
      { timeout: modelMs, message: `maps of ${name}` },
    )
    .toBeLessThanOrEqual(2);
}

describe('activation-maps', () => {
  test(
    'shows what the nodes hold, for any t, class and block, and resets',
    async () => {
      const page = await openPage(lesson);
      const root = await figure(page, 'activation-maps');
      const digit = digitOf(3);
      const start = await expectReading(root, /t = 400, told class 3, its own. After enc1.out/);
      expect(await root.locator('.fn-badge').textContent()).toMatch(/543,409 parameters, on \w+/);
      expect(start).toMatch(/took \d+ ms/);

      const check = async (t: number, y: number, name: string) => {
        const xt = jumpTo(digit, t);
        const { epsPred, found } = await node.look(xt, t, [y], [name]);
        await expectReading(root, new RegExp(`t = ${t}, .*After ${name.replace('.', '\\.')} `));
        await expectPicture(root, 'xt', xt);
        await expectPicture(
          root,
          'eps-pred',
          epsPred.map((value) => value / 3),
        );
        await expectPicture(root, 'x0-pred', x0Of(xt, t, epsPred));
        return found.get(name)!;
      };
      await expectMaps(root, 'maps', 'enc1.out', await check(400, 3, 'enc1.out'));
      await setSlider(root, 't', 900);
      await root.locator('select[name="told"]').selectOption('8');
      await expectReading(root, /told class 8\./);
      await expectMaps(root, 'maps', 'enc1.out', await check(900, 8, 'enc1.out'));
      await root.locator('[data-block="bottleneck"] .fn-net-bar').click();
      await expectMaps(root, 'maps', 'bottleneck.out', await check(900, 8, 'bottleneck.out'));
      await page.keyboard.press('ArrowRight');
      const joined = await check(900, 8, 'up3.concat');
      await expectMaps(root, 'maps', 'up3.concat', joined, [0, 128]);
      await expectMaps(root, 'maps-skip', 'up3.concat', joined, [128, 192]);
      await root.locator('select[name="told"]').selectOption(String(presets.digits.classes));
      await expectReading(root, /told no class\./);
      await root.locator('select[name="block"]').selectOption('dec2');
      await root.locator('select[name="node"]').selectOption('dec2.norm1');
      await setSlider(root, 't', 60);
      const normed = await check(60, presets.digits.classes, 'dec2.norm1');
      await expectMaps(root, 'maps', 'dec2.norm1', normed);
      expect(sizeOf(shapeOf('dec2.norm1'))).toBe(normed.length);
      await root.getByRole('button', { name: /^Reset/ }).click();
      const again = await expectReading(root, /t = 400, told class 3, its own. After enc1.out/);
      expect(again.replace(/\d+ ms/, '')).toBe(start.replace(/\d+ ms/, ''));
    },
    testMs,
  );

  test(
    'plays from noise to picture, keeps up, and stops when asked to',
    async () => {
      const page = await openPage(lesson);
      const root = await figure(page, 'activation-maps');
      await expectReading(root, /t = 400/);
      await setSlider(root, 't', 999);
      await root.getByRole('button', { name: 'Play from noise to picture' }).click();
      await expectReading(root, /t = [1-8]\d\d,/);
      await root.getByRole('button', { name: 'Pause' }).click();
      const t = Number(await root.locator('input[name="t"]').inputValue());
      expect(t).toBeLessThan(999);
      await expectReading(root, new RegExp(`t = ${t},`));
    },
    testMs,
  );
});

describe('skips-off', () => {
  const nodes = skips.map(({ node: name }) => name);
  const answerWith =
    (silenced: readonly string[]) =>
    async (xt: Float32Array, t: number, labels: readonly number[]) =>
      (await node.look(xt, t, labels, [], silenced)).epsPred;

  /** The row of the table for these silenced skips, as numbers. */
  async function rowOf(root: Locator, silenced: readonly string[]): Promise<number[]> {
    const key = [...silenced].sort().join(' ');
    const cells = root.locator(`tr[data-silenced="${key}"] td`);
    await expect
      .poll(async () => (await cells.allTextContents()).join(' '), { timeout: modelMs })
      .toMatch(/^[\d. ]+$/);
    return (await cells.allTextContents()).map(Number);
  }

  test(
    'measures the damage of each skip as another engine does, and what the text says of it holds',
    async () => {
      const page = await openPage(lesson);
      const root = await figure(page, 'skips-off');
      const sets = [[], [nodes[2]!], [nodes[1]!], [nodes[0]!]] as const;
      const labels = ['', 'deep skip off', 'middle skip off', 'top skip off'];
      const rows: number[][] = [];
      for (const [i, silenced] of sets.entries()) {
        if (labels[i]) await root.getByLabel(labels[i]).check();
        const shown = await rowOf(root, silenced);
        const errors = await Promise.all(
          measuredSteps.map((t) => errorAt(heldOut, t, answerWith(silenced))),
        );
        // Without the top skip, worse than “no noise” at every t, also those that the table leaves out.
        if (labels[i] === 'top skip off') expect(Math.min(...errors)).toBeGreaterThan(1);
        const at = (t: number) => errors[measuredSteps.indexOf(t)]!;
        const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
        const expected = [at(100), at(300), at(500), at(700), at(900), mean];
        expected.forEach((error, column) => {
          // The table has two digits.
          expect(Math.abs(shown[column]! / error - 1)).toBeLessThan(0.05);
        });
        rows.push(shown);
        if (labels[i]) await root.getByLabel(labels[i]).uncheck();
      }
      const [whole, deep, middle, top] = rows as [number[], number[], number[], number[]];
      // Without the top skip: worse than saying “no noise” at every t shown. The others: hardly any damage.
      for (const error of top) expect(error).toBeGreaterThan(1);
      expect(deep.at(-1)! / whole.at(-1)!).toBeLessThan(1.25);
      expect(middle.at(-1)! / whole.at(-1)!).toBeLessThan(1.5);
    },
    testMs,
  );

  test(
    'shows the clean digit with and without a skip, draws ten digits with it, and resets',
    async () => {
      const page = await openPage(lesson);
      const root = await figure(page, 'skips-off');
      const five = digitOf(5);
      const draw = root.getByRole('button', { name: 'Draw ten digits with it' });
      await expectReading(root, /t = 500\. The whole network/);
      expect(await draw.isEnabled()).toBe(false);
      await root.getByLabel('top skip off').check();
      await setSlider(root, 't', 300);
      await expectReading(root, /t = 300\. .*without the top skip, by/);
      const xt = jumpTo(five, 300);
      const clip = (x0: Float32Array) => x0.map((value) => Math.min(1, Math.max(-1, value)));
      const clean = async (silenced: readonly string[]) =>
        x0Of(xt, 300, (await node.look(xt, 300, [5], [], silenced)).epsPred);
      const [whole, cut] = [await clean([]), await clean(['up1.concat'])];
      await expectPicture(root, 'x0-whole', whole);
      await expectPicture(root, 'x0-cut', cut);
      const reading = await readingOf(root);
      expect(reading).toContain(`off by ${rmsDifference(five, clip(whole)).toFixed(2)} a pixel`);
      expect(reading).toContain(`by ${rmsDifference(five, clip(cut)).toFixed(2)}.`);
      const off = root.locator('[data-skip="up1.concat"]');
      expect(await off.getAttribute('data-off')).toBe('true');

      await draw.click();
      await root.locator('[data-canvas="samples-cut"]').waitFor({ timeout: modelMs });
      const classes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
      for (const [canvas, silenced] of [
        ['samples-whole', []],
        ['samples-cut', ['up1.concat']],
      ] as const) {
        const images = await sampleImages(node.network(silenced), {
          schedule,
          prediction: 'eps',
          start: sampleNormals(makeRng(1), 640),
          classes,
          nullClass: 10,
          guidanceScale: 1,
          steps: 25,
        });
        const pictures = classes.map((_, i) => images.subarray(64 * i, 64 * i + 64));
        const bytes = gridBytes({ pictures, size: 8, columns: 10, gap: 1 });
        const expected = Array.from(bytes).filter((_, i) => i % 4 === 0);
        const { levels } = await canvasPixels(root, canvas);
        // 25 steps in a row: roundings of two engines may grow, but the pictures are the same.
        const worst = Math.max(...levels.map((level, i) => Math.abs(level - expected[i]!)));
        expect(worst, canvas).toBeLessThan(12);
        expect(new Set(levels).size).toBeGreaterThan(10);
      }
      await root.getByLabel('deep skip off').check();
      await expect.poll(() => root.getByText('The switches have changed since').count()).toBe(1);
      await root.getByRole('button', { name: /^Reset/ }).click();
      await expectReading(
        root,
        /t = 500\. The whole network’s clean digit is off by [\d.]+ a pixel \(root mean square\)\./,
      );
      expect(await off.getAttribute('data-off')).toBe('false');
    },
    testMs,
  );
});

describe('when the model does not come', () => {
  test(
    'a worker that does not start is reported in a sentence, and tried again',
    async () => {
      let blocked = true;
      const page = await openPage(lesson, {
        expected: /./,
        prepare: async (context) => {
          await context.route('**/worker*', (route) =>
            blocked ? route.abort() : route.continue(),
          );
        },
      });
      const root = await figure(page, 'activation-maps');
      const alert = root.getByRole('alert');
      await expect.poll(() => alert.textContent()).toContain('The background computation stopped');
      blocked = false;
      await alert.getByRole('button', { name: 'Try again' }).click();
      await expectReading(root, /After enc1.out/);
      expect(await alert.count()).toBe(0);
    },
    testMs,
  );

  test(
    'weights that are cut off are refused in a sentence, and loaded again',
    async () => {
      let broken = true;
      const page = await openPage(lesson, {
        expected: /./,
        prepare: async (context) => {
          await context.route('**/weights/digits-8/model.safetensors', async (route) => {
            const response = await route.fetch();
            const body = await response.body();
            await route.fulfill({ response, body: broken ? body.subarray(0, 5000) : body });
          });
        },
      });
      const root = await figure(page, 'skips-off');
      const alert = root.getByRole('alert');
      await expect
        .poll(() => alert.textContent(), { timeout: modelMs })
        .toMatch(/\w+ .*\.Try again$/);
      expect(await alert.textContent()).not.toMatch(/undefined|NaN|\[object/);
      broken = false;
      await alert.getByRole('button', { name: 'Try again' }).click();
      await expectReading(root, /The whole network’s clean digit is off by/);
      expect(await alert.count()).toBe(0);
    },
    testMs,
  );
});

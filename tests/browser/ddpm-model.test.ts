/** The DDPM lesson's figures with the trained model, in a browser: every picture against another engine in Node. */
import { afterAll, describe, expect, test } from 'vitest';
import { gridBytes } from '../../src/components/plots/drawPictureGrid.ts';
import { chainClasses, ddpmSettings, pairDistance } from '../../src/lessons/ddpm/figures/chains.ts';
import { cleanOf, rms, stepParts } from '../../src/lessons/ddpm/figures/oneStep.ts';
import { signed, three } from '../../src/lessons/ddpm/figures/words.ts';
import { digitsInNode, expectPicture, expectReading, lesson, modelMs } from './ddpmLesson.ts';
import { canvasPixels, figure, openPage, setSlider } from './site.ts';

const node = await digitsInNode();
afterAll(() => node.dispose());

const testMs = 3 * modelMs;
const third = (noise: Float32Array) => noise.map((value) => value / 3);

describe('ddpm-one-step', () => {
  test(
    'shows every part of the step, with its numbers, while the walk goes on; another seed is another walk',
    async () => {
      const page = await openPage(lesson);
      const root = await figure(page, 'ddpm-one-step');
      const rows = await node.walk(ddpmSettings(1000, 'fixedSmall'), [3], { most: 13 });
      await root.getByText(/Walked (\d{2,3}) of 1000 steps/).waitFor({ timeout: modelMs });
      await setSlider(root, 't', 990);
      const row = 9;
      await expectReading(root, /t = 990, told “3”/);
      const parts = stepParts(rows, row, 1);
      const raw = await node.look(parts.xt, 990, 3);
      await expectPicture(root, 'xt', parts.xt);
      await expectPicture(root, 'x0-pred', parts.x0, 4);
      await expectPicture(root, 'mean', parts.mean);
      await expectPicture(root, 'z', third(parts.z));
      await expectPicture(root, 'next', parts.next);
      await expectPicture(root, 'eps-pred', third(raw));
      const at = 3 * 8 + 4;
      const numbers = root.locator('.fn-step-table');
      await expect.poll(() => numbers.textContent()).toContain(`${signed(parts.xt[at]!, 3)}`);
      const text = (await numbers.textContent())!;
      expect(text).toContain(`= ${signed(raw[at]!, 3)}, what the network says`);
      expect(text).toContain(`${three(parts.step.noise)} · z`);
      const clean = cleanOf(parts.step, parts.xt, raw)[at]!;
      expect(text.includes('clipped to')).toBe(Math.abs(clean) > 1);
      const reading = await expectReading(root, /t = 990/);
      expect(reading).toContain(`has size ${three(rms(parts.x0))} a pixel`);

      await root.getByRole('button', { name: 'One step on' }).click();
      await expectReading(root, /t = 989,/);
      await expectPicture(root, 'next', stepParts(rows, row + 1, 1).next);
      await root.getByRole('button', { name: 'One step back' }).click();
      await expectReading(root, /t = 990,/);
      await root.getByRole('application').press('ArrowRight');
      await expect.poll(() => root.getByText('row 4, column 6').count()).toBe(1);
      await root.getByRole('button', { name: /New noise/ }).click();
      const others = await node.walk(ddpmSettings(1000, 'fixedSmall'), [3], { seed: 2, most: 10 });
      await expectPicture(root, 'xt', stepParts(others, row, 2).xt);
      await root.getByRole('button', { name: /^Reset/ }).click();
      await expect.poll(() => root.getByText('row 4, column 5').count()).toBe(1);
    },
    testMs,
  );
});

describe('ddpm-chains', () => {
  test(
    'walks twenty digits in ten steps, with noise and without, as another engine does',
    async () => {
      const page = await openPage(lesson);
      const root = await figure(page, 'ddpm-chains');
      const classes = chainClasses('digits-8');
      await root.getByLabel('10', { exact: true }).check();
      for (const [label, variance] of [
        ['small variance', 'fixedSmall'],
        ['none', 'none'],
      ] as const) {
        await root.getByLabel(label, { exact: true }).check();
        const rows = await node.walk(ddpmSettings(10, variance), classes);
        const images = rows.at(-1)!.x;
        const pictures = classes.map((_, i) => images.subarray(64 * i, 64 * i + 64));
        const bytes = gridBytes({ pictures, size: 8, columns: 10, gap: 1 });
        const expected = Array.from(bytes).filter((_, i) => i % 4 === 0);
        const distance = three(pairDistance(pictures)).slice(0, 3);
        await expectReading(root, new RegExp(`All 10 steps walked.*differ by ${distance}`));
        await expect
          .poll(async () => {
            const { levels } = await canvasPixels(root, 'chains');
            return Math.max(...levels.map((level, i) => Math.abs(level - expected[i]!)));
          })
          .toBeLessThanOrEqual(4);
      }
      await root.locator('[data-timing]').waitFor({ timeout: modelMs });
      expect(await root.locator('[data-timing]').textContent()).toMatch(
        /One image takes [\d.]+ (milli)?seconds here: 20 at once took .* with 10 network calls each/,
      );
      await setSlider(root, 'walked', 0);
      await expectReading(root, /1 of 10 steps walked, the last one at t = 999/);
      await root.getByRole('button', { name: /^Reset/ }).click();
      await expectReading(root, /20 digits with the small variance\. (All 50|\d+ of 50)/);
    },
    testMs,
  );
});

test(
  'weights that do not come are reported in a sentence, and the walk starts once they do',
  async () => {
    let blocked = true;
    const page = await openPage(lesson, {
      expected: /./,
      prepare: async (context) => {
        await context.route('**/weights/digits-8/model.safetensors', (route) =>
          blocked ? route.abort() : route.continue(),
        );
      },
    });
    const root = await figure(page, 'ddpm-one-step');
    const alert = root.getByRole('alert');
    await expect
      .poll(() => alert.textContent(), { timeout: modelMs })
      .toMatch(/\w+ .*\.Try again$/);
    blocked = false;
    await alert.getByRole('button', { name: 'Try again' }).click();
    await expectReading(root, /t = 9\d\d, told “3”/);
    expect(await alert.count()).toBe(0);
  },
  testMs,
);

/** The drawing pad of the lesson on noise schedules: what is drawn becomes the library's betas, or is told why not. */
import { stripTypeScriptTypes } from 'node:module';
import { beforeAll, describe, expect, test } from 'vitest';
import { margins, topOf } from '../../src/lessons/noise-schedules/figures/plotFrame.ts';
import { handlesOf, readDrawing } from '../../src/lessons/noise-schedules/handDrawn.ts';
import { makeCosineSchedule } from '../../src/lib/diffusion/index.ts';
import { expectStrip, lesson, loadBoot } from './noiseSchedules.ts';
import { figure, openPage, readingOf, setSlider } from './site.ts';

let boot: Float32Array;

beforeAll(async () => {
  boot = await loadBoot();
});

describe('hand-drawn-schedule', () => {
  const cosineHandles = handlesOf(makeCosineSchedule({ T: 1000 }));

  test('turns a valid drawing into a strip and betas', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'hand-drawn-schedule');
    await expectStrip(root, 'drawn', boot, readDrawing(cosineHandles, 1000).schedule!);
    const start = await readingOf(root);
    await root.getByLabel('Your own', { exact: true }).check();
    await expect
      .poll(() => readingOf(root))
      .toBe(`${start} There is no picture of yours yet: draw one, or bring a file.`);
    await root.getByLabel('Garments').check();
    await expect.poll(() => readingOf(root)).toBe(start);
    await root.locator('[data-handle="4"]').press('PageDown');
    const handles = cosineHandles.map((height, k) =>
      k === 4 ? Math.round((height - 0.1) * 1000) / 1000 : height,
    );
    await setSlider(root, 'T', 500);
    const { schedule } = readDrawing(handles, 500);
    await expectStrip(root, 'drawn', boot, schedule!);
    await root.getByText('Take the betas with you').click();
    await root.getByLabel('TypeScript').check();
    const code = await root.locator('textarea').inputValue();
    const betas = new Function(`${stripTypeScriptTypes(code)}; return betas;`)();
    expect(betas).toEqual([...schedule!.betas]);
    await root.getByRole('button', { name: /Reset/ }).click();
    expect(await readingOf(root)).toBe(start);
  });

  test('says what is wrong, keeps the drawing and the last valid strip, and undoes', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'hand-drawn-schedule');
    const valid = readDrawing(cosineHandles, 1000).schedule!;
    await expectStrip(root, 'drawn', boot, valid);
    await root.locator('[data-handle="8"]').press('PageUp');
    const list = root.locator('[data-verdict="invalid"] li');
    await expect
      .poll(() => list.allTextContents())
      .toEqual(
        readDrawing(
          cosineHandles.map((height, k) =>
            k === 8 ? Math.round((height + 0.1) * 1000) / 1000 : height,
          ),
          1000,
        ).problems.map(({ sentence }) => sentence),
      );
    expect(await list.allTextContents()).toHaveLength(2);
    expect(await root.locator('[data-handle="8"]').getAttribute('aria-valuenow')).toBe('0.1');
    await expectStrip(root, 'drawn', boot, valid);
    await root.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => root.locator('[data-verdict="valid"]').count()).toBe(1);
  });

  test('follows a stroke of the pointer across the pad', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'hand-drawn-schedule');
    const pad = root.locator('[data-pad]');
    await pad.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const box = (await pad.boundingBox())!;
    const axis = { domain: [-0.08, 1.08] as const, log: false };
    const place = (share: number, value: number): [number, number] => [
      box.x + margins.left + share * (box.width - margins.left - margins.right),
      box.y + topOf(value, axis, 320),
    ];
    await page.mouse.move(...place(0, 0.9));
    await page.mouse.down();
    for (let i = 1; i <= 20; i++) await page.mouse.move(...place(i / 20, 0.9 - (0.88 * i) / 20));
    await page.mouse.up();
    for (const k of [1, 4, 7]) {
      const now = Number(await root.locator(`[data-handle="${k}"]`).getAttribute('aria-valuenow'));
      expect(Math.abs(now - (0.9 - (0.88 * k) / 8))).toBeLessThan(0.06);
    }
    expect(await root.locator('[data-verdict="invalid"]').textContent()).toContain('At t = 0');
  });
});

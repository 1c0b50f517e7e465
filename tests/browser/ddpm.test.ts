/** The DDPM lesson in a browser: the plane's network trains and walks, the page fits and leaves nothing behind. */
import { describe, expect, test } from 'vitest';
import { n } from '../../src/lessons/ddpm/numbers.ts';
import { expectReading, ids, lesson, modelMs } from './ddpmLesson.ts';
import {
  canvasPixels,
  checkMountTwice,
  expectFiguresFit,
  figure,
  openPage,
  readingOf,
  setSlider,
} from './site.ts';

/** Numbers of a sentence about the points, such as "1.45 away from it". */
const numberIn = (text: string, form: RegExp): number =>
  Number(form.exec(text)![1]!.replace(/\s·\s10⁻.*/, 'e-4'));

describe('ddpm-plane', () => {
  test(
    'trains in the page; with added noise the points reach the data, without it they meet',
    async () => {
      const page = await openPage(lesson);
      const root = await figure(page, 'ddpm-plane');
      expect(await readingOf(root)).toContain('has not been trained yet');
      await root.getByRole('button', { name: 'Train the network' }).click();
      await root.getByRole('button', { name: 'Stop training' }).waitFor();
      await expectReading(root, /of 4,000 training loops done, mean loss 0\.\d\d\./);
      const end = /have walked all 250 steps with the small variance/;
      const noisy = await expectReading(root, end);
      expect(numberIn(noisy, /, ([\d.]+) away from it/)).toBeGreaterThan(1.2);
      expect(numberIn(noisy, /The nearest data point is ([\d.]+) away/)).toBeLessThan(0.2);
      expect(await root.locator('[data-timing]').textContent()).toContain('250 network calls each');
      await setSlider(root, 'walked', 0);
      await expectReading(root, /after 0 of 250 steps .* at t = 999/);
      await root.getByRole('button', { name: 'Step on' }).click();
      await expectReading(root, /after 1 of 250 steps/);
      await setSlider(root, 'walked', 250);
      await root.getByLabel('Leave the added noise out').check();
      const bare = await expectReading(root, /have walked all 250 steps with no noise added/);
      expect(numberIn(bare, /, ([\d.]+(?:\s·\s10⁻\S+)?) away from it/)).toBeLessThan(0.1);
      await root.getByRole('button', { name: /^Reset/ }).click();
      await expectReading(root, /has not been trained yet/);
    },
    2 * modelMs,
  );

  test('a stop keeps what was learned, and another set of points starts anew', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'ddpm-plane');
    await root.getByRole('button', { name: 'Train the network' }).click();
    await expectReading(root, /\d of 4,000 training loops done/);
    await root.getByRole('button', { name: 'Stop training' }).click();
    await root.getByRole('button', { name: 'Go on training' }).waitFor();
    await root.getByLabel('Rings').check();
    await expectReading(root, /^Rings.*: the data, and 400 points of pure noise/);
    // Paper, data and points: the plane is not blank. Read once: a canvas for drawing warns of more.
    const { levels } = await canvasPixels(root, 'plane');
    expect(new Set(levels).size).toBeGreaterThan(5);
    await root.getByRole('button', { name: 'Train the network' }).waitFor();
  });
});

describe('the page', () => {
  test('mounts and unmounts ddpm-one-step without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'ddpm-one-step');
    await checkMountTwice(page, 'ddpm-one-step');
  });

  test('mounts and unmounts ddpm-chains without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'ddpm-chains');
    await checkMountTwice(page, 'ddpm-chains');
  });

  test('mounts and unmounts ddpm-plane without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'ddpm-plane');
    await checkMountTwice(page, 'ddpm-plane');
  });

  test.each(['light', 'dark'] as const)('fits 360 px, %s', async (theme) => {
    await expectFiguresFit(await openPage(lesson, { width: 360, theme }), ids);
  });

  test('states the numbers that the library computes', async () => {
    const page = await openPage(lesson);
    const text = (await page.locator('main').textContent())!.replace(/\s+/g, ' ');
    expect(text).toContain(`the factor of the guess is ${n.at400.x0}`);
    expect(text).toContain(`differ by about ${n.realDistance} a pixel`);
    expect(text).toContain(`a network of ${n.planeParameters} parameters`);
    for (const { steps, digits, garments } of n.measuredRows) {
      expect(text).toContain(`${steps}${digits}${garments}`);
    }
    expect(text).not.toMatch(/undefined|NaN|\[object/);
  });
});

/** Training in a browser when something is amiss: each fault ends in a sentence and a way on. */
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openPage, readingOf } from './site.ts';
import {
  lesson,
  lossesOf,
  patience,
  pause,
  press,
  small,
  smallFigure,
  stepOf,
  untilStep,
  workerOf,
} from './trainItYourself.ts';

/** What the browser itself says on its console when a device is destroyed or WebGL is short of extensions. */
const complaints = /GPU|WebGL|GL Driver|Device was destroyed|device is lost|Buffer/i;

async function sentence(root: Locator, notice: string): Promise<string> {
  const place = root.locator(`[data-notice="${notice}"]`);
  await place.waitFor({ timeout: patience });
  return (await place.textContent()) ?? '';
}

test(
  'without WebGPU it trains on WebGL, and says what is slower',
  async () => {
    const page = await openPage(lesson, { expected: complaints });
    const root = await smallFigure(page);
    const worker = await workerOf(page);
    await worker.evaluate(() => {
      Object.defineProperty(navigator, 'gpu', { value: undefined });
    });
    await press(root, 'Step once');
    expect(await sentence(root, 'backend')).toContain('no WebGPU');
    expect(await root.locator('.fn-badge').textContent()).toContain('trained here on WebGL');
    await expect
      .poll(() => readingOf(root), { timeout: patience })
      .toContain('Paused at step 1 of 4,000.');
    expect((await lossesOf(root)).first).toBeGreaterThan(0.5);
  },
  2 * patience,
);

test(
  'a device that is lost in the middle: one click goes on from the last checkpoint',
  async () => {
    const page = await openPage(lesson, { expected: complaints });
    const root = await smallFigure(page);
    const worker = await workerOf(page);
    await worker.evaluate(() => {
      const request = GPUAdapter.prototype.requestDevice;
      GPUAdapter.prototype.requestDevice = async function (descriptor) {
        const device = await request.call(this, descriptor);
        Object.assign(globalThis, { lastDevice: device });
        return device;
      };
    });
    await press(root, 'Start training');
    await untilStep(root, 8);
    await pause(root);
    await press(root, 'Resume');
    await untilStep(root, 9);
    await worker.evaluate(() => {
      (globalThis as unknown as { lastDevice: GPUDevice }).lastDevice.destroy();
    });
    const alert = root.locator('[data-fault="deviceLost"]');
    await alert.waitFor({ timeout: patience });
    const goOn = alert.getByRole('button', { name: /^Go on from step/ });
    const from = Number(/\d+/.exec((await goOn.textContent()) ?? '')?.[0]);
    expect(from).toBeGreaterThanOrEqual(8);
    await goOn.click();
    await expect
      .poll(() => root.locator('.fn-said').textContent(), { timeout: patience })
      .toBe(`Taken up at step ${from}.`);
    await untilStep(root, from + 1);
    expect(await alert.count()).toBe(0);
  },
  3 * patience,
);

test(
  'a loss that is no number: stops, keeps the last good weights, says why and what to change',
  async () => {
    const page = await openPage(lesson);
    const root = await smallFigure(page, { ...small, 'Learning rate': '1', 'Warm-up steps': '0' });
    await root.locator('.fn-settings summary').click();
    await root.getByLabel('Prediction').selectOption('x0');
    await root.getByLabel('Loss weight').selectOption('snr');
    await press(root, 'Start training');
    const alert = root.locator('[data-fault="diverged"]');
    await alert.waitFor({ timeout: 2 * patience });
    const text = (await alert.textContent()) ?? '';
    expect(text).toMatch(/^At step \d+ the loss stopped being a number\./);
    expect(text).toMatch(/set back to (its first weights|the last good weights)/);
    expect(text).toContain('The likely cause is the learning rate, 1');
    const at = Number(/step (\d+)/.exec(text)?.[1]);
    expect(await stepOf(root)).toBeLessThan(at);
    await alert.getByRole('button', { name: 'New run with learning rate 0.1' }).click();
    await expect.poll(() => alert.count(), { timeout: patience }).toBe(0);
    expect(await root.getByLabel('Learning rate', { exact: true }).inputValue()).toBe('0.1');
  },
  3 * patience,
);

test(
  'storage that is full: says so and trains on; a hidden tab then pauses or goes on, as chosen',
  async () => {
    const page = await openPage(lesson);
    const root = await smallFigure(page);
    const worker = await workerOf(page);
    await worker.evaluate(() => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('The quota is used up.', 'QuotaExceededError');
      };
    });
    await press(root, 'Start training');
    await expect
      .poll(() => sentence(root, 'autosave'), { timeout: patience })
      .toContain('storage for this site is full');
    const said = await stepOf(root);
    await untilStep(root, said + 2);

    await hide(page, true);
    const hidden = await stepOf(root);
    await untilStep(root, hidden + 2);
    await hide(page, false);
    await root.getByLabel('Pause while this tab is hidden').check();
    await hide(page, true);
    await expect.poll(() => readingOf(root), { timeout: patience }).toMatch(/^Paused at step/);
    const paused = await stepOf(root);
    await page.waitForTimeout(3000);
    expect(await stepOf(root)).toBe(paused);
    await hide(page, false);
    await untilStep(root, paused + 1);
  },
  2 * patience,
);

/** Tells the page that its tab is hidden or shown: a headless browser never hides one. */
async function hide(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

test(
  'a second tab may train too, is told that it is not kept, and takes over when the first one leaves',
  async () => {
    const first = await openPage(lesson);
    const root = await smallFigure(first);
    await press(root, 'Step once');
    await expect
      .poll(() => readingOf(root), { timeout: patience })
      .toContain('Paused at step 1 of 4,000.');
    expect(await sentence(root, 'autosave')).toContain('you can close the tab and come back');

    const second = await first.context().newPage();
    await second.goto(first.url());
    const other = await smallFigure(second);
    await expect
      .poll(() => other.locator('.fn-offer').textContent(), { timeout: patience })
      .toContain('Another tab is training it now.');
    await press(other, 'Start training');
    expect(await sentence(other, 'autosave')).toContain('Another tab is training');
    await untilStep(other, 1);
    await first.close();
    await expect
      .poll(() => sentence(other, 'autosave'), { timeout: patience })
      .toContain('you can close the tab and come back');
  },
  3 * patience,
);

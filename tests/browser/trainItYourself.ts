/** What the browser tests of the training lesson share: a very small network, set up through the page's own controls. */
import type { Locator, Page, Worker } from 'playwright-core';
import { expect } from 'vitest';
import { figure, readingOf } from './site.ts';

export const lesson = '/lessons/train-it-yourself/';

/** Software adapters take their time: shaders alone need half a minute on a busy machine. */
export const patience = 240_000;

/** Settings of the smallest network that learns something: two digits, base width 8. */
export const small: Readonly<Record<string, string>> = {
  'Batch size': '8',
  'Learning rate': '0.005',
  'Warm-up steps': '5',
  Steps: '4000',
  'Base width': '8',
};

/** Opens the form and fills it in; two classes are left. */
export async function setUp(root: Locator, values = small): Promise<void> {
  const form = root.locator('.fn-settings');
  await form.locator('summary').click();
  for (const [label, value] of Object.entries(values)) {
    await form.getByLabel(label, { exact: true }).fill(value);
  }
  for (let label = 2; label < 10; label++) {
    await form.getByRole('checkbox', { name: String(label), exact: true }).uncheck({ force: true });
  }
  await form.locator('summary').click();
}

/** The figure, with a small network in its form. */
export async function smallFigure(page: Page, values = small): Promise<Locator> {
  const root = await figure(page, 'training-run');
  await setUp(root, values);
  return root;
}

/** The page's worker, which starts when the figure first asks it something. */
export async function workerOf(page: Page): Promise<Worker> {
  await expect.poll(() => page.workers().length, { timeout: 30_000 }).toBeGreaterThan(0);
  return page.workers()[0]!;
}

/** Updates made so far, as the figure says; −1 while it says nothing. */
export async function stepOf(root: Locator): Promise<number> {
  const text = (await root.locator('[data-number="step"]').textContent()) ?? '';
  const digits = /^[\d,]+/.exec(text)?.[0];
  return digits === undefined ? -1 : Number(digits.replaceAll(',', ''));
}

/** Waits until so many steps are made. */
export async function untilStep(root: Locator, step: number): Promise<void> {
  await expect
    .poll(() => stepOf(root), { timeout: patience, interval: 200 })
    .toBeGreaterThanOrEqual(step);
}

export const press = (root: Locator, name: string | RegExp) =>
  root.getByRole('button', { name }).click();

/** Pauses and waits until the run has come to rest. */
export async function pause(root: Locator): Promise<void> {
  await press(root, 'Pause');
  await expect.poll(() => readingOf(root), { timeout: patience }).toMatch(/^Paused at step/);
}

/** The numbers of the reading: step, smoothed loss, first loss. */
export async function lossesOf(root: Locator) {
  const text = await readingOf(root);
  const found = /step ([\d,]+) of .* smoothed loss is ([\d.]*\d); the first was ([\d.]*\d)/.exec(
    text,
  );
  expect(found, text).not.toBeNull();
  const [step, smoothed, first] = found!.slice(1).map((part) => Number(part.replaceAll(',', '')));
  return { step: step!, smoothed: smoothed!, first: first! };
}

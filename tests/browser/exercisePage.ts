/** What tests of exercises share: reaching one, writing into its editor, pressing its buttons, reading what it says. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** An exercise in its lesson, awake, with its editor or its choices there. */
export async function exercise(page: Page, id: string): Promise<Locator> {
  const root = page.locator(`[data-exercise="${id}"]`);
  await root.locator('astro-island').scrollIntoViewIfNeeded();
  await expect.poll(() => root.locator('astro-island').getAttribute('ssr')).toBeNull();
  return root;
}

/** The same, once a code exercise's editor is there. */
export async function codeExercise(page: Page, id: string): Promise<Locator> {
  const root = await exercise(page, id);
  await root.locator('.cm-content').waitFor();
  return root;
}

/** Replaces the editor's text, as pasting over everything does. */
export async function write(root: Locator, text: string): Promise<void> {
  const page = root.page();
  await root.locator('.cm-content').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}

/** The editor's text. */
export const textOf = (root: Locator): Promise<string> =>
  root
    .locator('.cm-line')
    .allTextContents()
    .then((lines) => lines.join('\n'));

export const press = (root: Locator, name: string): Promise<void> =>
  root.getByRole('button', { name, exact: true }).click();

/** Waits until nothing runs any more. */
export async function atRest(root: Locator): Promise<void> {
  await expect
    .poll(() => root.getByRole('button', { name: 'Stop' }).count(), { timeout: 30_000 })
    .toBe(0);
}

/** Presses Check and waits for what it says. */
export async function checkNow(root: Locator): Promise<{ passed: boolean; sentence: string }> {
  await press(root, 'Check');
  await atRest(root);
  const box = root.locator('.fn-verdict-box');
  await expect.poll(() => box.getAttribute('data-passed'), { timeout: 30_000 }).not.toBe('none');
  return {
    passed: (await box.getAttribute('data-passed')) === 'true',
    sentence: (await box.locator('[data-verdict]').textContent()) ?? '',
  };
}

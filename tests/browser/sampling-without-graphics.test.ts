/** Sixteen guided garments in a browser without WebGPU and WebGL: the first picture at once, each step after, the page free all along. */
import type { BrowserContext, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { canvasPixels, figure, openPage, readingOf } from './site.ts';

/** Takes WebGPU and WebGL away from the worker before its first line runs. */
async function withoutGraphics(context: BrowserContext): Promise<void> {
  await context.route('**/worker-*.js', async (route) => {
    const response = await route.fetch();
    const before =
      "Object.defineProperty(navigator, 'gpu', { value: undefined }); OffscreenCanvas.prototype.getContext = () => null;";
    await route.fulfill({ response, body: `${before}\n${await response.text()}` });
  });
}

/** What the main thread did from now on: its long tasks, in milliseconds. */
async function watchLongTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const longTasks: number[] = [];
    Object.assign(globalThis, { longTasks });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longTasks.push(duration);
    }).observe({ type: 'longtask' });
  });
}

const longTasksOf = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks);

test('draws a grid of garments step by step on WebAssembly, and says what is slower', async () => {
  const page = await openPage('/lessons/classifier-free-guidance/', {
    prepare: withoutGraphics,
    expected: /WebGL|webgl|backend/i,
  });
  const grid = await figure(page, 'cfg-grid');
  await grid.locator('label', { hasText: 'Garments' }).click();
  await expect
    .poll(() => grid.locator('.fn-badge').textContent(), { timeout: 60_000 })
    .toMatch(/^fashion-32.*on WebAssembly$/);
  await expect.poll(() => grid.textContent()).toContain('neither WebGPU nor WebGL');
  // Once through, so that everything is loaded and compiled.
  await grid.locator('[data-timing]').waitFor({ timeout: 60_000 });

  await watchLongTasks(page);
  await grid.locator('input[name="scale"]').press('ArrowRight');
  const seen = new Set<string>();
  const started = Date.now();
  let first = 0;
  await grid.locator('[data-timing]').waitFor({ state: 'detached' });
  while ((await grid.locator('[data-timing]').count()) === 0) {
    const { levels } = await canvasPixels(grid, 'grid');
    seen.add(levels.join());
    if (seen.size === 2 && first === 0) first = Date.now() - started;
  }
  const whole = Date.now() - started;
  expect(seen.size).toBeGreaterThan(8);
  expect(first).toBeLessThan(whole / 2);
  const longest = Math.max(0, ...(await longTasksOf(page)));
  expect(longest, 'the longest task of the page while it samples').toBeLessThan(150);
  expect(await readingOf(grid)).toMatch(/sixteen images of 25 steps/);
  expect(await grid.locator('[data-timing]').textContent()).toMatch(/with 50 network calls each/);
}, 180_000);

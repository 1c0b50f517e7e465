/** Sixteen guided garments in a browser without WebGPU and WebGL: the first picture at once, each step after, the page free all along. */
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { browserFlags, requireBrowser } from '../../scripts/browser.ts';
import { canvasPixels, figure, readingOf } from './site.ts';

let browser: Browser;
beforeAll(async () => {
  const withoutGraphics = browserFlags.filter((flag) => flag !== '--enable-unsafe-webgpu');
  const args = [...withoutGraphics, '--disable-3d-apis', '--disable-features=WebGPU,WebGPUService'];
  browser = await chromium.launch({ executablePath: requireBrowser(), args });
});
afterAll(() => browser.close());

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
  const page = await browser.newPage();
  const noise: string[] = [];
  page.on('pageerror', ({ message }) => noise.push(message));
  await page.goto(new URL('lessons/classifier-free-guidance/', inject('siteUrl')).href);
  const grid = await figure(page, 'cfg-grid');
  await grid.getByRole('radio', { name: 'Garments' }).check({ force: true });
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
  expect(first).toBeLessThan(whole / 4);
  const longest = Math.max(0, ...(await longTasksOf(page)));
  expect(longest, 'the longest task of the page while it samples').toBeLessThan(150);
  expect(await readingOf(grid)).toMatch(/Sixteen|16/);
  expect(await grid.locator('[data-timing]').textContent()).toMatch(/with 50 network calls each/);
  expect(noise).toEqual([]);
  await page.close();
}, 180_000);

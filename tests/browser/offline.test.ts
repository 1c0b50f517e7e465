/** The course without a network: kept whole by a button, a lesson read and a model sampled; new versions offered, never forced. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StaticSite, serveFolder } from '../../scripts/serve.ts';
import { listFiles } from '../../src/offline/integration.ts';
import { atRest, checkNow, codeExercise, press, write } from './exercisePage.ts';
import { modelMs } from './modelFigures.ts';
import { canvasPixels, figure, openPage } from './site.ts';

const folder = mkdtempSync(join(tmpdir(), 'course-'));
const copy = join(folder, 'course');
let site: StaticSite;
beforeAll(async () => {
  cpSync('dist', copy, { recursive: true });
  site = await serveFolder(copy);
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

/** A page of the copied site, with the service worker in charge. */
async function open(path: string, expected?: RegExp) {
  const page = await openPage(path, {
    keeps: true,
    siteUrl: site.url,
    ...(expected ? { expected } : {}),
  });
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  return page;
}

async function keepAll(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: /^Keep this course offline \(\d+\.\d MB\)$/ });
  await button.click();
  await expect
    .poll(() => page.locator('[data-check="kept"]').getAttribute('data-standing'), {
      timeout: 60_000,
    })
    .toBe('good');
}

describe('kept by the button', () => {
  test('a lesson is read, a figure moves, an exercise is checked and a model draws, all without a network', {
    timeout: 3 * modelMs,
  }, async () => {
    const page = await open('preflight/');
    await keepAll(page);
    expect(await page.locator('[data-check="kept"]').textContent()).toContain(
      'works with the network off',
    );
    await site.close();
    await page.context().setOffline(true);

    await page.goto(`${site.url}lessons/ddim/`);
    expect(await page.locator('h1').textContent()).toContain('DDIM');
    const tables = await figure(page, 'ddim-tables');
    await tables.locator('table').first().waitFor();
    const side = await figure(page, 'ddim-side-by-side');
    const canvas = side.locator('canvas').first();
    await expect
      .poll(
        async () => {
          const name = (await canvas.getAttribute('data-canvas'))!;
          return new Set((await canvasPixels(side, name)).levels).size;
        },
        { timeout: modelMs },
      )
      .toBeGreaterThan(20);

    await page.goto(`${site.url}lessons/forward-noising/`);
    const root = await codeExercise(page, 'forward-noising/jump');
    await write(root, 'export function forwardSample(x0) { return x0.slice(); }');
    expect((await checkNow(root)).sentence).toContain('that is x0, unchanged');
    await press(root, 'Run');
    await atRest(root);
    await root.locator('canvas').first().waitFor();

    await page.goto(site.url);
    expect(await page.locator('.fn-cards a').count()).toBeGreaterThan(5);
    await page.context().setOffline(false);
    site = await serveFolder(copy);
  });
});

describe('without the button', () => {
  test('a visited lesson is there again; a page that is not says so, in the course’s own words', async () => {
    const page = await open(
      'lessons/forward-noising/',
      /ERR_INTERNET_DISCONNECTED|Failed to load|Failed to fetch/,
    );
    await page.reload();
    await page.waitForLoadState('networkidle');
    await page.context().setOffline(true);
    await page.reload();
    expect(await page.locator('h1').textContent()).toContain('Forward noising');
    await page.goto(`${site.url}lessons/ddpm/`);
    expect(await page.locator('h1').textContent()).toContain('Not kept on this machine');
  });
});

describe('a new version', () => {
  test('is offered, waits, and comes when it is let in', { timeout: 120_000 }, async () => {
    // While the server starts anew, a request of the shell's may fail.
    const page = await open('lessons/forward-noising/', /Failed to load|Failed to fetch/);
    const lesson = join(copy, 'lessons/forward-noising/index.html');
    const before = listFiles(copy);
    writeFileSync(
      lesson,
      readFileSync(lesson, 'utf8').replaceAll('Forward noising', 'Forward noising, anew'),
    );
    const after = listFiles(copy);
    const hashOf = (list: typeof after) =>
      list.files.find(({ path }) => path === 'lessons/forward-noising/')!.hash;
    const worker = join(copy, 'sw.js');
    const text = readFileSync(worker, 'utf8');
    expect(text).toContain(before.version);
    writeFileSync(
      worker,
      text.replaceAll(before.version, after.version).replaceAll(hashOf(before), hashOf(after)),
    );

    // The server notes its files when it starts.
    const { port } = new URL(site.url);
    await site.close();
    site = await serveFolder(copy, '/', Number(port));

    const bar = page.locator('#fn-new-version');
    expect(await bar.isVisible()).toBe(false);
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    await bar.waitFor({ state: 'visible' });
    expect(await page.locator('h1').textContent()).toBe('Forward noising');
    await bar.getByRole('button', { name: 'Later' }).click();
    expect(await bar.isVisible()).toBe(false);
    await page.reload();
    await bar.waitFor({ state: 'visible' });
    await Promise.all([
      page.waitForEvent('load'),
      bar.getByRole('button', { name: 'Reload with it' }).click(),
    ]);
    await expect.poll(() => page.locator('h1').textContent()).toBe('Forward noising, anew');
    expect(
      await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting),
    ).toBeNull();
  });
});

test('the page before class measures this machine, and keeps nothing of it', {
  timeout: 3 * modelMs,
}, async () => {
  const page = await openPage('preflight/', { keeps: true, siteUrl: site.url });
  const names = ['backend', 'memory', 'storage', 'kept', 'sampling', 'training'];
  for (const name of names) {
    await expect
      .poll(() => page.locator(`[data-check="${name}"]`).getAttribute('data-standing'), {
        timeout: modelMs,
      })
      .not.toBe('open');
  }
  const said = (name: string) => page.locator(`[data-check="${name}"] p`).first().textContent();
  expect(await said('backend')).toMatch(/WebGPU|WebGL|WebAssembly/);
  expect(await said('sampling')).toMatch(
    /^[\d.]+ (milli)?seconds for a step of 10 guided digits\.$/,
  );
  expect(await said('training')).toMatch(/^[\d.]+ (milli)?seconds for a step of 8 digits\.$/);
  expect(await page.locator('[data-overall]').textContent()).toMatch(/^(Ready|Not ready)/);
  const runs = await page.evaluate(async () =>
    (await indexedDB.databases()).map(({ name }) => name),
  );
  const kept = await page.evaluate(
    (found) =>
      Promise.all(
        found.map(
          (name) =>
            new Promise<number>((resolve) => {
              const request = indexedDB.open(name!);
              request.onsuccess = () => {
                const stores = [...request.result.objectStoreNames];
                if (stores.length === 0) return resolve(0);
                const count = request.result.transaction(stores).objectStore(stores[0]!).count();
                count.onsuccess = () => resolve(count.result);
              };
            }),
        ),
      ),
    runs,
  );
  expect(kept.reduce((sum, count) => sum + count, 0)).toBe(0);
});

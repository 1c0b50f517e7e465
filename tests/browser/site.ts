/** What browser tests share: opening pages of the built site, reaching figures, reading what they show. */
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core';
import { expect, inject, onTestFinished } from 'vitest';
import { instrument } from './instrument.ts';

let browser: Promise<Browser> | null = null;

/** The one browser of the test run. */
export function sharedBrowser(): Promise<Browser> {
  browser ??= chromium.connect(inject('browserEndpoint'));
  return browser;
}

/** How to open a page. */
export interface OpenOptions {
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  readonly javaScript?: boolean;
  readonly reducedMotion?: boolean;
  /** Console messages that the test expects. */
  readonly expected?: RegExp;
  /** Another site than the one under test. */
  readonly siteUrl?: string;
  /** Lets the site keep itself offline; other tests do without the downloads. */
  readonly keeps?: boolean;
  /** Called with the new context before the page loads, to block or change requests. */
  readonly prepare?: (context: BrowserContext) => Promise<unknown>;
}

/** A page of the site that remembers what its console said. */
export type SitePage = Page & { readonly assertQuiet: () => void };

/** Opens a page in a context of its own; the test fails on any console error, warning or failed request. */
export async function openPage(path: string, options: OpenOptions = {}): Promise<SitePage> {
  const { theme = 'light', width = 1280, height = 900, expected } = options;
  const context = await (await sharedBrowser()).newContext({
    viewport: { width, height },
    colorScheme: theme,
    javaScriptEnabled: options.javaScript ?? true,
    reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
    serviceWorkers: options.keeps ? 'allow' : 'block',
  });
  await context.addInitScript(instrument);
  await options.prepare?.(context);
  const page = await context.newPage();
  const noise: string[] = [];
  // What the tests' own browser says of what they asked it for.
  const ours = 'Service Worker registration blocked by Playwright';
  const note = (text: string) => !expected?.test(text) && !text.includes(ours) && noise.push(text);
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) note(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => note(`exception: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) note(`${response.status()} ${response.url()}`);
  });
  const assertQuiet = () => expect(noise, 'the console stays quiet').toEqual([]);
  onTestFinished(async () => {
    await context.close();
    assertQuiet();
  });
  await page.goto(new URL(path.replace(/^\//, ''), options.siteUrl ?? inject('siteUrl')).href);
  return Object.assign(page, { assertQuiet });
}

/** Scrolls to a figure and waits until it is alive. */
export async function figure(page: Page, id: string): Promise<Locator> {
  const island = page
    .locator('astro-island')
    .filter({ has: page.locator(`[data-figure="${id}"]`) });
  await island.scrollIntoViewIfNeeded();
  await expect.poll(() => island.getAttribute('ssr'), { timeout: 45_000 }).toBeNull();
  return page.locator(`[data-figure="${id}"]`);
}

/** Sets a slider by its name, as dragging it there would. */
export async function setSlider(root: Locator, name: string, value: number): Promise<void> {
  await root.locator(`input[name="${name}"]`).evaluate((element, next) => {
    const input = element as HTMLInputElement;
    input.value = String(next);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }, value);
  await settle(root);
}

/** Waits for two animation frames: state, then paint. */
export async function settle(root: Locator): Promise<void> {
  await root.evaluate(
    () =>
      new Promise<void>((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => resolve())),
      ),
  );
}

/** What a picture shows, as grey levels 0…255 (the red channel), row by row. */
export async function canvasPixels(
  root: Locator,
  name: string,
): Promise<{ width: number; height: number; levels: number[] }> {
  await settle(root);
  return root.locator(`canvas[data-canvas="${name}"]`).evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const image = canvas
      .getContext('2d', { willReadFrequently: true })
      ?.getImageData(0, 0, canvas.width, canvas.height);
    const levels = Array.from(image?.data ?? []).filter((_, i) => i % 4 === 0);
    return { width: canvas.width, height: canvas.height, levels };
  });
}

/** The figure's text equivalent. */
export async function readingOf(root: Locator): Promise<string> {
  await settle(root);
  return (await root.locator('[data-reading]').first().textContent()) ?? '';
}

/** Every one of the figures fits the page's width, inside and out, and the page does not scroll sideways. */
export async function expectFiguresFit(page: Page, ids: readonly string[]): Promise<void> {
  const width = page.viewportSize()?.width ?? 0;
  for (const id of ids) {
    const root = await figure(page, id);
    const box = (await root.boundingBox())!;
    expect(box.x + box.width, id).toBeLessThanOrEqual(width);
    const inner = await root.evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(inner, id).toBeLessThanOrEqual(0);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
}

/** Mounts and unmounts a figure twice, and finds nothing left behind: no listener, worker, observer, timer or frame. */
export async function checkMountTwice(page: Page, id: string): Promise<void> {
  const markup = await page.evaluate(async (figureId) => {
    const html = await (await fetch(location.href)).text();
    const parsed = new DOMParser().parseFromString(html, 'text/html');
    const island = parsed.querySelector(`[data-figure="${figureId}"]`)?.closest('astro-island');
    return island?.outerHTML ?? null;
  }, id);
  expect(markup, `the page has a figure "${id}"`).not.toBeNull();
  await unmountAll(page);
  const baseline = await page.evaluate(() => window.liveCounts());
  const rounds = [];
  for (let round = 0; round < 2; round++) {
    await mount(page, markup!);
    await unmountAll(page);
    rounds.push(await page.evaluate(() => window.liveCounts()));
  }
  const [first, second] = rounds as [typeof baseline, typeof baseline];
  expect(second.listeners, 'listeners after the second unmount').toBe(first.listeners);
  expect(second.observers, 'observers after the second unmount').toBe(first.observers);
  expect(second.intervals, 'intervals after the second unmount').toBe(baseline.intervals);
  expect(second.workers, 'workers after the second unmount').toBe(0);
  await page.waitForTimeout(150);
  const later = await page.evaluate(() => window.liveCounts());
  expect(later.frames - second.frames, 'animation frames after unmounting').toBeLessThanOrEqual(1);
}

async function mount(page: Page, markup: string): Promise<void> {
  await page.evaluate((html) => {
    const holder = document.createElement('div');
    holder.id = 'mount-twice';
    document.querySelector('main')?.prepend(holder);
    holder.append(document.createRange().createContextualFragment(html));
    holder.scrollIntoView();
  }, markup);
  const island = page.locator('#mount-twice astro-island');
  await expect.poll(() => island.getAttribute('ssr'), { timeout: 45_000 }).toBeNull();
  await page.waitForTimeout(600);
}

async function unmountAll(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const island of document.querySelectorAll('astro-island')) island.remove();
    document.querySelector('#mount-twice')?.remove();
    document.dispatchEvent(new Event('astro:after-swap'));
  });
  await page.waitForTimeout(100);
}

/** `npm run stills`: photographs every figure of the built site, for readers without JavaScript and for the README. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { chromium, type Locator, type Page } from 'playwright-core';
import sharp from 'sharp';
import { readLessons } from '../src/lessons/lessonIndex.ts';
import { browserFlags, requireBrowser } from './browser.ts';
import { ensureBuilt } from './build.ts';
import { serveFolder } from './serve.ts';

const folder = 'public/stills';
const width = 820;
const settleMs = 2500;
const computeMs = 90_000;

/** Photographs the figures of one page. Reduced motion keeps them at their start. */
async function photograph(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: 'networkidle' });
  for (const figure of await page.locator('[data-figure]').all()) {
    const id = await figure.getAttribute('data-figure');
    await figure.scrollIntoViewIfNeeded();
    if (id === 'emergence') await showDigits(page);
    await untilComputed(figure);
    await page.waitForTimeout(settleMs);
    const shot = await figure.screenshot({ animations: 'disabled' });
    const small = await sharp(shot).png({ palette: true, quality: 80, effort: 10 }).toBuffer();
    writeFileSync(`${folder}/${id}.png`, small);
    console.log(`${folder}/${id}.png ${(small.length / 1000).toFixed(0)} kB`);
  }
}

/** Waits for figures that run a network, which say so in their reading while they have nothing to show. */
async function untilComputed(figure: Locator): Promise<void> {
  const reading = figure.locator('[data-reading]').first();
  for (let waited = 0; waited < computeMs; waited += settleMs) {
    if (!/^(Waiting|The model is)/.test((await reading.textContent()) ?? '')) return;
    await figure.page().waitForTimeout(settleMs);
  }
}

/** Takes the home page's walk to where the digits are nearly out of the noise. */
async function showDigits(page: Page): Promise<void> {
  const slider = page.locator('[data-figure="emergence"] input[name="steps"]');
  await slider.evaluate((element) => {
    (element as HTMLInputElement).value = '93';
    element.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

/** A picture of the home page, with its digits nearly out of the noise: for the README, and for links to the course. */
async function portrait(page: Page, url: string, file: string, height: number): Promise<void> {
  await page.setViewportSize({ width: 1280, height });
  await page.goto(url, { waitUntil: 'networkidle' });
  await showDigits(page);
  await page.waitForTimeout(settleMs);
  const shot = await page.screenshot();
  writeFileSync(file, await sharp(shot).png({ palette: true, quality: 90 }).toBuffer());
}

await ensureBuilt();
mkdirSync(folder, { recursive: true });
const site = await serveFolder('dist');
const browser = await chromium.launch({ executablePath: requireBrowser(), args: browserFlags });
const pages = ['', ...readLessons().map(({ slug }) => `lessons/${slug}/`)];
const context = (colorScheme: 'light' | 'dark', viewport: { width: number; height: number }) =>
  browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
// As tall as the tallest figure, so that the page's header covers none of it.
const dark = await (await context('dark', { width, height: 2400 })).newPage();
for (const path of pages) await photograph(dark, site.url + path);
const light = await (await context('light', { width: 1280, height: 800 })).newPage();
await portrait(light, site.url, 'docs/home.png', 800);
await portrait(light, site.url, 'public/card.png', 672);
await browser.close();
await site.close();

/**
 * `npm run stills [-- slugs]`: photographs every figure of the built site, for readers without JavaScript, and the home
 * page for the README. With lessons' slugs, the figures of those lessons alone.
 */
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
const calmPolls = 2;

/** Photographs the figures of one page. Reduced motion keeps them at their start. */
async function photograph(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: 'networkidle' });
  for (const figure of await page.locator('[data-figure]').all()) {
    const id = await figure.getAttribute('data-figure');
    await figure.scrollIntoViewIfNeeded();
    await prepare(page, id, figure);
    await untilComputed(figure);
    await page.waitForTimeout(settleMs);
    const shot = await figure.screenshot({ animations: 'disabled' });
    const small = await sharp(shot).png({ palette: true, quality: 80, effort: 10 }).toBuffer();
    writeFileSync(`${folder}/${id}.png`, small);
    console.log(`${folder}/${id}.png ${(small.length / 1000).toFixed(0)} kB`);
  }
}

/** Waits until a figure has something to show and what it says has stopped changing: networks take their time. */
async function untilComputed(figure: Locator): Promise<void> {
  const reading = figure.locator('[data-reading]').first();
  let last = '';
  let calm = 0;
  for (let waited = 0; waited < computeMs && calm < calmPolls; waited += settleMs) {
    const now = (await reading.textContent()) ?? '';
    const waiting = /^(Waiting|The model is)|being drawn|^Drawing/.test(now);
    calm = !waiting && now === last ? calm + 1 : 0;
    last = now;
    await figure.page().waitForTimeout(settleMs);
  }
}

/** Brings figures to where they show what they are about. */
async function prepare(page: Page, id: string | null, figure: Locator): Promise<void> {
  if (id === 'emergence') await showDigits(page);
  if (id === 'ddpm-plane') await figure.getByRole('button', { name: 'Train the network' }).click();
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
const wanted = process.argv.slice(2);
const lessons = readLessons().map(({ slug }) => slug);
const unknown = wanted.find((slug) => !lessons.includes(slug));
if (unknown) throw new Error(`There is no lesson "${unknown}"; there are: ${lessons.join(', ')}.`);
const chosen = lessons.filter((slug) => wanted.length === 0 || wanted.includes(slug));
const pages = [...(wanted.length === 0 ? [''] : []), ...chosen.map((slug) => `lessons/${slug}/`)];
const context = (colorScheme: 'light' | 'dark', viewport: { width: number; height: number }) =>
  browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
// As tall as the tallest figure, so that the page's header covers none of it.
const dark = await (await context('dark', { width, height: 2400 })).newPage();
for (const path of pages) await photograph(dark, site.url + path);
if (wanted.length === 0) await photographHome();
await browser.close();
await site.close();

async function photographHome(): Promise<void> {
  const light = await (await context('light', { width: 1280, height: 800 })).newPage();
  await portrait(light, site.url, 'docs/home.png', 800);
  await portrait(light, site.url, 'public/card.png', 672);
}

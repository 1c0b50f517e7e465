/** The built site as a whole: links, equations, script budget, accessibility, narrow screens, no JavaScript, base path. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { ensureBuilt } from '../../scripts/build.ts';
import { serveFolder } from '../../scripts/serve.ts';
import { readLessons } from '../../src/lessons/lessonIndex.ts';
import { attribute, brokenLinks, builtPages, elementsOf, proseOf } from './pages.ts';
import { canvasPixels, figure, openPage, setSlider } from './site.ts';

const budgetBytes = 90_000;
const lessons = readLessons();
const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);
const pages = builtPages();

test('there are a home page, the lessons and the reference pages', () => {
  const expected = ['', 'notation/', 'about-the-figures/', 'data-and-licences/'];
  expect(pages).toEqual(
    expect.arrayContaining([...expected, ...lessons.map(({ slug }) => `lessons/${slug}/`)]),
  );
});

test('every internal link leads somewhere', () => {
  expect(brokenLinks('dist', '/')).toEqual([]);
});

test.each(pages)('/%s: equations are whole, and text is in the HTML', (page) => {
  const html = readFileSync(`dist/${page}index.html`, 'utf8');
  expect(html).not.toContain('katex-error');
  expect(proseOf(`dist/${page}index.html`)).not.toMatch(/\$\$|\bundefined\b|\bNaN\b|\[object /);
});

describe.each(lessons)('lesson $slug', ({ slug, title }) => {
  const path = `lessons/${slug}/`;

  test(`loads at most ${budgetBytes / 1000} kB of JavaScript, gzipped, and no tensor library`, async () => {
    const bodies = new Map<string, Promise<Buffer>>();
    const page = await openPage(path, {
      prepare: async (context) =>
        context.on('response', (response) => {
          if (/javascript/.test(response.headers()['content-type'] ?? '')) {
            bodies.set(response.url(), response.body());
          }
        }),
    });
    await page.waitForLoadState('networkidle');
    const inline = await page.locator('script:not([src])').allTextContents();
    const files = await Promise.all([...bodies.values()]);
    const bytes = [...files, ...inline.map((text) => Buffer.from(text))].map(
      (body) => gzipSync(body).length,
    );
    const total = bytes.reduce((sum, size) => sum + size, 0);
    console.log(`${path} loads ${(total / 1000).toFixed(1)} kB of JavaScript, gzipped`);
    expect(files.length).toBeGreaterThan(0);
    expect(total).toBeLessThanOrEqual(budgetBytes);
    expect([...bodies.keys()].join(' ')).not.toMatch(/tfjs|tensorflow/);
  });

  test('without JavaScript: prose, equations and a still picture for each figure', async () => {
    const page = await openPage(path, { javaScript: false });
    expect(await page.locator('h1').textContent()).toContain(title);
    expect(await page.locator('.katex').count()).toBeGreaterThan(5);
    const figures = await page.locator('[data-figure]').count();
    expect(figures).toBeGreaterThan(0);
    const stills = page.locator('.fn-figure-still img');
    expect(await stills.count()).toBe(figures);
    for (const still of await stills.all()) {
      await still.scrollIntoViewIfNeeded();
      await expect
        .poll(() => still.evaluate((image) => (image as HTMLImageElement).naturalWidth))
        .toBeGreaterThan(300);
    }
    expect(await page.locator('.fn-figure-live').first().isVisible()).toBe(false);
  });
});

/** What axe finds on the page as it is now, if it is serious or critical. */
async function seriousFaults(page: Page) {
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations: found } = await axe.run(document, { resultTypes: ['violations'] });
    return found.map(({ id, impact, nodes }) => ({
      id,
      impact: impact ?? 'minor',
      where: nodes.map(({ html }) => html.slice(0, 160)),
    }));
  });
  return violations.filter(({ impact }) => /serious|critical/.test(impact));
}

test.each(pages)(
  '/%s: axe finds nothing serious or critical in either theme, and nothing scrolls sideways at 360 pixels',
  async (path) => {
    const page = await openPage(path, { theme: 'light', reducedMotion: true });
    for (const island of await page.locator('astro-island').all()) {
      await island.scrollIntoViewIfNeeded();
      await expect.poll(() => island.getAttribute('ssr')).toBeNull();
    }
    await page.waitForTimeout(500);
    await page.evaluate(axeSource);
    expect(await seriousFaults(page), 'light').toEqual([]);
    await page.evaluate(() => {
      document.documentElement.dataset['theme'] = 'dark';
    });
    await page.waitForTimeout(300);
    expect(await seriousFaults(page), 'dark').toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.waitForTimeout(500);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      360,
    );
  },
);

describe('under another base path', () => {
  const base = '/from-noise/';
  beforeAll(() => ensureBuilt({ outDir: 'dist-base', base }), 120_000);

  test('every link stays under it and leads somewhere', () => {
    expect(builtPages('dist-base')).toEqual(pages);
    expect(brokenLinks('dist-base', base)).toEqual([]);
  });

  test('a figure loads its data and works', async () => {
    const site = await serveFolder('dist-base', base);
    const page = await openPage('lessons/forward-noising/', { siteUrl: site.url });
    const noising = await figure(page, 'noising');
    await expect
      .poll(async () => new Set((await canvasPixels(noising, 'x0')).levels).size)
      .toBeGreaterThan(4);
    await setSlider(noising, 't', 10);
    expect((await canvasPixels(noising, 'xt')).levels.length).toBeGreaterThan(0);
    await page.close();
    await site.close();
  });
});

test('links and elements are really looked at', () => {
  const home = elementsOf('dist/index.html');
  const hrefs = home.flatMap((element) => attribute(element, 'href') ?? []);
  expect(hrefs).toContain('/lessons/forward-noising/');
});

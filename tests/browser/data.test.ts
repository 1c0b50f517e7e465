/** Data in the browser: broken downloads end in a sentence and a button, good ones are kept, the reader's own are too. */
import { readFileSync } from 'node:fs';
import type { BrowserContext, Locator } from 'playwright-core';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { encodeOwnImages } from '../../src/lib/datasets/index.ts';
import { canvasPixels, figure, openPage, readingOf, type SitePage } from './site.ts';

const lesson = '/lessons/forward-noising/';
const shard = '**/data/fashion-28/train-00.bin';
const refused = /Failed to load resource|net::ERR|404/;

const shownLevels = async (root: Locator) => new Set((await canvasPixels(root, 'x0')).levels).size;

async function openGarments(page: SitePage): Promise<Locator> {
  const noising = await figure(page, 'noising');
  await noising.getByRole('radio', { name: 'Garments' }).check();
  return noising;
}

/** Answers the first request for the shard in a broken way, and later ones as usual. */
function breakOnce(how: 'cut' | 'corrupt' | 'offline' | 'missing') {
  let broken = false;
  return async (context: BrowserContext) => {
    await context.route(shard, async (route) => {
      if (broken) return route.continue();
      broken = true;
      if (how === 'offline') return route.abort('internetdisconnected');
      if (how === 'missing') return route.fulfill({ status: 404, body: 'gone' });
      const body = readFileSync('public/data/fashion-28/train-00.bin');
      if (how === 'corrupt') body[1000]! ^= 0xff;
      return route.fulfill({ body: how === 'cut' ? body.subarray(0, 100_000) : body });
    });
  };
}

test.each([
  ['cut', /stopped|ended|of \d+ kB/],
  ['corrupt', /checksum|damaged|not the expected|differ/i],
  ['offline', /connection|reach|offline/i],
  ['missing', /404|not found|server/i],
] as const)('a download that is %s says so, and trying again loads it', async (how, sentence) => {
  const page = await openPage(lesson, { prepare: breakOnce(how), expected: refused });
  const noising = await openGarments(page);
  const alert = noising.getByRole('alert');
  await expect.poll(() => alert.textContent(), { timeout: 15_000 }).toMatch(sentence);
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => shownLevels(noising), { timeout: 15_000 }).toBeGreaterThan(20);
  expect(await alert.count()).toBe(0);
});

test('data loaded once is kept: a second visit needs no download', async () => {
  const page = await openPage(lesson);
  const noising = await openGarments(page);
  await expect.poll(() => shownLevels(noising), { timeout: 15_000 }).toBeGreaterThan(20);
  await page.context().route('**/data/**/*.bin', (route) => route.abort());
  await page.reload();
  const again = await openGarments(page);
  await expect.poll(() => shownLevels(again), { timeout: 15_000 }).toBeGreaterThan(20);
});

test('a drawing becomes the picture, and is there after a reload', async () => {
  const page = await openPage(lesson);
  const noising = await figure(page, 'noising');
  await noising.getByRole('radio', { name: 'Your own' }).check();
  const pad = noising.locator('[data-canvas="drawpad"]');
  await pad.scrollIntoViewIfNeeded();
  const box = (await pad.boundingBox())!;
  await page.mouse.move(box.x + 60, box.y + 40);
  await page.mouse.down();
  for (let i = 0; i <= 10; i++) await page.mouse.move(box.x + 60 + 8 * i, box.y + 40 + 12 * i);
  await page.mouse.up();
  await noising.getByRole('button', { name: 'Use this drawing' }).click();
  await expect.poll(() => shownLevels(noising)).toBeGreaterThan(4);
  const drawn = (await canvasPixels(noising, 'x0')).levels;
  await page.reload();
  const again = await figure(page, 'noising');
  await again.getByRole('radio', { name: 'Your own' }).check();
  await expect.poll(async () => (await canvasPixels(again, 'x0')).levels).toEqual(drawn);
  const thumb = again.getByRole('button', { name: 'Use drawing 1' });
  expect(await thumb.getAttribute('aria-pressed')).toBe('true');
  await again.getByRole('button', { name: 'Remove drawing 1' }).click();
  await expect.poll(() => thumb.count()).toBe(0);
  expect(await readingOf(again)).toContain('no picture of yours yet');
});

test('with nothing drawn yet, each figure says so and shows no picture', async () => {
  const page = await openPage(lesson);
  const pictures = { noising: 'xt', 'one-step-or-jump': 'clean', filmstrip: 'frame-0' };
  for (const [id, name] of Object.entries(pictures)) {
    const root = await figure(page, id);
    await root.getByRole('radio', { name: 'Your own' }).check();
    await expect.poll(() => readingOf(root)).toContain('no picture of yours yet');
    expect(new Set((await canvasPixels(root, name)).levels).size).toBe(1);
  }
});

test('full storage is said, also when a file is refused with it', async () => {
  const page = await openPage(lesson, {
    prepare: async (context) => {
      await context.addInitScript(() => {
        const setItem = Storage.prototype.setItem;
        Storage.prototype.setItem = function (key, value) {
          if (key === 'from-noise:own-images') throw new DOMException('full', 'QuotaExceededError');
          setItem.call(this, key, value);
        };
      });
    },
  });
  const noising = await figure(page, 'noising');
  await noising.getByRole('radio', { name: 'Your own' }).check();
  const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  await noising.locator('input[type="file"]').setInputFiles([
    { name: 'white.png', mimeType: 'image/png', buffer: png },
    { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('not a picture') },
  ]);
  const alert = () => noising.getByRole('alert').textContent();
  await expect.poll(alert).toContain('“notes.txt” is not an image');
  expect(await alert()).toContain('until you close the tab');
});

test('the keyboard draws too', async () => {
  const page = await openPage(lesson);
  const noising = await figure(page, 'noising');
  await noising.getByRole('radio', { name: 'Your own' }).check();
  await noising.locator('[data-canvas="drawpad"]').focus();
  await page.keyboard.press('Space');
  for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await noising.getByRole('button', { name: 'Use this drawing' }).click();
  await expect.poll(() => shownLevels(noising)).toBeGreaterThan(2);
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-canvas'));
  expect(await focused()).toBe('drawpad');
});

test('dropped files: images are added, a file that is no image is named and refused', async () => {
  const page = await openPage(lesson);
  const noising = await figure(page, 'noising');
  await noising.getByRole('radio', { name: 'Your own' }).check();
  const half = await sharp({ create: { width: 100, height: 100, channels: 3, background: '#000' } })
    .composite([
      {
        input: { create: { width: 50, height: 100, channels: 3, background: '#fff' } },
        left: 50,
        top: 0,
      },
    ])
    .png()
    .toBuffer();
  await noising.locator('input[type="file"]').setInputFiles([
    { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('not a picture') },
    { name: 'half.png', mimeType: 'image/png', buffer: half },
  ]);
  await expect
    .poll(() => noising.getByRole('alert').textContent())
    .toBe('“notes.txt” is not an image that this browser can read. The other one was added.');
  await expect.poll(() => shownLevels(noising)).toBeGreaterThan(1);
  const { levels, width } = await canvasPixels(noising, 'x0');
  const row = levels.slice(5 * width, 6 * width);
  expect(row.slice(0, width / 2)).toEqual(new Array(width / 2).fill(0));
  expect(row.slice(width / 2)).toEqual(new Array(width / 2).fill(255));
  await noising.getByRole('button', { name: 'Remove half.png' }).click();
  await expect.poll(() => noising.getByRole('button', { name: 'Use half.png' }).count()).toBe(0);
});

test('when all places are taken the next image is refused, and the drawing stays', async () => {
  const image = { size: 28, pixels: new Float32Array(28 * 28).fill(-1), label: 'old' };
  const full = encodeOwnImages(new Array(60).fill(image));
  const page = await openPage(lesson, {
    prepare: (context) =>
      context.addInitScript((text) => localStorage.setItem('from-noise:own-images', text), full),
  });
  const noising = await figure(page, 'noising');
  await noising.getByRole('radio', { name: 'Your own' }).check();
  await noising.locator('[data-canvas="drawpad"]').focus();
  for (const key of ['Space', 'ArrowDown', 'ArrowDown', 'Space']) await page.keyboard.press(key);
  const drawn = (await canvasPixels(noising, 'drawpad')).levels;
  await noising.getByRole('button', { name: 'Use this drawing' }).click();
  await expect
    .poll(() => noising.getByRole('alert').textContent())
    .toContain('There is room for 60 images');
  expect(await noising.getByRole('button', { name: 'Use old' }).count()).toBe(60);
  expect((await canvasPixels(noising, 'drawpad')).levels).toEqual(drawn);
});

test('damaged saved images are said to be, and cost nothing else', async () => {
  const page = await openPage(lesson, {
    prepare: async (context) => {
      await context.addInitScript(() => localStorage.setItem('from-noise:own-images', '{"broken'));
    },
  });
  const noising = await figure(page, 'noising');
  await noising.getByRole('radio', { name: 'Your own' }).check();
  await expect.poll(() => noising.getByRole('alert').textContent()).toContain('could not be read');
  const kept = () => localStorage.getItem('from-noise:own-images:damaged');
  expect(await page.evaluate(kept)).toBe('{"broken');
});

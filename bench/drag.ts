/** Drags each figure's first slider on the built site and prints the scripting time of a frame, median and worst. */
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { browserFlags, requireBrowser } from '../scripts/browser.ts';
import { ensureBuilt } from '../scripts/build.ts';
import { serveFolder } from '../scripts/serve.ts';
import { readLessons } from '../src/lessons/lessonIndex.ts';
import { frameMark, scriptMsByFrame, type TraceEvent, traceCategories } from './scriptTime.ts';
import { median, printTable } from './statistics.ts';

const frames = 90;
const warmups = 10;
const frameBudgetMs = 1000 / 60;

/** Moves a slider once in every animation frame, to and fro over its whole range, marking each frame in the trace. */
function dragSlider(slider: Locator): Promise<void> {
  const settings = { moves: warmups + frames, mark: frameMark };
  return slider.evaluate((element, { moves, mark }) => {
    const input = element as HTMLInputElement;
    const [min, max] = [Number(input.min), Number(input.max)];
    return new Promise<void>((resolve) => {
      let move = 0;
      const next = () => {
        performance.mark(mark);
        if (move === moves) return resolve();
        input.value = String(min + ((Math.sin(move++ / 7) + 1) / 2) * (max - min));
        input.dispatchEvent(new Event('input', { bubbles: true }));
        requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
    });
  }, settings);
}

/** Scripting milliseconds of each frame while a figure is dragged; null when it has no slider. */
async function measure(browser: Browser, page: Page, figure: Locator): Promise<number[] | null> {
  await figure.scrollIntoViewIfNeeded();
  await page.waitForTimeout(2500);
  const slider = figure.locator('input[type="range"]').first();
  if ((await slider.count()) === 0) return null;
  await browser.startTracing(page, { categories: traceCategories });
  await dragSlider(slider);
  const trace = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  return scriptMsByFrame(trace.traceEvents).slice(warmups, warmups + frames);
}

/** The bench. */
export async function drag(): Promise<void> {
  await ensureBuilt();
  const site = await serveFolder('dist');
  const browser = await chromium.launch({ executablePath: requireBrowser(), args: browserFlags });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const rows: string[][] = [];
  for (const path of ['', ...readLessons().map(({ slug }) => `lessons/${slug}/`)]) {
    await page.goto(site.url + path, { waitUntil: 'networkidle' });
    for (const figure of await page.locator('[data-figure]').all()) {
      const times = await measure(browser, page, figure);
      if (!times) continue;
      const late = times.filter((time) => time > frameBudgetMs).length;
      const id = (await figure.getAttribute('data-figure')) ?? '';
      rows.push([
        id,
        median(times).toFixed(2),
        Math.max(...times).toFixed(2),
        `${late} of ${frames}`,
      ]);
    }
  }
  await browser.close();
  await site.close();
  const header = ['', 'median', 'worst', 'over 16.7 ms'];
  printTable(
    `Dragging each figure's first slider: scripting ms a frame (Chromium, headless)`,
    header,
    rows,
  );
}

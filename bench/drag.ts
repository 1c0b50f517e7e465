/** Drags each figure's first slider on the built site and prints the scripting time of a frame, median and worst. */
import { type CDPSession, chromium, type Locator, type Page } from 'playwright-core';
import { browserFlags, requireBrowser } from '../scripts/browser.ts';
import { ensureBuilt } from '../scripts/build.ts';
import { serveFolder } from '../scripts/serve.ts';
import { readLessons } from '../src/lessons/lessonIndex.ts';
import { median, printTable } from './statistics.ts';

const frames = 90;
const warmups = 10;
const frameBudgetMs = 1000 / 60;

/** Seconds of scripting so far, as the browser's own accounting has it. */
async function scriptSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0;
}

/** Moves a slider once and waits for the frame that shows it. */
function moveSlider(slider: Locator, share: number): Promise<void> {
  return slider.evaluate((element, at) => {
    const input = element as HTMLInputElement;
    const [min, max] = [Number(input.min), Number(input.max)];
    input.value = String(min + at * (max - min));
    input.dispatchEvent(new Event('input', { bubbles: true }));
    return new Promise<void>((resolve) =>
      requestAnimationFrame(() => requestAnimationFrame(() => resolve())),
    );
  }, share);
}

async function measure(page: Page, session: CDPSession, figure: Locator): Promise<number[] | null> {
  await figure.scrollIntoViewIfNeeded();
  await page.waitForTimeout(1500);
  const slider = figure.locator('input[type="range"]').first();
  if ((await slider.count()) === 0) return null;
  const times: number[] = [];
  for (let frame = 0; frame < warmups + frames; frame++) {
    const before = await scriptSeconds(session);
    await moveSlider(slider, (Math.sin(frame / 7) + 1) / 2);
    const spent = ((await scriptSeconds(session)) - before) * 1000;
    if (frame >= warmups) times.push(spent);
  }
  return times;
}

/** The bench. */
export async function drag(): Promise<void> {
  await ensureBuilt();
  const site = await serveFolder('dist');
  const browser = await chromium.launch({ executablePath: requireBrowser(), args: browserFlags });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const rows: string[][] = [];
  for (const path of ['', ...readLessons().map(({ slug }) => `lessons/${slug}/`)]) {
    await page.goto(site.url + path, { waitUntil: 'networkidle' });
    for (const figure of await page.locator('[data-figure]').all()) {
      const times = await measure(page, session, figure);
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

/**
 * `npm run bench -- sample [--model fashion-32] [--images 16] [--steps 25] [--guidance 3] [--backends webgpu,webgl,wasm]`:
 * milliseconds a sampling step, pictures read back, and network calls a second, on each backend, in Chromium.
 */
import { parseArgs } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { browserFlags, requireBrowser } from '../scripts/browser.ts';
import { servePage } from '../scripts/bundle.ts';
import type { BackendName } from '../src/lib/engines/engine.ts';
import type { SampleBenchRequest, SampleBenchResult } from './samplePage.ts';
import { printTable } from './statistics.ts';

function asked() {
  const { values } = parseArgs({
    allowPositionals: true,
    strict: false,
    options: {
      model: { type: 'string', default: 'fashion-32' },
      images: { type: 'string', default: '16' },
      steps: { type: 'string', default: '25' },
      guidance: { type: 'string', default: '3' },
      backends: { type: 'string', default: 'webgpu,webgl,wasm' },
    },
  });
  const text = (key: keyof typeof values) => String(values[key]);
  return {
    backends: text('backends').split(',') as BackendName[],
    request: {
      model: text('model'),
      images: Number(text('images')),
      steps: Number(text('steps')),
      guidanceScale: Number(text('guidance')),
    },
  };
}

async function measure(
  browser: Browser,
  url: string,
  request: SampleBenchRequest,
): Promise<SampleBenchResult | string> {
  const tab = await browser.newPage();
  try {
    await tab.goto(url);
    await tab.waitForFunction(() => 'runSampleBench' in globalThis);
    return await tab.evaluate((what) => {
      const { runSampleBench } = globalThis as unknown as {
        runSampleBench(what: SampleBenchRequest): Promise<SampleBenchResult>;
      };
      return runSampleBench(what);
    }, request);
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0]! : String(error);
  } finally {
    await tab.close();
  }
}

function rowOf(backend: BackendName, result: SampleBenchResult | string): string[] {
  if (typeof result === 'string') return [`${backend}: ${result}`, '–', '–', '–', '–'];
  const { firstPicture, step, callsPerSecond, tensorsLeft } = result;
  const numbers = [firstPicture, step, callsPerSecond].map((value) => value.toFixed(1));
  return [result.backend, ...numbers, String(tensorsLeft)];
}

/** The bench. */
export async function sample(): Promise<void> {
  const { backends, request } = asked();
  const page = await servePage('bench/samplePage.ts');
  const browser = await chromium.launch({ executablePath: requireBrowser(), args: browserFlags });
  const rows: string[][] = [];
  try {
    for (const backend of backends) {
      rows.push(rowOf(backend, await measure(browser, page.url, { ...request, backend })));
    }
  } finally {
    await browser.close();
    await page.close();
  }
  const { model, images, steps, guidanceScale } = request;
  printTable(
    `${images} images of ${model} at once, ${steps} DDIM steps, guidance ${guidanceScale}`,
    ['backend', 'first picture, ms', 'ms a step', 'network calls a second', 'tensors left'],
    rows,
  );
}

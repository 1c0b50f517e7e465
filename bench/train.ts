/**
 * `npm run bench -- train [--size 8] [--batch 64] [--base 16] [--steps 20] [--backend webgpu]`: milliseconds a training
 * step, dispatches a step and JavaScript milliseconds a step, of the engine and of a straightforward tfjs loop, in Chromium.
 */
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { browserFlags, requireBrowser } from '../scripts/browser.ts';
import { servePage } from '../scripts/bundle.ts';
import type { BackendName } from '../src/lib/engines/engine.ts';
import { printTable } from './statistics.ts';
import type { Measured, TrainBenchRequest, TrainBenchResult } from './trainPage.ts';

function asked(): TrainBenchRequest {
  const { values } = parseArgs({
    allowPositionals: true,
    options: {
      size: { type: 'string', default: '8' },
      batch: { type: 'string', default: '64' },
      base: { type: 'string', default: '16' },
      steps: { type: 'string', default: '20' },
      backend: { type: 'string', default: 'webgpu' },
    },
  });
  const { size, batch, base, steps, backend } = values;
  return {
    size: Number(size),
    batch: Number(batch),
    base: Number(base),
    steps: Number(steps),
    backend: backend as BackendName,
  };
}

async function runInBrowser(request: TrainBenchRequest): Promise<TrainBenchResult> {
  const page = await servePage('bench/trainPage.ts');
  const browser = await chromium.launch({ executablePath: requireBrowser(), args: browserFlags });
  try {
    const tab = await browser.newPage();
    await tab.goto(page.url);
    await tab.waitForFunction(() => 'runTrainBench' in globalThis);
    return await tab.evaluate((sizes) => {
      const { runTrainBench } = globalThis as unknown as {
        runTrainBench(sizes: TrainBenchRequest): Promise<TrainBenchResult>;
      };
      return runTrainBench(sizes);
    }, request);
  } finally {
    await browser.close();
    await page.close();
  }
}

/** The bench. */
export async function train(): Promise<void> {
  const request = asked();
  const { adapter, engine, plain } = await runInBrowser(request);
  const { size, base, batch, backend } = request;
  const row = (label: string, { step, dispatches, script }: Measured) => [
    label,
    step.toFixed(1),
    dispatches.toFixed(0),
    script.toFixed(1),
  ];
  printTable(
    `Training step of the U-Net, ${size}×${size}, base ${base}, batch ${batch}; ${backend}, ${adapter}`,
    ['loop', 'ms a step', 'dispatches a step', 'JavaScript ms a step'],
    [row('this engine', engine), row('plain tfjs', plain)],
  );
}

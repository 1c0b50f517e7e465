/** The engine in a real browser, on WebGPU, WebGL and WASM, against PyTorch: outputs, and every gradient where it trains. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BundledPage, servePage } from '../../scripts/bundle.ts';
import type { BackendName } from '../../src/lib/engines/engine.ts';
import { largestError, parityCases } from '../lib/engines/parityCases.ts';
import type { PageAnswer, PageCase } from './enginePage.ts';
import { openPage } from './site.ts';

let bundled: BundledPage;
beforeAll(async () => {
  bundled = await servePage('tests/browser/enginePage.ts');
});
afterAll(() => bundled.close());

const cases = (['webgpu', 'webgl', 'wasm'] as const).flatMap((backend) =>
  parityCases
    .filter(({ id }) => id !== 'unet-16')
    .map((parity) => ({ backend, id: parity.id, parity })),
);

test.each(cases)('$backend, $id', async ({ backend, parity }) => {
  const page = await openPage('', {
    siteUrl: bundled.url,
    expected: /readback|GPU stall|adapter/i,
  });
  await page.waitForFunction(() => 'runNetwork' in globalThis);
  const { kind, settings, parameters, inputs, tensors, zeroGradients } = parity;
  const asked: PageCase = {
    kind,
    settings,
    parameters: [...parameters].map(([name, { shape, values }]) => [name, shape, [...values]]),
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([name, values]) => [name, Array.from(values)]),
    ),
    outputGradient: [...tensors.get('outputGradient')!.values],
  };
  const answer = await page.evaluate(
    ([name, network]) => {
      const { runNetwork } = globalThis as unknown as {
        runNetwork(backend: BackendName, asked: PageCase): Promise<PageAnswer>;
      };
      return runNetwork(name as BackendName, network as PageCase);
    },
    [backend, asked] as const,
  );
  expect(answer.backend.name).toBe(backend);
  expect(answer.tensorsLeft).toBe(0);
  expect(largestError(answer.output, tensors.get('output')!.values)).toBeLessThan(1e-4);
  if (backend === 'wasm') return;
  expect(largestError(answer.x, tensors.get('grad.x')!.values)).toBeLessThan(1e-3);
  expect(answer.parameters).toHaveLength(parameters.size);
  for (const [name, values] of answer.parameters) {
    if (zeroGradients.includes(name)) continue;
    const expected = tensors.get(`grad.${name}`)!.values;
    expect(largestError(values, expected), name).toBeLessThan(1e-3);
  }
});

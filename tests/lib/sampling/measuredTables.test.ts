/** The committed tables of samplers and guidance: complete, sane, and what the command measures. */
import { expect, test } from 'vitest';
import { engineForNode } from '../../../scripts/engineForNode.ts';
import {
  fewSteps,
  makeMeasure,
  measuredSamplers,
  scales,
} from '../../../scripts/evaluateTables.ts';
import { modelFromDisk } from '../../../scripts/modelsFromDisk.ts';
import { plainSettings } from '../../../src/lib/sampling/settings.ts';
import { measuredSampling } from '../../../src/measured/sampling.ts';

const tables = Object.values(measuredSampling);

test.each(tables)(
  '$model: every scale, and every sampler at 5 to 250 steps and at all, once',
  (measured) => {
    expect(measured.guidance.map(({ scale }) => scale)).toEqual(scales);
    const namesAt = (steps: number) =>
      measured.samplers.filter((cell) => cell.steps === steps).map(({ sampler }) => sampler);
    for (const steps of [...fewSteps, 1000]) {
      expect(namesAt(steps).sort()).toEqual([...measuredSamplers].sort());
    }
    for (const { accuracy, frechet, diversity } of [...measured.samplers, ...measured.guidance]) {
      expect(accuracy).toBeGreaterThanOrEqual(0);
      expect(accuracy).toBeLessThanOrEqual(1);
      expect(frechet).toBeGreaterThan(0);
      expect(diversity).toBeGreaterThan(0);
    }
  },
);

test.each(tables)('$model: calls follow from the sampler', ({ samplers }) => {
  for (const { sampler, steps, startAt = 999, calls } of samplers) {
    const visited = Math.min(steps, startAt + 1);
    const expected = { heun: 2 * visited - 1, pndm: visited + 1 }[sampler as string] ?? visited;
    expect(calls, `${sampler} ${steps}`).toBe(expected);
  }
});

test('a cell measured again is the committed one', async () => {
  const engine = await engineForNode(['wasm']);
  const { samples, samplers, real } = measuredSampling['digits-8'];
  const again = await makeMeasure(engine, await modelFromDisk('digits-8'), samples);
  expect(again.real).toEqual(real);
  const cell = samplers.find(({ sampler, steps }) => sampler === 'dpmSolver2M' && steps === 5)!;
  const { accuracy, frechet, diversity } = await again.measure({
    ...plainSettings(5),
    sampler: 'dpmSolver2M',
  });
  expect(Math.abs(accuracy - cell.accuracy)).toBeLessThan(0.005);
  expect(Math.abs(frechet - cell.frechet)).toBeLessThan(0.002);
  expect(Math.abs(diversity - cell.diversity)).toBeLessThan(0.002);
  engine.dispose();
}, 60_000);

/** The jobs that draw, read and measure with shipped models, on the real engine (WebAssembly). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engineForNode } from '../../../scripts/engineForNode.ts';
import { makeBackend } from '../../../src/lib/compute/backend.ts';
import { makeClassifierJobs } from '../../../src/lib/compute/jobs/classifier.ts';
import { makeDrawingJobs } from '../../../src/lib/compute/jobs/drawing.ts';
import { makeMeasureJobs } from '../../../src/lib/compute/jobs/measure.ts';
import { makeModelJobs } from '../../../src/lib/compute/jobs/model.ts';
import { makeOpenModels } from '../../../src/lib/compute/jobs/openModels.ts';
import { type DrawnFrame, JobCancelled, type Jobs } from '../../../src/lib/compute/protocol.ts';
import type { Engine } from '../../../src/lib/engines/engine.ts';
import { plainSettings } from '../../../src/lib/sampling/settings.ts';
import { makeFileFetch } from '../datasets/support.ts';
import { makeContext } from './support.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await engineForNode(['wasm']);
});
afterAll(() => engine.dispose());

async function setUp() {
  const backend = makeBackend(async () => engine);
  const models = makeOpenModels({ backend, fetch: makeFileFetch().fetch, cache: null });
  const jobs = {
    ...makeModelJobs(models),
    ...makeDrawingJobs(models),
    ...makeClassifierJobs(models),
    ...makeMeasureJobs(models),
  };
  const weightsUrl = '/weights/';
  await jobs.modelOpen({ id: 'digits-8', weightsUrl }, makeContext());
  const openClassifier = (id: string) => jobs.classifierOpen({ id, weightsUrl }, makeContext());
  return { jobs, openClassifier };
}

const request: Jobs['modelDraw']['request'] = {
  id: 'digits-8',
  classes: [3, 10],
  settings: { ...plainSettings(6), guidanceScale: 2 },
  seed: 4,
  start: null,
  direction: 'toImages',
  frameEvery: 1,
};

describe('modelDraw', () => {
  test('reports every step in order, the last of which is the result', async () => {
    const { jobs } = await setUp();
    const context = makeContext<DrawnFrame>();
    const { images, calls, milliseconds } = await jobs.modelDraw(request, context);
    expect(context.reports.map(({ row }) => row)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(context.reports.map(({ t }) => t)).toEqual([999, 832, 666, 499, 332, 166]);
    expect(context.reports.map((frame) => frame.calls)).toEqual([2, 4, 6, 8, 10, 12]);
    expect(context.reports.every(({ rows }) => rows === 6)).toBe(true);
    expect(context.reports.at(-1)!.x).toEqual(images);
    expect(context.reports[0]!.x0).not.toEqual(context.reports[0]!.x);
    expect(calls).toBe(12);
    expect(milliseconds).toBeGreaterThan(context.reports[0]!.milliseconds);
    const again = await jobs.modelDraw(request, makeContext());
    expect(again.images).toEqual(images);
  });

  test('reports the first, the last and every so many rows, or none', async () => {
    const { jobs } = await setUp();
    const rowsAt = async (frameEvery: number) => {
      const context = makeContext<DrawnFrame>();
      await jobs.modelDraw({ ...request, frameEvery }, context);
      return context.reports.map(({ row }) => row);
    };
    expect(await rowsAt(4)).toEqual([0, 3, 5]);
    expect(await rowsAt(0)).toEqual([]);
  });

  test('can be cancelled between steps, and says what does not fit', async () => {
    const { jobs } = await setUp();
    const drawing = jobs.modelDraw(request, makeContext(3));
    await expect(drawing).rejects.toBeInstanceOf(JobCancelled);
    const short = { ...request, start: new Float32Array(5) };
    await expect(jobs.modelDraw(short, makeContext())).rejects.toThrow('2 images have 128');
    const settings = { ...request.settings, options: { steps: 2000 } };
    const tooMany = jobs.modelDraw({ ...request, settings }, makeContext());
    await expect(tooMany).rejects.toThrow('steps must be an integer from 1 to T = 1000');
  });

  test('gives back what a walk held, also when it was cancelled', async () => {
    const { jobs } = await setUp();
    const steps = { ...request, settings: { ...request.settings, sampler: 'unipc' } } as const;
    await jobs.modelDraw(steps, makeContext());
    const held = engine.memory().tensors;
    await jobs.modelDraw(steps, makeContext());
    await expect(jobs.modelDraw(steps, makeContext(4))).rejects.toBeInstanceOf(JobCancelled);
    const rescaled = { ...steps, settings: { ...steps.settings, rescale: 0.5 } };
    await expect(jobs.modelDraw(rescaled, makeContext(4))).rejects.toBeInstanceOf(JobCancelled);
    expect(engine.memory().tensors).toBe(held);
  });

  test('needs the classifier that it is steered by, unless its scale is 0', async () => {
    const { jobs } = await setUp();
    const withScale = (scale: number) => {
      const classifier = { id: 'digits-8-noisy-classifier', scale };
      const settings = { ...request.settings, guidanceScale: 0, classifier };
      return jobs.modelDraw({ ...request, classes: [3, 4], settings }, makeContext());
    };
    await expect(withScale(2)).rejects.toThrow('“digits-8-noisy-classifier” is not open');
    expect((await withScale(0)).calls).toBe(6);
  });
});

describe('classifierOpen and classifierLook', () => {
  test('read digits, and differentiate where a class is given', async () => {
    const { jobs, openClassifier } = await setUp();
    expect(await openClassifier('digits-8-classifier')).toMatchObject({
      classes: 10,
      noisy: false,
    });
    const id = 'digits-8-noisy-classifier';
    expect(await openClassifier(id)).toMatchObject({ classes: 10, size: 8, noisy: true });
    const { images } = await jobs.modelDraw({ ...request, classes: [3, 7] }, makeContext());
    const look = { id, xt: images, t: 0, classes: null };
    const { logProbabilities, gradient } = await jobs.classifierLook(look, makeContext());
    expect(gradient).toBeNull();
    expect(Math.exp(logProbabilities[3]!)).toBeGreaterThan(0.9);
    expect(Math.exp(logProbabilities[17]!)).toBeGreaterThan(0.9);
    const found = await jobs.classifierLook({ ...look, classes: [3, 7] }, makeContext());
    expect(found.gradient).toHaveLength(128);
    await expect(openClassifier('digits-8')).rejects.toThrow('is no classifier');
    const denoiser = jobs.classifierLook({ ...look, id: 'digits-8' }, makeContext());
    await expect(denoiser).rejects.toThrow('“digits-8” is not open');
  });
});

describe('modelMeasure and realMeasure', () => {
  test('measure drawn and real images alike', async () => {
    const { jobs, openClassifier } = await setUp();
    const classifierId = 'digits-8-classifier';
    await openClassifier(classifierId);
    const which = { id: 'digits-8', classifierId, dataUrl: '/data/' };
    const context = makeContext<{ done: number; total: number }>();
    const settings = { ...plainSettings(5), guidanceScale: 3 };
    const drawn = await jobs.modelMeasure({ ...which, settings, count: 60, seed: 1 }, context);
    expect(drawn).toMatchObject({ count: 60, calls: 10 });
    expect(context.reports.at(-1)).toEqual({ done: 600, total: 600 });
    expect(drawn.accuracy).toBeGreaterThan(0.9);
    expect(drawn.images).toHaveLength(10 * 64);
    const real = await jobs.realMeasure({ ...which, count: 60 }, makeContext());
    expect(real.frechet).toBeGreaterThan(0);
    expect(real.frechet).toBeLessThan(drawn.frechet);
    expect(real.diversity).toBeGreaterThan(drawn.diversity);
    const stopped = { ...which, settings, count: 60, seed: 1 };
    await expect(jobs.modelMeasure(stopped, makeContext(2))).rejects.toBeInstanceOf(JobCancelled);
  });
});

/** The jobs with shipped models on a stand-in for the engine: what is asked of it, and what survives its loss. */
import { describe, expect, test } from 'vitest';
import { makeBackend } from '../../../src/lib/compute/backend.ts';
import { makeModelJobs } from '../../../src/lib/compute/jobs/model.ts';
import { makeOpenModels } from '../../../src/lib/compute/jobs/openModels.ts';
import { JobCancelled } from '../../../src/lib/compute/protocol.ts';
import type { Engine, Inputs, Network, Walk } from '../../../src/lib/engines/engine.ts';
import { type Graph, shapeIn } from '../../../src/lib/nets/graph.ts';
import { sizeOf } from '../../../src/lib/nets/shapes.ts';
import { makeFileFetch } from '../datasets/support.ts';
import { makeFakeEngine } from '../training/fakeEngine.ts';
import { makeContext } from './support.ts';

/** Engines that record which graphs they load and what is asked of the networks. */
function setUp() {
  const engines: ReturnType<typeof makeFakeEngine>[] = [];
  const loaded: Graph[] = [];
  const asked: Inputs[] = [];
  const walks: Walk[] = [];
  let disposed = 0;
  let answer: Promise<unknown> = Promise.resolve();
  const load: Engine['load'] = (graph) => {
    loaded.push(graph);
    return {
      graph,
      async activations(inputs: Inputs, names: readonly string[]) {
        asked.push(inputs);
        await answer;
        return new Map(names.map((name) => [name, new Float32Array(sizeOf(shapeIn(graph, name)))]));
      },
      async walk(walk: Walk) {
        walks.push(walk);
        for (const i of walk.steps.keys())
          await walk.onStep?.(i, async () => ({ x: new Float32Array(0), x0: new Float32Array(0) }));
        return walk.start.slice() as Float32Array<ArrayBuffer>;
      },
      dispose: () => disposed++,
    } as unknown as Network;
  };
  const backend = makeBackend(async () => {
    const engine = { ...makeFakeEngine(), load };
    engines.push(engine);
    return engine;
  });
  const models = makeOpenModels({ backend, fetch: makeFileFetch().fetch, cache: null });
  const jobs = makeModelJobs(models);
  const open = () => jobs.modelOpen({ id: 'digits-8', weightsUrl: '/weights/' }, makeContext());
  const wait = (until: Promise<unknown>) => (answer = until);
  return { jobs, engines, loaded, asked, walks, open, wait, disposed: () => disposed };
}

const look = {
  id: 'digits-8',
  xt: new Float32Array(64),
  t: 500,
  y: 3,
  nodes: ['enc1.out', 'up3.concat'],
  silenced: [] as string[],
};
const sample = {
  id: 'digits-8',
  classes: [1, 2, 10],
  guidanceScale: 2,
  steps: 5,
  seed: 4,
  silenced: [] as string[],
};

describe('modelOpen', () => {
  test('loads, tells what the model is, and puts it on the device', async () => {
    const { open, loaded } = setUp();
    expect(await open()).toEqual({
      parameters: 543_409,
      backend: { name: 'cpu', adapter: 'fake', software: true, trains: true },
      size: 8,
      base: 16,
      embedding: 64,
      classes: 10,
      T: 1000,
      schedule: 'cosine',
      prediction: 'eps',
      data: 'digits-8',
    });
    expect(loaded).toHaveLength(1);
  });

  test('refuses a classifier, and jobs with a model that is not open', async () => {
    const { jobs } = setUp();
    const request = { id: 'digits-8-classifier', weightsUrl: '/weights/' };
    await expect(jobs.modelOpen(request, makeContext())).rejects.toThrow('is no denoiser');
    await expect(jobs.modelLook(look, makeContext())).rejects.toThrow('“digits-8” is not open');
  });

  test('can be cancelled while it downloads', async () => {
    const { jobs } = setUp();
    const request = { id: 'digits-8', weightsUrl: '/weights/' };
    await expect(jobs.modelOpen(request, makeContext(1))).rejects.toBeInstanceOf(JobCancelled);
  });
});

describe('modelLook', () => {
  test('asks once, and gives the nodes and the prediction', async () => {
    const { jobs, open, asked } = setUp();
    await open();
    const found = await jobs.modelLook(look, makeContext());
    expect(asked).toEqual([{ x: look.xt, t: [500], y: [3] }]);
    expect(found.epsPred).toHaveLength(64);
    expect(Object.keys(found.activations)).toEqual(look.nodes);
    expect(found.activations['enc1.out']).toHaveLength(8 * 8 * 16);
  });

  test('keeps a network for each set of cut connections, and no more than ten', async () => {
    const { jobs, open, loaded, disposed } = setUp();
    await open();
    await jobs.modelLook(look, makeContext());
    expect(loaded).toHaveLength(1);
    for (const silenced of [
      ['up3.concat', 'up1.concat'],
      ['up1.concat', 'up3.concat'],
    ]) {
      await jobs.modelLook({ ...look, silenced }, makeContext());
    }
    expect(loaded).toHaveLength(2);
    const reads = loaded[1]!.nodes.find(({ name }) => name === 'up3.concat')!.inputs[1];
    expect(loaded[1]!.nodes.find(({ name }) => name === reads)!.operation).toBe('zeros');
    const nodes = loaded[0]!.nodes.filter(({ inputs }) => inputs.length === 2).slice(0, 9);
    for (const { name } of nodes)
      await jobs.modelLook({ ...look, silenced: [name] }, makeContext());
    expect(loaded).toHaveLength(11);
    expect(disposed()).toBe(1);
  });

  test('says so when the device goes, and works on the next one', async () => {
    const { jobs, open, engines, loaded, wait } = setUp();
    await open();
    wait(new Promise(() => {}));
    const hanging = jobs.modelLook(look, makeContext());
    setTimeout(() => engines[0]!.lose('gone'), 10);
    await expect(hanging).rejects.toThrow('took the graphics device away (gone). Try again.');
    wait(Promise.resolve());
    await jobs.modelLook(look, makeContext());
    expect(engines).toHaveLength(2);
    expect(loaded).toHaveLength(2);
  });
});

describe('modelSample', () => {
  test('walks from the seed’s noise, with guidance, and tells each step', async () => {
    const { jobs, open, walks } = setUp();
    await open();
    const context = makeContext<{ step: number }>();
    const { images } = await jobs.modelSample(sample, context);
    expect(images).toHaveLength(3 * 64);
    expect(context.reports.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4]);
    expect(walks[0]).toMatchObject({
      classes: [1, 2, 10],
      others: [10, 10, 10],
      clip: true,
    });
    expect(walks[0]!.steps.map(({ guidanceScale }) => guidanceScale)).toEqual([2, 2, 2, 2, 2]);
    expect(walks[0]!.steps.map(({ row }) => row.t)).toEqual([999, 799, 599, 399, 199]);
    await jobs.modelSample(sample, makeContext());
    expect(walks[1]!.start).toEqual(walks[0]!.start);
    await jobs.modelSample({ ...sample, seed: 5 }, makeContext());
    expect(walks[2]!.start).not.toEqual(walks[0]!.start);
  });

  test('can be cancelled on the way', async () => {
    const { jobs, open } = setUp();
    await open();
    await expect(jobs.modelSample(sample, makeContext(3))).rejects.toBeInstanceOf(JobCancelled);
  });
});

/** The training jobs on a stand-in for the engine: open from every start, train, pause, save, lose the device, two tabs. */
import { describe, expect, test } from 'vitest';
import { makeBackend } from '../../../src/lib/compute/backend.ts';
import { makeTrainJobs } from '../../../src/lib/compute/jobs/train.ts';
import {
  JobCancelled,
  type Jobs,
  type TrainingProgress,
  transferablesOf,
} from '../../../src/lib/compute/protocol.ts';
import { checkParameters, readSafetensors } from '../../../src/lib/nets/safetensors.ts';
import { readCheckpoint } from '../../../src/lib/training/checkpoint.ts';
import { networkOf } from '../../../src/lib/training/network.ts';
import { makeFileFetch } from '../datasets/support.ts';
import { makeFakeEngine } from '../training/fakeEngine.ts';
import { FakeLocks, FakeStorage, full } from '../training/fakeStorage.ts';
import { smallSettings } from '../training/support.ts';
import { makeContext } from './support.ts';

type Open = Jobs['trainOpen']['request'];
type Stage = Jobs['trainOpen']['progress'];

function setUp({
  storage = new FakeStorage() as FakeStorage | null,
  locks = new FakeLocks(),
} = {}) {
  const engines: ReturnType<typeof makeFakeEngine>[] = [];
  const backend = makeBackend(async () => {
    const engine = makeFakeEngine();
    engines.push(engine);
    return engine;
  });
  const files = makeFileFetch();
  const jobs = makeTrainJobs({
    backend,
    storage,
    lock: locks.tab(),
    now: () => 99,
    fetch: files.fetch,
    cache: null,
  });
  const open = (part: Partial<Open> = {}, context = makeContext<Stage>()) =>
    jobs.trainOpen(
      {
        settings: smallSettings,
        start: { kind: 'fresh' },
        dataUrl: '/data/',
        weightsUrl: '/weights/',
        own: null,
        filmCount: 4,
        ...part,
      },
      context,
    );
  const run = (
    limit: number | null = null,
    context = makeContext<TrainingProgress>(),
    filmEvery = 0,
  ) => jobs.trainRun({ limit, filmEvery }, context);
  return { jobs, open, run, engines, storage, locks };
}

describe('trainOpen', () => {
  test('makes a run ready, stage by stage, and says what it is', async () => {
    const { open } = setUp();
    const context = makeContext<Stage>();
    const info = await open({}, context);
    expect(info).toMatchObject({
      settings: smallSettings,
      step: 0,
      size: 8,
      filmClasses: [0, 1, 0, 1],
      film: [],
      autosave: { state: 'on' },
      backend: { name: 'cpu' },
    });
    // Threes and sevens of the 1,438 training digits.
    expect(info.examples).toBeGreaterThan(250);
    expect(info.examples).toBeLessThan(320);
    const stages = context.reports.map(({ stage }) => stage);
    expect([...new Set(stages)]).toEqual(['data', 'backend', 'shaders']);
    expect(context.reports.at(-1)).toEqual({ stage: 'shaders', done: 2, total: 2 });
  });

  test('takes the reader’s own images, made smaller', async () => {
    const { open } = setUp();
    const settings = { ...smallSettings, data: 'own', classes: [] } as const;
    const own = new Float32Array(3 * 28 * 28).fill(0.25);
    const info = await open({ settings, own });
    expect(info).toMatchObject({ size: 16, examples: 3, filmClasses: [] });
    await expect(open({ settings, own: null })).rejects.toThrow('there are none: draw or add some');
  });

  test('goes on from a shipped model’s weights, at step 0', async () => {
    const { open, jobs } = setUp();
    const settings = { ...smallSettings, base: 16, classes: [1, 4] };
    const context = makeContext<Stage>();
    const info = await open({ settings, start: { kind: 'shipped', id: 'digits-8' } }, context);
    expect(info.step).toBe(0);
    expect(context.reports[0]!.stage).toBe('weights');
    const { bytes } = await jobs.trainWeights({ weights: 'ema', type: 'F32' }, makeContext());
    expect(readSafetensors(bytes).tensors.get('class_embedding.weight')!.shape).toEqual([3, 64]);
    const misfit = open({ start: { kind: 'shipped', id: 'digits-8' } });
    await expect(misfit).rejects.toThrow('has base width 16');
    const classifier = open({ settings, start: { kind: 'shipped', id: 'digits-8-classifier' } });
    await expect(classifier).rejects.toThrow('is no denoiser');
  });

  test('says what is wrong with settings, files and what is not there', async () => {
    const { open } = setUp();
    await expect(open({ settings: { ...smallSettings, base: 9 } })).rejects.toThrow('Base width');
    const bytes = new TextEncoder().encode('not a checkpoint at all');
    await expect(open({ start: { kind: 'file', bytes } })).rejects.toThrow('cannot be read');
    await expect(open({ start: { kind: 'saved' } })).rejects.toThrow('keeps no run');
    await expect(open({ start: { kind: 'lastGood' } })).rejects.toThrow('no checkpoint in memory');
  });

  test('can be cancelled, and leaves nothing behind', async () => {
    const { open, jobs, engines } = setUp();
    await open();
    await expect(open({}, makeContext<Stage>(3))).rejects.toBeInstanceOf(JobCancelled);
    expect(engines[0]!.alive.trainers).toBe(0);
    await expect(jobs.trainSave({}, makeContext())).rejects.toThrow('No training run is open');
  });
});

describe('trainRun', () => {
  test('trains, tells, keeps the run, and can be lengthened', async () => {
    const { open, run, jobs, storage } = setUp();
    await open();
    const context = makeContext<TrainingProgress>();
    expect(await run(null, context, 30)).toEqual({ kind: 'finished', step: 60 });
    expect(context.reports[0]).toEqual({ kind: 'autosave', autosave: { state: 'on' } });
    expect(context.reports.filter(({ kind }) => kind === 'samples')).toHaveLength(3);
    expect(context.reports.at(-1)).toEqual({ kind: 'saved', step: 60 });
    expect(storage!.run).toMatchObject({ step: 60, savedAt: 99 });
    await jobs.trainExtend({ steps: 4 }, makeContext());
    expect(await run()).toEqual({ kind: 'finished', step: 64 });
    expect(readCheckpoint(storage!.file!).settings.steps).toBe(64);
  });

  test('pauses when cancelled, with the run kept; after a reload it goes on to the same end', async () => {
    const storage = new FakeStorage();
    storage.delay = () => new Promise((resolve) => setTimeout(resolve, 20));
    const before = setUp({ storage });
    await before.open();
    const cancelled = before.run(null, makeContext<TrainingProgress>(30), 20);
    await expect(cancelled).rejects.toBeInstanceOf(JobCancelled);
    const { step } = storage.run!;
    expect(step).toBeGreaterThan(0);
    expect(step).toBeLessThan(60);

    // The reload: a new worker, the same storage, the lock free again.
    const after = setUp({ storage });
    expect(await after.jobs.trainSaved({}, makeContext())).toEqual({
      ...storage.run,
      inUse: false,
    });
    const info = await after.open({ start: { kind: 'saved' } });
    expect(info).toMatchObject({ step, settings: smallSettings });
    expect(info.history.steps.at(-1)).toBe(step);
    expect(info.film.map((frame) => frame.step)).toEqual(
      step < 20 ? [0] : step < 40 ? [0, 20] : [0, 20, 40],
    );
    // The worker hands the answer's memory over to the page; the run must not miss it.
    structuredClone(info, { transfer: transferablesOf(info) });
    await after.run(null, makeContext<TrainingProgress>(), 20);

    const whole = setUp();
    await whole.open();
    await whole.run(null, makeContext<TrainingProgress>(), 20);
    expect(readCheckpoint(storage.file!)).toEqual(readCheckpoint(whole.storage!.file!));
    await after.jobs.trainForget({}, makeContext());
    expect(await after.jobs.trainSaved({}, makeContext())).toBeNull();
  });

  test('goes on from a checkpoint file', async () => {
    const { open, run, jobs } = setUp();
    await open();
    await run(10);
    const { bytes, step } = await jobs.trainCheckpoint({}, makeContext());
    expect(step).toBe(10);
    const settings = { ...smallSettings, learningRate: 0.5 };
    expect(await open({ settings, start: { kind: 'file', bytes } })).toMatchObject({
      step: 10,
      settings: smallSettings,
    });
  });

  test('says what is in a file, or wrong with it, and keeps the open run', async () => {
    const { jobs, open, run } = setUp();
    await open();
    await run(3);
    const { bytes } = await jobs.trainCheckpoint({}, makeContext());
    const found = await jobs.trainInspect({ bytes }, makeContext());
    expect(found).toEqual({ settings: smallSettings, step: 3 });
    const cut = bytes.slice(0, -5);
    await expect(jobs.trainInspect({ bytes: cut }, makeContext())).rejects.toThrow(/cut|bytes/);
    const start = { kind: 'file' as const, bytes: cut };
    await expect(open({ start })).rejects.toThrow(/cut|bytes/);
    expect(await run(1)).toMatchObject({ kind: 'limit', step: 4 });
  });

  test('ends when the device is lost; the last good checkpoint opens on a new engine', async () => {
    const { open, run, jobs, engines, locks } = setUp();
    await open();
    await run(20);
    engines[0]!.lose('driver reset');
    const end = await run();
    expect(end).toMatchObject({ kind: 'deviceLost', step: 20 });
    expect(locks.holder).toBeNull();
    await expect(jobs.trainSave({}, makeContext())).rejects.toThrow('No training run is open');
    expect(await open({ start: { kind: 'lastGood' } })).toMatchObject({ step: 20 });
    expect(engines).toHaveLength(2);
    expect(await run()).toEqual({ kind: 'finished', step: 60 });
  });

  test('tells when the loss is no number, and can go on from the last good weights', async () => {
    const { open, run, engines } = setUp();
    await open();
    await run(10);
    engines[0]!.breakAfter = 15;
    expect(await run()).toMatchObject({ kind: 'diverged', step: 10 });
    expect(await open({ start: { kind: 'lastGood' } })).toMatchObject({ step: 10 });
  });

  test('goes on when the storage is full, and says that the run is not kept', async () => {
    const { open, run, jobs, storage } = setUp();
    storage!.fault = full();
    await open();
    const context = makeContext<TrainingProgress>();
    expect(await run(10, context)).toEqual({ kind: 'limit', step: 10 });
    expect(context.reports.at(-1)).toMatchObject({ kind: 'autosave', autosave: { state: 'off' } });
    await expect(jobs.trainSave({}, makeContext())).rejects.toThrow(
      'storage for this site is full',
    );
    storage!.fault = null;
    expect(await jobs.trainSave({}, makeContext())).toEqual({ step: 10 });
  });

  test('works without any storage', async () => {
    const { open, run, jobs } = setUp({ storage: null });
    expect((await open()).autosave).toMatchObject({ state: 'off' });
    expect(await run(3)).toEqual({ kind: 'limit', step: 3 });
    expect(await jobs.trainSaved({}, makeContext())).toBeNull();
  });

  test('that only measures keeps nothing, and leaves an earlier run as it was', async () => {
    const { open, run, jobs, storage } = setUp();
    await open();
    await run(5);
    await jobs.trainClose({}, makeContext());
    expect((await open({ keep: false })).autosave).toMatchObject({ state: 'off' });
    await run(2);
    await jobs.trainClose({}, makeContext());
    expect(storage!.run!.step).toBe(5);
  });

  test('of a second tab is not kept until the first one closes', async () => {
    const [storage, locks] = [new FakeStorage(), new FakeLocks()];
    const first = setUp({ storage, locks });
    const second = setUp({ storage, locks });
    await first.open();
    await first.run(5);
    expect((await second.open()).autosave).toEqual({ state: 'otherTab' });
    expect(await second.jobs.trainSaved({}, makeContext())).toMatchObject({ step: 5, inUse: true });
    await second.run(7);
    expect(storage.run!.step).toBe(5);
    await expect(second.jobs.trainSave({}, makeContext())).rejects.toThrow('Another tab');
    await first.jobs.trainClose({}, makeContext());
    const context = makeContext<TrainingProgress>();
    await second.run(7, context);
    expect(context.reports[0]).toEqual({ kind: 'autosave', autosave: { state: 'on' } });
    expect(storage.run!.step).toBe(14);
  });

  test('is cancelled when another run is opened', async () => {
    const { open, run, engines } = setUp();
    await open();
    const running = run();
    const opened = open();
    await expect(running).rejects.toBeInstanceOf(JobCancelled);
    expect((await opened).step).toBe(0);
    expect(engines[0]!.alive.trainers).toBe(1);
  });
});

describe('what a run gives', () => {
  test('samples with either weights, the same for the same seed', async () => {
    const { open, run, jobs } = setUp();
    await open();
    await run(10);
    const request = { classes: [0, 1, 2], guidanceScale: 2, steps: 4, seed: 3 } as const;
    const context = makeContext<{ step: number }>();
    const ema = await jobs.trainSample({ ...request, weights: 'ema' }, context);
    expect(ema.images).toHaveLength(3 * 64);
    expect(context.reports.map(({ step }) => step)).toEqual([0, 1, 2, 3]);
    const again = await jobs.trainSample({ ...request, weights: 'ema' }, makeContext());
    expect(again.images).toEqual(ema.images);
    const raw = await jobs.trainSample({ ...request, weights: 'model' }, makeContext());
    expect(raw.images).not.toEqual(ema.images);
    const stopped = jobs.trainSample({ ...request, weights: 'ema' }, makeContext(2));
    await expect(stopped).rejects.toBeInstanceOf(JobCancelled);
  });

  test('weights that PyTorch loads, as asked', async () => {
    const { open, run, jobs } = setUp();
    await open();
    await run(10);
    for (const weights of ['ema', 'model'] as const) {
      for (const type of ['F32', 'F16'] as const) {
        const { bytes, step } = await jobs.trainWeights({ weights, type }, makeContext());
        const { tensors, metadata } = readSafetensors(bytes);
        checkParameters(tensors, networkOf(smallSettings).parameters);
        expect([step, metadata['weights']]).toEqual([10, weights]);
      }
    }
  });
});

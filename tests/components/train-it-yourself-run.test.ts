/** The training lesson's run: what its actions ask of the worker, and what the figures then have to show. */
import { beforeEach, describe, expect, test } from 'vitest';
import { ownImageSize, ownImages } from '../../src/components/data/ownImages.ts';
import { describe as describeRun } from '../../src/lessons/train-it-yourself/run/describe.ts';
import { ownPictures } from '../../src/lessons/train-it-yourself/run/ownPictures.ts';
import {
  changeSinceBefore,
  frameAt,
  rmsDifference,
  spreadFrames,
} from '../../src/lessons/train-it-yourself/run/pictures.ts';
import {
  filmCount,
  filmInterval,
  lossRise,
} from '../../src/lessons/train-it-yourself/run/runRecord.ts';
import { shippedSettings } from '../../src/lessons/train-it-yourself/run/shippedModel.ts';
import { TrainingRun } from '../../src/lessons/train-it-yourself/run/trainingRun.ts';
import {
  differences,
  durationText,
  lossesCompare,
  lossText,
  runLine,
} from '../../src/lessons/train-it-yourself/run/words.ts';
import { JobCancelled } from '../../src/lib/compute/client.ts';
import { encodeOwnImages } from '../../src/lib/datasets/index.ts';
import { defaultSettings } from '../../src/lib/training/settings.ts';
import {
  type FakeCompute,
  frameOf,
  historyUpTo,
  infoOf,
  lossesAt,
  makeFakeCompute,
  trainsOnAt,
  trainsTo,
} from './trainItYourself.ts';

let compute: FakeCompute;
let run: TrainingRun;

beforeEach(() => {
  compute = makeFakeCompute();
  run = new TrainingRun({
    compute,
    dataUrl: '/data/',
    weightsUrl: '/weights/',
    ownPictures: () => Float32Array.of(1, 2),
  });
});

/** Lets everything that waits for nothing but other promises happen. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('driving', () => {
  test('start opens a fresh run with the form’s settings and trains it to the end', async () => {
    run.edit({ batchSize: 8 });
    await run.start();
    expect(compute.jobs()).toEqual(['trainOpen', 'trainRun']);
    expect(compute.asked[0]!.request).toMatchObject({
      settings: { ...defaultSettings, batchSize: 8 },
      start: { kind: 'fresh' },
      dataUrl: '/data/',
      weightsUrl: '/weights/',
      own: null,
    });
    expect(run.phase.value).toBe('finished');
    expect(run.record.value).toMatchObject({ step: 1000, parameters: 543_409 });
    expect(run.record.value!.film.map(({ step }) => step)).toEqual([0, 1000]);
    expect(run.speed.value?.stepsPerSecond).toBe(40);
  });

  test('on a slow backend the film asks for less', async () => {
    compute.backend = { name: 'webgpu', adapter: '', software: true, trains: true };
    compute.open = ({ settings }) => ({ ...infoOf(settings), backend: compute.backend });
    run.edit({ classes: [0, 1] });
    await run.start();
    expect(compute.asked.map(({ request }) => request)).toMatchObject([
      { filmCount: 4 },
      { filmEvery: 100 },
    ]);
  });

  test('pause cancels the job and keeps the run; resume asks for the rest', async () => {
    compute.stretch = trainsOnAt(340);
    void run.start();
    await settled();
    expect(run.phase.value).toBe('running');
    await run.pause();
    expect(run.phase.value).toBe('paused');
    expect(run.record.value!.step).toBe(340);
    compute.stretch = trainsTo(1000);
    await run.resume();
    expect(compute.jobs()).toEqual(['trainOpen', 'trainRun', 'trainRun']);
    expect(run.phase.value).toBe('finished');
  });

  test('step once opens a run where there is none, and makes one step', async () => {
    await run.stepOnce();
    expect(compute.asked[1]!.request).toMatchObject({ limit: 1 });
    expect(run.phase.value).toBe('paused');
    await run.stepOnce();
    expect(compute.jobs()).toEqual(['trainOpen', 'trainRun', 'trainRun']);
  });

  test('stop brings the browser’s copy up to date, gives the memory back, and keeps the film', async () => {
    compute.stretch = trainsOnAt(50);
    void run.start();
    await settled();
    await run.stop();
    expect(compute.jobs().slice(2)).toEqual(['trainSave', 'trainClose', 'trainSaved']);
    expect(run.phase.value).toBe('ended');
    expect(run.message.value).toMatch(/^Stopped: /);
    expect(run.record.value!.step).toBe(50);
  });

  test('back to step 0 opens the same settings afresh, whatever the form says by then', async () => {
    await run.start();
    run.edit({ seed: 9 });
    await run.restart();
    expect(compute.asked.at(-1)!.request).toMatchObject({
      settings: { seed: 1 },
      start: { kind: 'fresh' },
    });
    expect(run.phase.value).toBe('paused');
    expect(run.record.value).toMatchObject({ step: 0, film: [] });
    expect(run.kept.value).toBeNull();
  });

  test('more steps extend the run and its settings', async () => {
    await run.start();
    compute.stretch = trainsTo(1500);
    await run.extend(500);
    expect(compute.asked.slice(2)).toMatchObject([
      { job: 'trainExtend', request: { steps: 500 } },
      { job: 'trainRun' },
    ]);
    expect(run.record.value).toMatchObject({ step: 1500, settings: { steps: 1500 } });
    expect(run.phase.value).toBe('finished');
  });

  test('of actions in quick succession the last one wins, and they never overlap', async () => {
    let under = 0;
    let most = 0;
    compute.stretch = async (_request, report, cancelled) => {
      most = Math.max(most, ++under);
      report(lossesAt(3));
      try {
        return await cancelled;
      } finally {
        await settled();
        under--;
      }
    };
    void run.start();
    await settled();
    void run.pause();
    void run.resume();
    void run.pause();
    void run.resume();
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(run.phase.value).toBe('running');
    await run.pause();
    expect([most, under]).toEqual([1, 0]);
    expect(run.phase.value).toBe('paused');
  });

  test('a new run sends the reader’s own pictures only where they are learned from', async () => {
    run.edit({ data: 'own', classes: [] });
    await run.start();
    expect(compute.asked[0]!.request).toMatchObject({ own: Float32Array.of(1, 2) });
  });

  test('from the shipped model, the start names it', async () => {
    run.startWeights.value = 'shipped';
    await run.start();
    const shipped = { start: { kind: 'shipped', id: 'digits-8' } };
    expect(compute.asked[0]!.request).toMatchObject(shipped);
    run.startWeights.value = 'random';
    await run.restart();
    expect(compute.asked.at(-1)!.request).toMatchObject(shipped);
  });
});

describe('keeping', () => {
  const saved = {
    settings: { ...defaultSettings, T: 10 },
    step: 340,
    savedAt: 0,
    bytes: 1,
    inUse: false,
  };

  test('what the browser kept is offered, taken up where it was, and trained on', async () => {
    compute.saved = saved;
    await run.lookForSaved();
    expect(run.saved.value).toEqual(saved);
    compute.open = () => infoOf(saved.settings, 340);
    compute.stretch = trainsOnAt(341);
    void run.goOnSaved();
    await settled();
    expect(compute.asked[1]!.request).toMatchObject({ start: { kind: 'saved' } });
    expect(run.message.value).toBe('Taken up at step 340.');
    expect(run.draft.value.T).toBe(10);
    expect(run.phase.value).toBe('running');
    expect(run.saved.value).toBeNull();
  });

  test('shown again, a tab without a run looks once more for what another one let go of', async () => {
    compute.saved = { ...saved, inUse: true };
    await run.lookForSaved();
    compute.saved = saved;
    await run.visibilityChanged(true);
    expect(run.saved.value!.inUse).toBe(true);
    await run.visibilityChanged(false);
    expect(run.saved.value!.inUse).toBe(false);
  });

  test('a checkpoint file is opened, paused, with its own settings in the form', async () => {
    compute.open = ({ start }) => {
      expect(start).toEqual({ kind: 'file', bytes: Uint8Array.of(7) });
      return infoOf({ ...defaultSettings, base: 8 }, 1000);
    };
    await run.openFile(Uint8Array.of(7), 'mine.safetensors');
    expect(run.phase.value).toBe('finished');
    expect(run.draft.value.base).toBe(8);
    expect(run.message.value).toBe('mine.safetensors was opened, at step 1000.');
  });

  test('keeping now says so; where it cannot be kept the reason is said and training is not touched', async () => {
    compute.stretch = trainsOnAt(340);
    void run.start();
    await settled();
    expect(await run.save()).toBe('Saved in this browser, at step 340.');
    compute.failing.set('trainSave', 'The browser’s storage for this site is full.');
    await expect(run.save()).rejects.toThrow('The browser’s storage for this site is full.');
    expect(run.phase.value).toBe('running');
    expect(run.fault.value).toBeNull();
    await run.pause();
  });

  test('the first run with a film stays to compare with, until the reader keeps another', async () => {
    await run.start();
    const first = run.record.value;
    run.edit({ schedule: 'linear' });
    await run.start();
    expect(run.kept.value).toBe(first);
    await run.start();
    expect(run.kept.value).toBe(first);
    run.keep();
    expect(run.kept.value).toBe(run.record.value);
    run.dropKept();
    expect(run.kept.value).toBeNull();
  });

  test('autosaving that stops is told, and training goes on', async () => {
    compute.stretch = async (request, report, cancelled) => {
      report({ kind: 'autosave', autosave: { state: 'off', reason: 'It is full.' } });
      return trainsTo(1000)(request, report, cancelled);
    };
    await run.start();
    expect(run.autosave.value).toEqual({ state: 'off', reason: 'It is full.' });
    expect(run.phase.value).toBe('finished');
  });
});

describe('faults', () => {
  test('a loss that is no number sets film and step back and says so', async () => {
    compute.stretch = async (_request, report) => {
      report({ kind: 'samples', frame: frameOf(0, -1), milliseconds: 5 });
      report({ kind: 'samples', frame: frameOf(25, 0), milliseconds: 5 });
      report({ kind: 'samples', frame: frameOf(50, 1), milliseconds: 5 });
      return { kind: 'diverged', at: 57, step: 30, message: 'At step 57 …' };
    };
    await run.start();
    expect(run.fault.value).toMatchObject({ kind: 'diverged', at: 57, step: 30 });
    expect(run.record.value!.step).toBe(30);
    expect(run.record.value!.film.map(({ step }) => step)).toEqual([0, 25]);
    expect(run.phase.value).toBe('paused');
  });

  test('a lost device ends the run; one action goes on from the last checkpoint', async () => {
    compute.stretch = async () => ({ kind: 'deviceLost', step: 120, message: 'Gone.' });
    await run.start();
    expect(run.fault.value).toMatchObject({ kind: 'deviceLost', step: 120 });
    expect(run.phase.value).toBe('ended');
    compute.open = () => infoOf(defaultSettings, 120);
    compute.stretch = trainsTo(1000);
    await run.goOnLastGood();
    expect(compute.asked.at(-2)!.request).toMatchObject({ start: { kind: 'lastGood' } });
    expect(run.fault.value).toBeNull();
    expect(run.phase.value).toBe('finished');
  });

  test('a crash is a sentence, and what the browser kept is looked for', async () => {
    compute.saved = { settings: defaultSettings, step: 90, savedAt: 0, bytes: 1, inUse: false };
    compute.stretch = async () => {
      throw new Error('The background computation stopped. Try again.');
    };
    await run.start();
    expect(run.fault.value).toEqual({
      kind: 'failed',
      message: 'The background computation stopped. Try again.',
    });
    expect(run.saved.value?.step).toBe(90);
    expect(run.phase.value).toBe('ended');
  });

  test('an opening that fails leaves nothing half open; the next one clears the fault', async () => {
    compute.failing.set('trainOpen', 'The pictures could not be loaded.');
    await run.start();
    expect(run.phase.value).toBe('idle');
    expect(run.fault.value?.message).toBe('The pictures could not be loaded.');
    compute.failing.clear();
    await run.start();
    expect(run.fault.value).toBeNull();
  });

  test('a hidden tab pauses and goes on, if that was chosen, and only then', async () => {
    compute.stretch = trainsOnAt(10);
    void run.start();
    await settled();
    await run.visibilityChanged(true);
    expect(run.phase.value).toBe('running');
    run.pauseWhenHidden.value = true;
    await run.visibilityChanged(true);
    expect(run.phase.value).toBe('paused');
    void run.visibilityChanged(false);
    await settled();
    expect(run.phase.value).toBe('running');
    await run.pause();
    await run.visibilityChanged(true);
    await run.visibilityChanged(false);
    expect(run.phase.value).toBe('paused');
  });

  test('a run that was left reports nothing any more', async () => {
    compute.stretch = (_request, report, cancelled) =>
      cancelled.catch((reason) => {
        report(lossesAt(99));
        throw reason;
      });
    void run.start();
    await settled();
    run.dispose();
    await settled();
    expect(run.record.value!.step).toBe(0);
    expect(run.fault.value).toBeNull();
    await expect(
      compute.run('trainRun', { limit: 1, filmEvery: 5 }, { signal: AbortSignal.abort() }),
    ).rejects.toBeInstanceOf(JobCancelled);
  });
});

describe('reset', () => {
  test('everything is as it was', async () => {
    run.edit({ T: 10 });
    await run.start();
    run.keep();
    await run.reset();
    expect(run.draft.value).toEqual(defaultSettings);
    expect([run.record.value, run.kept.value, run.fault.value, run.speed.value]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(run.phase.value).toBe('idle');
  });
});

describe('words', () => {
  test('durations and losses are written for reading', () => {
    expect([0.4, 59.4, 65, 3599.7, 7380, Number.POSITIVE_INFINITY].map(durationText)).toEqual([
      '0 s',
      '59 s',
      '1 min 05 s',
      '1 h 00 min',
      '2 h 03 min',
      '–',
    ]);
    expect([0.12345, 1.9506, 2.5e12, Number.NaN].map(lossText)).toEqual([
      '0.123',
      '1.95',
      '2.5 · 10¹²',
      'no number',
    ]);
  });

  test('differences name what was changed, and a loss compares only under the same question', () => {
    const linear = { ...defaultSettings, schedule: 'linear' as const, seed: 2 };
    expect(differences(linear, defaultSettings)).toEqual([
      'schedule linear instead of cosine',
      'seed 2 instead of 1',
    ]);
    expect(lossesCompare(linear, defaultSettings)).toBe(false);
    expect(lossesCompare({ ...defaultSettings, learningRate: 0.1, seed: 3 }, defaultSettings)).toBe(
      true,
    );
    expect(runLine(defaultSettings)).toBe(
      'digits, 1,000 steps of batch 64, learning rate 0.002, cosine, T = 1,000, predicts the noise ε',
    );
    expect(runLine({ ...defaultSettings, classes: [0, 1] })).toContain('digits, classes 0, 1,');
  });

  test('while it trains the reading changes every tenth of the way, and tells the loss there', () => {
    const record = { ...infoOf(defaultSettings), step: 0, history: historyUpTo(0) };
    const at = (step: number) =>
      describeRun('running', { ...record, step, history: historyUpTo(step) }, defaultSettings);
    expect(at(1)).toBe(at(99));
    expect(at(400)).toBe(at(499));
    expect(at(400)).not.toBe(at(399));
    // 2 / √400.
    expect(at(450)).toContain('past step 400 of 1,000, with a smoothed loss of 0.100.');
    const paused = describeRun(
      'paused',
      { ...record, step: 25, history: historyUpTo(25) },
      defaultSettings,
    );
    expect(paused).toBe(
      'Paused at step 25 of 1,000. The smoothed loss is 0.400; the first was 2.00. The film has 0 frames of samples.',
    );
  });
});

describe('pictures', () => {
  const film = [0, 10, 20, 30, 40].map((step) => frameOf(step, step / 100));

  test('frames are found by step, spread evenly, and compared with the one before', () => {
    expect(frameAt(film, 25)?.step).toBe(20);
    expect(frameAt(film, 5)?.step).toBe(0);
    expect(frameAt([], 5)).toBeNull();
    expect(spreadFrames(film, 3).map(({ step }) => step)).toEqual([0, 20, 40]);
    expect(spreadFrames(film, 12)).toEqual(film);
    expect(changeSinceBefore(film, film[0]!)).toBeNull();
    expect(changeSinceBefore(film, film[3]!)).toBeCloseTo(0.1, 6);
    expect(rmsDifference(Float32Array.of(3, 0), Float32Array.of(0, 4))).toBeCloseTo(
      Math.sqrt(12.5),
      6,
    );
  });

  test('frames with other pictures are not compared', () => {
    const fewer = { step: 20, images: new Float32Array(4 * 64) };
    expect(changeSinceBefore([film[0]!, fewer], fewer)).toBeNull();
  });

  test('a film has some forty frames of twenty pictures, and fewer of both on a slow backend', () => {
    const intervals = (slow: boolean) =>
      [10, 1000, 20_000].map((steps) => filmInterval(steps, slow));
    expect(intervals(false)).toEqual([5, 25, 500]);
    expect(intervals(true)).toEqual([5, 100, 2000]);
    expect([filmCount(10, false), filmCount(10, true), filmCount(2, true)]).toEqual([20, 10, 4]);
  });

  test('a loss that rises is told by how much', () => {
    const record = infoOf(defaultSettings, 4);
    expect(lossRise(record)).toBe(1);
    const smoothed = Float64Array.of(2, 0.5, 1, 8);
    expect(lossRise({ ...record, history: { ...record.history, smoothed } })).toBe(16);
  });
});

test('the reader’s pictures come back after a reload, before any panel shows them', () => {
  const image = { size: ownImageSize, pixels: new Float32Array(ownImageSize ** 2).fill(1) };
  localStorage.setItem('from-noise:own-images', encodeOwnImages([image]));
  expect(ownPictures()).toHaveLength(ownImageSize ** 2);
  localStorage.clear();
  ownImages.value = [];
});

describe('a shipped model', () => {
  const manifest = {
    architecture: { base: 16, classes: 3 },
    prediction: 'v',
    training: { T: 500, schedule: 'linear' },
  };
  const serve = (body: unknown, status = 200) =>
    (async () => new Response(JSON.stringify(body), { status })) as unknown as typeof fetch;

  test('its manifest says which settings fit', async () => {
    expect(await shippedSettings('/w/', 'digits-8', serve(manifest))).toEqual({
      base: 16,
      classes: [0, 1, 2],
      T: 500,
      schedule: 'linear',
      prediction: 'v',
    });
  });

  test.each([
    [serve({}, 404), 'no trained model of these pictures (404)'],
    [serve({ ...manifest, prediction: 'score' }), 'predicts “score”'],
    [serve({ ...manifest, training: { T: 1, schedule: 'odd' } }), 'schedule “odd”'],
    [
      (async () => Promise.reject(new TypeError('offline'))) as unknown as typeof fetch,
      'could not be reached',
    ],
  ])('what cannot be used is a sentence', async (fetchFile, sentence) => {
    await expect(shippedSettings('/w/', 'digits-8', fetchFile)).rejects.toThrow(sentence);
  });
});

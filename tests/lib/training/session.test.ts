/** The session on a tiny engine: it learns, pauses, resumes to the same numbers, keeps checkpoints, and ends well after faults. */
import { describe, expect, test } from 'vitest';
import { JobCancelled } from '../../../src/lib/compute/protocol.ts';
import { readCheckpoint, writeCheckpoint } from '../../../src/lib/training/checkpoint.ts';
import {
  freshCheckpoint,
  SessionClosedError,
  type SessionOptions,
  TrainingSession,
} from '../../../src/lib/training/session.ts';
import { type FakeEngine, makeFakeEngine } from './fakeEngine.ts';
import { makeClock, makeHooks, smallData, smallSettings } from './support.ts';

const everything = { limit: null, filmEvery: 0 };

function open(options: Partial<SessionOptions> & { engine?: FakeEngine } = {}) {
  const engine = options.engine ?? makeFakeEngine();
  const session = new TrainingSession({
    engine,
    data: smallData(),
    start: freshCheckpoint(smallSettings),
    filmCount: 4,
    now: makeClock(),
    ...options,
  });
  return { engine, session };
}

const stepsOf = (engine: FakeEngine) =>
  engine.calls.filter((call) => call.startsWith('step ')).map((call) => Number(call.slice(5)));

describe('a run', () => {
  test('learns, and says how: losses of every step, speed, examples, memory', async () => {
    const { session, engine } = open();
    const { hooks, reports } = makeHooks();
    expect(await session.run(everything, hooks)).toEqual({ kind: 'finished', step: 60 });
    expect(stepsOf(engine)).toEqual(Array.from({ length: 60 }, (_, i) => i));
    const last = reports.findLast((report) => report.kind === 'losses')!;
    expect(last).toMatchObject({ step: 60, examplesSeen: 240, secondsLeft: 0 });
    expect(last.memory).toEqual({ tensors: 3, bytes: 12 });
    expect(last.stepsPerSecond).toBeGreaterThan(0);
    expect([...last.history.steps]).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    expect(last.history.losses[59]).toBeLessThan(0.5 * last.history.losses[0]!);
    expect(last.history.byNoise).toHaveLength(10);
  });

  test('reads losses back several steps at a time', async () => {
    const { session, engine } = open();
    await session.run(everything, makeHooks().hooks);
    const reads = engine.calls.filter((call) => call.startsWith('losses '));
    expect(reads.length).toBeLessThan(20);
    expect(Math.max(...reads.map((call) => Number(call.slice(7))))).toBeLessThanOrEqual(32);
  });

  test('warms up the learning rate and the averaging', async () => {
    const { session, engine } = open();
    await session.run({ limit: 8, filmEvery: 0 }, makeHooks().hooks);
    const rates = engine.rates.map(({ learningRate }) => Math.round(learningRate * 1e6) / 1e6);
    expect(rates).toEqual([0.002, 0.004, 0.006, 0.008, 0.01, 0.01, 0.01, 0.01]);
    const decays = engine.rates.map(({ emaDecay }) => emaDecay);
    expect(decays.slice(0, 2)).toEqual([2 / 11, 3 / 12]);
  });

  test('makes a limited number of steps, and goes on with more', async () => {
    const { session } = open();
    const { hooks } = makeHooks();
    expect(await session.run({ limit: 1, filmEvery: 0 }, hooks)).toEqual({
      kind: 'limit',
      step: 1,
    });
    expect(await session.run({ limit: 9, filmEvery: 0 }, hooks)).toEqual({
      kind: 'limit',
      step: 10,
    });
    expect(await session.run(everything, hooks)).toEqual({ kind: 'finished', step: 60 });
    expect(await session.run(everything, hooks)).toEqual({ kind: 'finished', step: 60 });
    session.extend(5);
    expect(session.settings.steps).toBe(65);
    expect(await session.run(everything, hooks)).toEqual({ kind: 'finished', step: 65 });
  });

  test('is the same whether it runs at once, pauses, or resumes from a file', async () => {
    const whole = open();
    await whole.session.run(everything, makeHooks().hooks);
    const expected = await whole.session.checkpoint();

    const first = open();
    const { hooks } = makeHooks(23);
    await expect(first.session.run(everything, hooks)).rejects.toBeInstanceOf(JobCancelled);
    expect(first.session.step).toBeGreaterThan(5);
    expect(first.session.step).toBeLessThan(40);
    const file = writeCheckpoint(await first.session.checkpoint());

    const second = open({ start: readCheckpoint(file) });
    expect(second.session.step).toBe(first.session.step);
    expect(second.session.history).toEqual(first.session.history);
    await second.session.run(everything, makeHooks().hooks);
    expect(await second.session.checkpoint()).toEqual(expected);
  });

  test('refuses a second run while it trains', async () => {
    const { session } = open();
    const run = session.run(everything, makeHooks().hooks);
    await expect(session.run(everything, makeHooks().hooks)).rejects.toThrow('training already');
    await run;
  });
});

describe('the filmstrip', () => {
  test('has a frame at the start, every so many steps and at the end, from the averaged weights', async () => {
    const { session, engine } = open();
    const { hooks, reports } = makeHooks();
    await session.run({ limit: null, filmEvery: 25 }, hooks);
    expect(session.film.map(({ step }) => step)).toEqual([0, 25, 50, 60]);
    expect(reports.filter(({ kind }) => kind === 'samples')).toHaveLength(4);
    expect(engine.calls.filter((call) => call.startsWith('walk'))).toEqual(
      Array(4).fill('walk 12'),
    );
    const [first, , , last] = session.film;
    expect(first!.images).toHaveLength(4 * 64);
    expect(session.filmClasses).toEqual([0, 1, 0, 1]);
    // The same noise each time: the pictures differ by the weights alone.
    const differences = first!.images.map((value, i) => last!.images[i]! - value);
    expect(Math.max(...differences) - Math.min(...differences)).toBeLessThan(1e-6);
    expect(Math.min(...differences)).toBeGreaterThan(0.1);
  });

  test('is taken up by a resumed run without a frame twice', async () => {
    const { session } = open();
    const { hooks } = makeHooks();
    await session.run({ limit: 25, filmEvery: 25 }, hooks);
    await session.run({ limit: 10, filmEvery: 25 }, hooks);
    expect(session.film.map(({ step }) => step)).toEqual([0, 25]);
  });

  test('a pause in the middle of a frame leaves it for later', async () => {
    const { session } = open();
    const { hooks } = makeHooks(5);
    await expect(session.run({ limit: null, filmEvery: 25 }, hooks)).rejects.toBeInstanceOf(
      JobCancelled,
    );
    expect(session.film).toEqual([]);
    await session.run({ limit: 3, filmEvery: 25 }, makeHooks().hooks);
    expect(session.film.map(({ step }) => step)).toEqual([0]);
  });
});

describe('checkpoints', () => {
  test('come every five seconds, at a pause and at the end, each with its own history', async () => {
    const { session } = open({ now: makeClock(400) });
    const { hooks, kept } = makeHooks();
    await session.run(everything, hooks);
    expect(kept.length).toBeGreaterThan(3);
    expect(kept.at(-1)!.state.step).toBe(60);
    for (const { state, history } of kept) expect(history.step).toBe(state.step);
    const paused = open();
    const pausing = makeHooks(10);
    await expect(paused.session.run(everything, pausing.hooks)).rejects.toBeInstanceOf(
      JobCancelled,
    );
    expect(pausing.kept.map(({ state }) => state.step)).toEqual([paused.session.step]);
  });

  test('do not eat the time where they are slow to make', async () => {
    const engine = makeFakeEngine();
    let time = 0;
    engine.delay = async () => {
      time += 1000;
    };
    const now = () => {
      time += engine.calls.at(-1) === 'state' ? 3000 : 1;
      return time;
    };
    const { session } = open({ engine, now });
    const { hooks, kept } = makeHooks();
    await session.run(everything, hooks);
    // One read a second: sixty steps take more than a minute, a checkpoint three seconds.
    expect(kept.length).toBeLessThanOrEqual(3);
  });

  test('may be asked for while it trains, and do not disturb it', async () => {
    const { session } = open();
    const { hooks } = makeHooks();
    const asked: Promise<unknown>[] = [];
    hooks.onBreath = (breath) => {
      if (breath % 10 === 3) asked.push(session.checkpoint());
      if (breath % 10 === 6) {
        asked.push(
          session.sample({
            weights: 'model',
            classes: [0, 2],
            guidanceScale: 1,
            steps: 5,
            seed: 4,
          }),
        );
      }
    };
    await session.run(everything, hooks);
    expect(asked.length).toBeGreaterThan(4);
    await Promise.all(asked);
    const whole = open();
    await whole.session.run(everything, makeHooks().hooks);
    expect(await session.checkpoint()).toEqual(await whole.session.checkpoint());
  });
});

describe('a loss that is no number', () => {
  test('stops the run, sets it back to the last good weights and says what to change', async () => {
    const start = freshCheckpoint({ ...smallSettings, learningRate: 0.05 });
    const { session, engine } = open({ start, now: makeClock(300) });
    engine.breakAfter = 40;
    const { hooks, reports, kept } = makeHooks();
    const end = await session.run({ limit: null, filmEvery: 8 }, hooks);
    if (end.kind !== 'diverged') throw new Error(`ended as ${end.kind}`);
    // The update after step 41 made the weight no number; the loss of step 42 shows it.
    expect(end.at === 41 || end.at === 42).toBe(true);
    expect(end.step).toBeGreaterThan(10);
    expect(end.step).toBeLessThanOrEqual(40);
    expect(end.message).toBe(
      `At step ${end.at} the loss stopped being a number. The run was set back to the last good weights, those of step ${end.step}. The likely cause is the learning rate, 0.05: try 0.002 or less.`,
    );
    expect(kept.every(({ state }) => state.step <= 40)).toBe(true);
    expect(engine.calls).toContain(`load ${end.step}`);
    expect(session.step).toBe(end.step);
    expect(session.film.every(({ step }) => step <= end.step)).toBe(true);
    const last = reports.findLast((report) => report.kind === 'losses')!;
    expect(last.step).toBe(end.step);
    expect(last.history.steps.at(-1)).toBe(end.step);

    engine.breakAfter = Number.POSITIVE_INFINITY;
    expect(await session.run(everything, makeHooks().hooks)).toEqual({
      kind: 'finished',
      step: 60,
    });
    const calm = open({ start });
    await calm.session.run(everything, makeHooks().hooks);
    const [mended, expected] = [await session.checkpoint(), await calm.session.checkpoint()];
    expect(mended.state).toEqual(expected.state);
    expect(mended.history).toEqual(expected.history);
  });

  test('leaves no losses behind that were under way at a pause', async () => {
    const { session, engine } = open();
    engine.breakAfter = 12;
    const { hooks } = makeHooks();
    // In the middle of a stretch of steps, while the losses that tell of the fault are on their way.
    hooks.onBreath = () => {
      if (engine.calls.at(-1) === 'step 20') throw new JobCancelled();
    };
    await expect(session.run(everything, hooks)).rejects.toBeInstanceOf(JobCancelled);
    expect(stepsOf(engine).at(-1)).toBe(20);
    const end = await session.run({ limit: 0, filmEvery: 0 }, makeHooks().hooks);
    expect(end).toMatchObject({ kind: 'diverged', step: 0 });
    engine.breakAfter = Number.POSITIVE_INFINITY;
    await session.run(everything, makeHooks().hooks);
    expect([...session.history.steps]).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
  });

  test('is seen in the weights before a checkpoint is kept', async () => {
    const { session, engine } = open();
    engine.breakAfter = 6;
    const { hooks, kept } = makeHooks();
    const end = await session.run({ limit: 7, filmEvery: 0 }, hooks);
    expect(end).toMatchObject({ kind: 'diverged', at: 7, step: 0 });
    expect(kept).toEqual([]);
    expect((await session.checkpoint()).state.step).toBe(0);
  });

  test('does not count weights as good whose loss runs away', async () => {
    const start = freshCheckpoint({ ...smallSettings, learningRate: 1.5, warmup: 0, steps: 2000 });
    const { session } = open({ start, now: makeClock(300) });
    const { hooks } = makeHooks();
    const end = await session.run(everything, hooks);
    // Each step doubles the error: by the time it overflows, many checkpoints were made.
    expect(end).toMatchObject({ kind: 'diverged', step: 0 });
  });
});

describe('a lost device', () => {
  test('ends the run at the last good checkpoint, from which a new engine goes on', async () => {
    const { session, engine } = open({ now: makeClock(300) });
    const { hooks } = makeHooks();
    hooks.onBreath = (breath) => breath === 45 && engine.lose('the driver was reset');
    const end = await session.run(everything, hooks);
    if (end.kind !== 'deviceLost') throw new Error(`ended as ${end.kind}`);
    expect(end.step).toBeGreaterThan(0);
    expect(end.message).toBe(
      `The browser took the graphics device away (the driver was reset). Steps after ${end.step} are lost; everything up to there is kept.`,
    );
    const good = session.lastGood;
    expect(good.state.step).toBe(end.step);
    await session.close();
    const next = open({ start: good });
    expect(await next.session.run(everything, makeHooks().hooks)).toEqual({
      kind: 'finished',
      step: 60,
    });
    const whole = open();
    await whole.session.run(everything, makeHooks().hooks);
    expect(await next.session.checkpoint()).toEqual(await whole.session.checkpoint());
  });

  test('is noticed even where a read-back never answers', async () => {
    const { session, engine } = open();
    engine.delay = () => new Promise(() => {});
    const run = session.run(everything, makeHooks().hooks);
    setTimeout(() => engine.lose(''), 20);
    expect(await run).toEqual({
      kind: 'deviceLost',
      step: 0,
      message:
        'The browser took the graphics device away (it gave no reason). Steps after 0 are lost; everything up to there is kept.',
    });
  });

  test('is not what another error of the engine is taken for', async () => {
    const { session, engine } = open();
    engine.delay = () => Promise.reject(new Error('out of memory'));
    await expect(session.run(everything, makeHooks().hooks)).rejects.toThrow('out of memory');
    engine.delay = async () => {};
    const file = writeCheckpoint(await session.checkpoint());
    const { state, history } = readCheckpoint(file);
    expect(state.step).toBeGreaterThan(0);
    expect(history.step).toBe(state.step);
    expect(history.steps.length).toBeLessThan(state.step);
  });
});

describe('closing', () => {
  test('gives back the trainer, ends a run that is under way, and refuses what comes after', async () => {
    const { session, engine } = open();
    const { hooks, kept } = makeHooks();
    let closed: Promise<void> | null = null;
    hooks.onBreath = (breath) => {
      if (breath === 20) closed = session.close();
    };
    await expect(session.run(everything, hooks)).rejects.toBeInstanceOf(SessionClosedError);
    await closed;
    await session.close();
    expect(engine.alive.trainers).toBe(0);
    expect(kept).toEqual([]);
    await expect(session.run(everything, hooks)).rejects.toBeInstanceOf(SessionClosedError);
    await expect(session.checkpoint()).rejects.toBeInstanceOf(SessionClosedError);
    expect(engine.calls.at(-1)).toBe('dispose trainer');
  });
});

/** The session on the real engine, on the CPU: a file carries a run over to another session without a bit lost. */
import { beforeAll, describe, expect, test } from 'vitest';
import { engineForNode } from '../../../scripts/engineForNode.ts';
import type { Engine } from '../../../src/lib/engines/engine.ts';
import {
  type Checkpoint,
  readCheckpoint,
  writeCheckpoint,
} from '../../../src/lib/training/checkpoint.ts';
import { freshCheckpoint, TrainingSession } from '../../../src/lib/training/session.ts';
import { makeHooks, smallData, smallSettings } from './support.ts';

const settings = { ...smallSettings, T: 4, batchSize: 2, steps: 6, warmup: 0, learningRate: 0.003 };
let engine: Engine;
beforeAll(async () => {
  engine = await engineForNode(['cpu']);
}, 60_000);

const open = (start: Checkpoint) =>
  new TrainingSession({ engine, data: smallData(), start, filmCount: 2 });
const everything = { limit: null, filmEvery: 3 };

describe('a run on the CPU', () => {
  test('learns, draws, and goes on from a file as if it had not stopped', async () => {
    const whole = open(freshCheckpoint(settings));
    await whole.warmUp(() => {});
    const { hooks, reports } = makeHooks();
    expect(await whole.run(everything, hooks)).toEqual({ kind: 'finished', step: 6 });
    const expected = await whole.checkpoint();
    expect(whole.film.map(({ step }) => step)).toEqual([0, 3, 6]);
    for (const { images } of whole.film) {
      expect(images).toHaveLength(2 * 64);
      expect(images.every((value) => Math.abs(value) <= 1)).toBe(true);
    }
    const last = reports.findLast((report) => report.kind === 'losses')!;
    expect(last.history.losses).toHaveLength(6);
    expect(last.memory.tensors).toBeGreaterThan(0);
    await whole.close();

    const first = open(freshCheckpoint(settings));
    await first.run({ limit: 3, filmEvery: 3 }, makeHooks().hooks);
    const file = writeCheckpoint(await first.checkpoint());
    await first.close();
    const second = open(readCheckpoint(file));
    await second.run(everything, makeHooks().hooks);
    expect(await second.checkpoint()).toEqual(expected);
    await second.close();
  }, 120_000);

  test('gives its memory back when it is closed', async () => {
    const before = engine.memory().tensors;
    const session = open(freshCheckpoint(settings));
    await session.run({ limit: 1, filmEvery: 0 }, makeHooks().hooks);
    expect(engine.memory().tensors).toBeGreaterThan(before);
    await session.close();
    expect(engine.memory().tensors).toBe(before);
  }, 120_000);
});

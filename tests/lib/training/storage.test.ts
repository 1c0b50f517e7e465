/** Autosaving on stand-ins for the browser: one tab keeps its run, a full storage ends in a sentence, the latest checkpoint wins. */
import { describe, expect, test } from 'vitest';
import { readCheckpoint } from '../../../src/lib/training/checkpoint.ts';
import type { Autosave } from '../../../src/lib/training/progress.ts';
import { freshCheckpoint } from '../../../src/lib/training/session.ts';
import { Autosaver, StorageError } from '../../../src/lib/training/storage.ts';
import { FakeLocks, FakeStorage, full } from './fakeStorage.ts';
import { smallSettings } from './support.ts';

const fresh = freshCheckpoint(smallSettings);
const at = (step: number) => ({
  ...fresh,
  state: { ...fresh.state, step },
  history: { ...fresh.history, step },
});

function setUp({ storage = new FakeStorage(), locks = new FakeLocks() } = {}) {
  const saver = new Autosaver(storage, locks.tab(), () => 1234);
  const states: Autosave['state'][] = [];
  const saved: number[] = [];
  saver.listen({
    onChange: ({ state }) => states.push(state),
    onSaved: (step) => saved.push(step),
  });
  return { saver, storage, locks, states, saved };
}

describe('autosaving', () => {
  test('keeps a file that reads back, with what describes it', async () => {
    const { saver, storage, saved } = setUp();
    await saver.open();
    expect(saver.state).toEqual({ state: 'on' });
    saver.keep(at(12));
    await saver.settled();
    expect(saved).toEqual([12]);
    expect(storage.run).toEqual({
      settings: smallSettings,
      step: 12,
      savedAt: 1234,
      bytes: storage.file!.length,
    });
    expect(readCheckpoint(storage.file!)).toEqual(at(12));
  });

  test('writes one at a time, and of those that wait only the latest', async () => {
    const { saver, storage } = setUp();
    await saver.open();
    let release: () => void = () => {};
    storage.delay = () => new Promise((resolve) => (release = resolve));
    for (const step of [1, 2, 3]) saver.keep(at(step));
    storage.delay = async () => {};
    release();
    await saver.settled();
    expect(storage.written).toEqual([1, 3]);
  });

  test('ends with a sentence when the storage is full, and begins again when a save succeeds', async () => {
    const { saver, storage, states } = setUp();
    await saver.open();
    storage.fault = full();
    saver.keep(at(1));
    await saver.settled();
    expect(saver.state).toEqual({
      state: 'off',
      reason:
        'The browser’s storage for this site is full, so this run is not kept. Training goes on; save it as a file before you close the tab.',
    });
    saver.keep(at(2));
    await saver.settled();
    expect(storage.written).toEqual([]);
    await expect(saver.save(at(3))).rejects.toThrow('storage for this site is full');
    storage.fault = null;
    await saver.save(at(4));
    expect(storage.written).toEqual([4]);
    expect(saver.state).toEqual({ state: 'on' });
    expect(states.at(-1)).toBe('on');
  });

  test('is off from the start where there is no storage', async () => {
    const saver = new Autosaver(null, new FakeLocks().tab(), () => 0);
    await saver.open();
    expect(saver.state).toMatchObject({
      state: 'off',
      reason: expect.stringMatching(/offers this page no storage/),
    });
    await expect(saver.save(at(1))).rejects.toBeInstanceOf(StorageError);
  });
});

describe('two tabs', () => {
  test('only the first keeps its run; the second takes over when the first closes', async () => {
    const storage = new FakeStorage();
    const locks = new FakeLocks();
    const first = setUp({ storage, locks });
    const second = setUp({ storage, locks });
    await first.saver.open();
    await second.saver.open();
    expect(second.saver.state).toEqual({ state: 'otherTab' });
    second.saver.keep(at(50));
    await second.saver.settled();
    await expect(second.saver.save(at(50))).rejects.toThrow('Another tab of this course trains');
    expect(storage.written).toEqual([]);
    first.saver.keep(at(7));
    await first.saver.close();
    expect(storage.written).toEqual([7]);
    expect(second.saver.state).toEqual({ state: 'on' });
    expect(second.states).toEqual(['otherTab', 'otherTab', 'on']);
    second.saver.keep(at(51));
    await second.saver.settled();
    expect(storage.written).toEqual([7, 51]);
  });
});

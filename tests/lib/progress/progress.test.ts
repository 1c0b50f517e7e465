/** Progress: kept by stable ids, exported, imported and merged; damaged and foreign files are refused and nothing is lost. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ExerciseRecord,
  makeProgressStore,
  mergeProgress,
  ProgressError,
  ProgressFileError,
  readProgressFile,
  restoreProgress,
  untouched,
  writeProgressFile,
} from '../../../src/lib/progress/index.ts';
import { memoryStorage } from './memoryStorage.ts';

const jump = { id: 'forward-noising/jump', formerly: [] };
const now = Date.UTC(2026, 4, 6, 7, 8, 9);
const record = (change: Partial<ExerciseRecord> = {}): ExerciseRecord => ({
  ...untouched,
  answer: 'export {}',
  changedAt: 10,
  ...change,
});
const file = (store: ReturnType<typeof makeProgressStore>, learner = 'Ada') =>
  writeProgressFile(store, { learner, titles: new Map([[jump.id, 'Jump']]), now });

describe('the store', () => {
  test('keeps what was changed, one key an exercise', () => {
    const storage = memoryStorage();
    const store = makeProgressStore(storage);
    expect(store.read(jump)).toBeNull();
    store.update(jump, { answer: 'a', changedAt: 5 });
    store.update(jump, { checks: 2 });
    expect(store.read(jump)).toEqual({ ...untouched, answer: 'a', changedAt: 5, checks: 2 });
    expect([...storage.map.keys()]).toEqual(['from-noise/exercise/forward-noising/jump']);
    store.forget(jump.id);
    expect(store.all().size).toBe(0);
  });

  test('an exercise that was moved or renamed keeps its progress', () => {
    const store = makeProgressStore(memoryStorage());
    store.update({ id: 'old-lesson/old', formerly: [] }, { answer: 'mine', changedAt: 1 });
    const moved = { id: 'new-lesson/new', formerly: ['older/one', 'old-lesson/old'] };
    expect(store.read(moved)?.answer).toBe('mine');
    expect(store.update(moved, { checks: 1 }).answer).toBe('mine');
    expect(store.read({ id: 'new-lesson/new', formerly: [] })?.checks).toBe(1);
  });

  test('damaged records are passed over, and other keys are left alone', () => {
    const storage = memoryStorage();
    storage.setItem('someone else', 'x');
    storage.setItem('from-noise/exercise/a/b', '{');
    storage.setItem('from-noise/exercise/a/c', '{"answer":3}');
    const store = makeProgressStore(storage);
    expect(store.all().size).toBe(0);
    expect(store.read({ id: 'a/b', formerly: [] })).toBeNull();
    expect(storage.map.size).toBe(3);
  });

  test('a full storage is told in a sentence', () => {
    const store = makeProgressStore(memoryStorage(50));
    expect(() => store.update(jump, { answer: 'long'.repeat(50) })).toThrow(ProgressError);
    expect(() => store.update(jump, { answer: 'long'.repeat(50) })).toThrow(/Export it to a file/);
  });
});

/** Any record that a learner could have. */
const anyRecord: fc.Arbitrary<ExerciseRecord> = fc.record({
  answer: fc.string(),
  passed: fc.option(fc.record({ at: fc.nat(), answer: fc.string() })),
  checks: fc.nat(),
  message: fc.string(),
  solutionSeen: fc.boolean(),
  changedAt: fc.nat(),
});

describe('files', () => {
  test('hold each exercise with its code and its result, and come back the same', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 5 }), (records) => {
        const store = makeProgressStore(memoryStorage());
        for (const [i, entry] of records.entries()) store.write(`lesson/exercise-${i}`, entry);
        const read = readProgressFile(file(store));
        expect(read.learner).toBe('Ada');
        expect(read.saved).toBe('2026-05-06T07:08:09.000Z');
        const other = makeProgressStore(memoryStorage());
        expect(mergeProgress(other, read)).toEqual({ added: records.length, changed: 0, same: 0 });
        expect(other.all()).toEqual(store.all());
      }),
    );
  });

  test('name results in words', () => {
    const store = makeProgressStore(memoryStorage());
    store.write('a/begun', record());
    store.write('a/passed', record({ passed: { at: 1, answer: 'x' }, checks: 1 }));
    store.write('a/tried', record({ checks: 3 }));
    const { exercises } = readProgressFile(file(store));
    expect(exercises.map(({ result }) => result)).toEqual(['begun', 'passed', 'tried']);
  });

  const whole = () => {
    const store = makeProgressStore(memoryStorage());
    store.write(jump.id, record());
    return JSON.parse(file(store)) as Record<string, unknown> & {
      exercises: Record<string, unknown>[];
    };
  };
  const refused: [name: string, text: string, reason: RegExp][] = [
    ['cut off', JSON.stringify(whole()).slice(0, -20), /damaged, or no progress file/],
    ['a picture', '\u0089PNG\r\n', /damaged, or no progress file/],
    ['empty', '', /damaged, or no progress file/],
    ['another JSON', '{"scripts":{}}', /no progress file of this course/],
    ['a list', '[1]', /no progress file of this course/],
    ['a newer version', JSON.stringify({ ...whole(), version: 2 }), /version 2.*newer course/],
    ['no exercises', JSON.stringify({ ...whole(), exercises: 'none' }), /no list of exercises/],
    [
      'an exercise twice',
      JSON.stringify({ ...whole(), exercises: [...whole().exercises, ...whole().exercises] }),
      /“forward-noising\/jump” twice/,
    ],
    [
      'an id with markup',
      JSON.stringify({ ...whole(), exercises: [{ ...whole().exercises[0], id: '<b>/x' }] }),
      /Exercise 1 in the file is damaged: it has no name/,
    ],
    [
      'a number as an answer',
      JSON.stringify({ ...whole(), exercises: [{ ...whole().exercises[0], answer: 3 }] }),
      /“forward-noising\/jump”, is damaged: its answer is no text/,
    ],
    [
      'a damaged pass',
      JSON.stringify({ ...whole(), exercises: [{ ...whole().exercises[0], passed: { at: 'x' } }] }),
      /its passed answer is damaged/,
    ],
    [
      'a record that is null',
      JSON.stringify({ ...whole(), exercises: [null] }),
      /Exercise 1 in the file is damaged/,
    ],
  ];
  test.each(refused)('refused with the reason: %s', (_, text, reason) => {
    expect(() => readProgressFile(text)).toThrow(ProgressFileError);
    expect(() => readProgressFile(text)).toThrow(reason);
  });
});

describe('merging', () => {
  const two = () => {
    const own = makeProgressStore(memoryStorage());
    const other = makeProgressStore(memoryStorage());
    return { own, other };
  };

  test('keeps the later draft, and a pass from either side', () => {
    const { own, other } = two();
    own.write('a/x', record({ answer: 'late', changedAt: 20 }));
    other.write(
      'a/x',
      record({ answer: 'early', changedAt: 10, passed: { at: 9, answer: 'good' }, checks: 4 }),
    );
    own.write('a/y', record({ answer: 'mine', changedAt: 1, passed: { at: 1, answer: 'mine' } }));
    other.write('a/y', record({ answer: 'theirs', changedAt: 2, solutionSeen: true }));
    own.write('a/z', record());
    other.write('a/z', record());
    expect(mergeProgress(own, readProgressFile(file(other)))).toEqual({
      added: 0,
      changed: 2,
      same: 1,
    });
    expect(own.all().get('a/x')).toMatchObject({
      answer: 'late',
      passed: { answer: 'good' },
      checks: 4,
    });
    expect(own.all().get('a/y')).toMatchObject({
      answer: 'theirs',
      passed: { answer: 'mine' },
      solutionSeen: true,
    });
  });

  test('takes progress of an earlier name to the exercise of now', () => {
    const { own, other } = two();
    other.write('old/name', record({ answer: 'kept' }));
    mergeProgress(own, readProgressFile(file(other)), (id) =>
      id === 'old/name' ? 'new/name' : id,
    );
    expect([...own.all().keys()]).toEqual(['new/name']);
  });

  test('puts everything back when the storage gives up half-way', () => {
    const storage = memoryStorage(700);
    const own = makeProgressStore(storage);
    own.write('a/x', record({ answer: 'mine' }));
    const before = new Map(storage.map);
    const { other } = two();
    other.write('a/w', record({ answer: 'small' }));
    other.write('a/x', record({ answer: 'long'.repeat(400), changedAt: 99 }));
    expect(() => mergeProgress(own, readProgressFile(file(other)))).toThrow(ProgressError);
    expect(storage.map).toEqual(before);
  });

  test('can be undone', () => {
    const { own, other } = two();
    own.write('a/x', record({ answer: 'mine' }));
    const before = own.all();
    other.write('a/x', record({ answer: 'theirs', changedAt: 99 }));
    other.write('a/new', record());
    mergeProgress(own, readProgressFile(file(other)));
    expect(own.all().size).toBe(2);
    restoreProgress(own, before);
    expect(own.all()).toEqual(before);
  });
});

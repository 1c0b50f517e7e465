/** `npm run grade`: every solution passes again in the sandbox, every claim is checked, bad files and bad programs do no harm. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { csvLine } from '../../scripts/csv.ts';
import { columns } from '../../scripts/grade.ts';
import { loadExercise } from '../../src/lessons/exerciseChecks.ts';
import { readExercises } from '../../src/lessons/exerciseIndex.ts';
import {
  type ExerciseRecord,
  makeProgressStore,
  untouched,
  writeProgressFile,
} from '../../src/lib/progress/index.ts';
import { solutionOf } from '../lib/exercises/answers.ts';
import { memoryStorage } from '../lib/progress/memoryStorage.ts';

const folder = mkdtempSync(join(tmpdir(), 'grade-'));
afterAll(() => rmSync(folder, { recursive: true }));

const entries = readExercises();

/** What a learner who knows everything would answer. */
async function rightAnswer(entry: (typeof entries)[number]): Promise<string> {
  const exercise = await loadExercise(entry.lesson, entry.folder);
  if (exercise.kind === 'code') return solutionOf(entry);
  if (exercise.kind === 'number') return String(exercise.right);
  return String(exercise.choices.findIndex(({ right }) => right));
}

function write(name: string, learner: string, records: Record<string, Partial<ExerciseRecord>>) {
  const store = makeProgressStore(memoryStorage());
  for (const [id, record] of Object.entries(records)) store.write(id, { ...untouched, ...record });
  const titles = new Map(entries.map(({ id, title }) => [id, title]));
  writeFileSync(join(folder, name), writeProgressFile(store, { learner, titles, now: 0 }));
}

/** Reads our own CSV back. */
function cellsOf(text: string): string[][] {
  return text
    .split('\r\n')
    .filter(Boolean)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((match) =>
        (match[1] ?? match[2] ?? '').replaceAll('""', '"'),
      ),
    );
}

test('a folder of files becomes one table', { timeout: 240_000 }, async () => {
  const answers = await Promise.all(
    entries.map(async (entry) => [entry.id, { answer: await rightAnswer(entry) }] as const),
  );
  write('a.json', 'Ada', Object.fromEntries(answers));
  const wrong = 'export function forwardSample(x0) { return x0; }';
  const right = solutionOf(entries.find(({ id }) => id === 'forward-noising/jump')!);
  write('b.json', '=HYPERLINK("x")', {
    // Claims a pass that it has not.
    'forward-noising/jump': { answer: right, passed: { at: 1, answer: wrong } },
    'forward-noising/one-step': { answer: 'for (;;) ;', checks: 1 },
    'forward-noising/alphas-cumprod': {
      answer: 'const a = []; for (;;) a.push(new Float64Array(1e6));',
    },
    'no-lesson/no-exercise': { answer: 'x' },
  });
  write('c.json', 'Cy', {
    // What passed counts, not what the draft became.
    'forward-noising/jump': { answer: wrong, passed: { at: 1, answer: right } },
  });
  writeFileSync(join(folder, 'd.json'), '{"format":');
  const { stdout, status, stderr } = spawnSync(process.execPath, ['scripts/grade.ts', folder], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const [head, ...rows] = cellsOf(stdout);
  expect(head).toEqual(columns);
  const of = (name: string) => rows.filter(([file]) => file!.endsWith(name));
  expect(of('a.json')).toHaveLength(entries.length);
  const failed = of('a.json').filter((row) => row[6] !== 'passed');
  expect(failed).toEqual([]);
  expect(of('b.json').map((row) => [row[3], row[5], row[6]])).toEqual([
    ['forward-noising/alphas-cumprod', 'begun', 'failed'],
    ['forward-noising/jump', 'passed', 'failed'],
    ['forward-noising/one-step', 'tried', 'failed'],
    ['no-lesson/no-exercise', 'begun', 'unknown'],
  ]);
  expect(of('b.json')[0]![1]).toBe(`'=HYPERLINK("x")`);
  expect(of('b.json')[0]![7]).toMatch(/asked for more than 512 MB/);
  expect(of('b.json')[2]![7]).toMatch(/loop that never ends/);
  expect(of('c.json').map((row) => row[6])).toEqual(['passed']);
  expect(of('d.json')[0]![6]).toBe('unreadable');
  expect(of('d.json')[0]![7]).toMatch(/damaged/);
  expect(status).toBe(1);
});

test('without a file, or with one that is not there, it says so', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['scripts/grade.ts', ...args], { encoding: 'utf8' });
  expect(run().stderr).toMatch(/Which files\?/);
  const { stderr, status } = run('nowhere.json');
  expect(stderr).toMatch(/There is no file or folder “nowhere.json”/);
  expect(status).toBe(1);
});

test('cells of a table are texts, whatever they hold', () => {
  expect(csvLine(['a,b', 'c"d', 'e\nf', '=1+1', '-2', 'plain'])).toBe(
    `"a,b","c""d","e\nf",'=1+1,'-2,plain\r\n`,
  );
});

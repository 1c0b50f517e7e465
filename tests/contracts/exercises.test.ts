/** What every exercise must have: a starter that fails helpfully, a solution that passes, a name for each usual mistake, hints. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadExercise } from '../../src/lessons/exerciseChecks.ts';
import { readExercises, shownCode } from '../../src/lessons/exerciseIndex.ts';
import { readLessons } from '../../src/lessons/lessonIndex.ts';
import {
  checkAnswer,
  checkCode,
  type Exercise,
  type Mistake,
} from '../../src/lib/exercises/index.ts';
import { folderOf, openHere } from '../lib/exercises/answers.ts';

const exercises = readExercises();
const textOf = (path: string) => readFileSync(path, 'utf8');
const codeOf = (folder: string, name: string) => shownCode(textOf(`${folder}/${name}.ts`));

const mistakesOf = import.meta.glob<readonly Mistake[]>(
  '../../src/lessons/*/exercises/*/mistakes.ts',
  { import: 'default' },
);

async function load(folder: string): Promise<{ exercise: Exercise; mistakes: readonly Mistake[] }> {
  const [, , lesson, , name] = folder.split('/');
  const exercise = await loadExercise(lesson!, name!);
  return { exercise, mistakes: await mistakesOf[`../../${folder}/mistakes.ts`]!() };
}

/** The text of a wrong program: the solution with something changed, or a text of its own. */
function wrongCode(mistake: Mistake, solution: string): string {
  if ('code' in mistake) return mistake.code;
  if ('answer' in mistake) return mistake.answer;
  return mistake.change.reduce((code, [from, to]) => {
    expect(code, 'the solution holds what a mistake changes').toContain(from);
    return code.replace(from, to);
  }, solution);
}

describe.each(exercises)('$id', (entry) => {
  const folder = folderOf(entry);
  const task = textOf(`${folder}/task.mdx`);

  test('has a task, an explanation, and two or three hints if it is code', async () => {
    const { exercise } = await load(folder);
    expect(entry.title.length).toBeGreaterThan(3);
    for (const part of ['Task', 'Explanation']) {
      expect(task.match(new RegExp(`<${part}>`, 'g'))).toHaveLength(1);
    }
    const hints = task.match(/<Hint>/g)?.length ?? 0;
    if (exercise.kind === 'code') expect([2, 3]).toContain(hints);
    else expect(hints).toBeLessThanOrEqual(1);
  });

  test('its mistakes get their own messages', { timeout: 60_000 }, async () => {
    const { exercise, mistakes } = await load(folder);
    const solution = exercise.kind === 'code' ? codeOf(folder, 'solution') : '';
    expect(mistakes.length).toBeGreaterThanOrEqual(exercise.kind === 'code' ? 3 : 2);
    const sentences: string[] = [];
    for (const mistake of mistakes) {
      const code = wrongCode(mistake, solution);
      const verdict = await checkAnswer(exercise, entry.id, code, openHere);
      expect(verdict.passed, mistake.told).toBe(false);
      expect(verdict.sentence).toContain(mistake.told);
      sentences.push(verdict.sentence);
    }
    expect(new Set(mistakes.map(({ told }) => told)).size, 'each is told something else').toBe(
      mistakes.length,
    );
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-ZΑ-Ωᾱ].*[.?]$/s);
  });

  test('the starter fails with a sentence that helps, and the solution passes', async () => {
    const { exercise } = await load(folder);
    if (exercise.kind !== 'code') {
      expect(existsSync(`${folder}/starter.ts`)).toBe(false);
      return;
    }
    const starter = codeOf(folder, 'starter');
    expect(starter).toMatch(/^\/\*\* /);
    expect(starter).toMatch(/\/\/ TODO: \w/);
    for (const name of exercise.functions) {
      expect(starter).toMatch(new RegExp(`export (async )?function ${name}\\b`));
    }
    const fails = await checkCode(exercise, entry.id, starter, openHere);
    expect(fails.passed).toBe(false);
    expect(fails.slip ?? '', fails.sentence).not.toBe('');
    const passes = await checkCode(exercise, entry.id, codeOf(folder, 'solution'), openHere);
    expect(passes.sentence).toMatch(/^Right/);
    expect(passes.passed).toBe(true);
  });

  test('typed and plain arrays are accepted alike', async () => {
    const { exercise } = await load(folder);
    if (exercise.kind !== 'code') return;
    const solution = codeOf(folder, 'solution');
    for (const kind of ['Array.from', 'Float64Array.from']) {
      const [main] = exercise.functions;
      const wrapped = `${solution.replaceAll(`function ${main}`, 'function original')}
const turn = (value) => (ArrayBuffer.isView(value) || (Array.isArray(value) && typeof value[0] === 'number')) ? ${kind}(value) : value;
export function ${main}(...args) {
  const got = original(...args);
  return got instanceof Promise ? got.then(turn) : turn(got);
}`;
      const verdict = await checkCode(exercise, entry.id, wrapped, openHere);
      expect(verdict.sentence, kind).toMatch(/^Right/);
    }
  });
});

test('quizzes have one right answer, which is told why', async () => {
  for (const entry of exercises) {
    const { exercise } = await load(folderOf(entry));
    if (exercise.kind === 'code') continue;
    if (exercise.kind === 'choice') {
      expect(
        exercise.choices.filter(({ right }) => right),
        entry.id,
      ).toHaveLength(1);
      expect(exercise.choices.length).toBeGreaterThanOrEqual(3);
      const index = exercise.choices.findIndex(({ right }) => right);
      expect((await checkAnswer(exercise, entry.id, String(index), openHere)).passed).toBe(true);
    } else {
      const verdict = await checkAnswer(exercise, entry.id, String(exercise.right), openHere);
      expect(verdict.passed, entry.id).toBe(true);
    }
  }
});

test('there are at least 32, at least 20 of them code, and some in every lesson', async () => {
  const kinds = await Promise.all(
    exercises.map(async (entry) => (await load(folderOf(entry))).exercise.kind),
  );
  expect(exercises.length).toBeGreaterThanOrEqual(32);
  expect(kinds.filter((kind) => kind === 'code').length).toBeGreaterThanOrEqual(20);
  for (const { slug } of readLessons()) {
    expect(exercises.filter(({ lesson }) => lesson === slug).length, slug).toBeGreaterThanOrEqual(
      3,
    );
  }
});

test('the last code exercise of each lesson runs the learner’s function in a figure', async () => {
  for (const { slug } of readLessons()) {
    const inLesson = exercises.filter(({ lesson }) => lesson === slug);
    const loaded = await Promise.all(
      inLesson.map(async (entry) => (await load(folderOf(entry))).exercise),
    );
    const code = loaded.filter((exercise) => exercise.kind === 'code');
    expect(code.at(-1)?.show, slug).toBeTypeOf('function');
  }
});

test('every id that was ever published still belongs to an exercise, and every exercise’s id is listed', () => {
  // Progress is kept under these in browsers everywhere: an exercise that moves keeps its id, or lists it as `formerly`.
  const published = JSON.parse(textOf('tests/fixtures/exercises.json')) as string[];
  const known = exercises.flatMap(({ id, formerly }) => [id, ...formerly]);
  expect(published.filter((id) => !known.includes(id))).toEqual([]);
  expect(exercises.map(({ id }) => id).filter((id) => !published.includes(id))).toEqual([]);
});

test('no folder of exercises is left over', () => {
  for (const { slug } of readLessons()) {
    const base = `src/lessons/${slug}/exercises`;
    if (!existsSync(base)) continue;
    for (const name of readdirSync(base)) {
      const known = exercises.some(({ lesson, folder }) => lesson === slug && folder === name);
      expect(known, `${slug}/${name}`).toBe(true);
    }
  }
});

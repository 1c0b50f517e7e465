/**
 * `npm run grade -- FILE…`: checks the answers in exported progress files (or folders of them) again, in the sandbox of the
 * lessons' pages, and prints a table of comma-separated values. Exits with 1 when a file could not be read.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { readExercises } from '../src/lessons/exerciseIndex.ts';
import type { ExerciseEntry, Verdict } from '../src/lib/exercises/types.ts';
import { type FiledExercise, readProgressFile } from '../src/lib/progress/transfer.ts';
import { browserFlags, requireBrowser } from './browser.ts';
import { servePage } from './bundle.ts';
import { csvLine } from './csv.ts';

/** Checks one answer. */
type Grade = (entry: ExerciseEntry, answer: string) => Promise<Verdict>;

export const columns = [
  'file',
  'learner',
  'saved',
  'exercise',
  'title',
  'claimed',
  'checked',
  'said',
];

/** The files behind the arguments: themselves, or the JSON files of a folder. */
export function filesOf(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    if (!existsSync(path)) throw new Error(`There is no file or folder “${path}”.`);
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path).filter((name) => name.endsWith('.json'));
    return names.sort().map((name) => join(path, name));
  });
}

async function gradeOne(
  { id, answer, passed }: FiledExercise,
  entries: readonly ExerciseEntry[],
  grade: Grade,
): Promise<[checked: string, said: string]> {
  const entry = entries.find((known) => known.id === id || known.formerly.includes(id));
  if (!entry) return ['unknown', 'This course has no such exercise.'];
  // What passed in the page counts, whatever the draft has become since.
  const { passed: good, sentence } = await grade(entry, passed?.answer ?? answer);
  return [good ? 'passed' : 'failed', sentence];
}

/** The rows of one file; a file that cannot be read is one row that says why. */
export async function gradeFile(
  path: string,
  text: string,
  entries: readonly ExerciseEntry[],
  grade: Grade,
): Promise<{ rows: string[][]; readable: boolean }> {
  try {
    const { learner, saved, exercises } = readProgressFile(text);
    const rows: string[][] = [];
    for (const exercise of exercises) {
      const [checked, said] = await gradeOne(exercise, entries, grade);
      const { id, title, result } = exercise;
      rows.push([path, learner, saved, id, title, result, checked, said]);
    }
    return { rows, readable: true };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { rows: [[path, '', '', '', '', '', 'unreadable', said]], readable: false };
  }
}

/** A grader in a browser; a page that an answer brings down is opened anew. */
export async function startGrader(): Promise<{ grade: Grade; close: () => Promise<void> }> {
  const site = await servePage('scripts/gradePage.ts');
  const browser: Browser = await chromium.launch({
    executablePath: requireBrowser(),
    args: browserFlags,
  });
  let page: Page | null = null;
  const open = async () => {
    const opened = await browser.newPage();
    await opened.goto(site.url);
    await opened.waitForFunction(() => 'grade' in window);
    return opened;
  };
  const grade: Grade = async ({ lesson, folder, id }, answer) => {
    page ??= await open();
    try {
      return await page.evaluate(
        ([inLesson, inFolder, name, text]) => window.grade(inLesson!, inFolder!, name!, text!),
        [lesson, folder, id, answer],
      );
    } catch (error) {
      await page.close().catch(() => undefined);
      page = null;
      const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
      return {
        passed: false,
        sentence: `It could not be checked: ${reason}`,
        slip: null,
        line: null,
      };
    }
  };
  return {
    grade,
    async close() {
      await browser.close();
      await site.close();
    },
  };
}

async function main(paths: readonly string[]): Promise<number> {
  if (paths.length === 0) {
    console.error('Which files? npm run grade -- FILE… (progress files, or folders of them)');
    return 1;
  }
  const files = filesOf(paths);
  const entries = readExercises();
  const { grade, close } = await startGrader();
  let code = 0;
  process.stdout.write(csvLine(columns));
  for (const path of files) {
    const { rows, readable } = await gradeFile(path, readFileSync(path, 'utf8'), entries, grade);
    for (const row of rows) process.stdout.write(csvLine(row));
    if (!readable) code = 1;
  }
  await close();
  return code;
}

if (import.meta.main) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

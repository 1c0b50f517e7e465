/** Reads the exercises' folders from disk, for the lessons' pages, the progress page, tests and grading (not in a page). */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { ExerciseEntry } from '../lib/exercises/index.ts';
import { readLessons } from './lessonIndex.ts';

/** What task.mdx says of itself. */
interface TaskHeader {
  readonly title: string;
  readonly minutes: number;
  readonly id?: string;
  readonly formerly?: readonly string[];
}

/** A starter or a solution as learners see it: without the marks that only the compiler wants. */
export const shownCode = (text: string): string =>
  text.replaceAll(']!', ']').trimEnd().concat('\n');

function headerOf(path: string): TaskHeader {
  const text = readFileSync(path, 'utf8');
  const header = /^---\n([\s\S]*?)\n---/.exec(text)?.[1];
  const { title, minutes, ...rest } = parse(header ?? '') as TaskHeader;
  if (!title || !(minutes > 0)) throw new Error(`${path} needs a title and minutes.`);
  return { title, minutes, ...rest };
}

/** The exercises of a lesson's page in the order of the page; each folder must be used once, and nothing else. */
function orderOf(root: string, slug: string, folders: readonly string[]): string[] {
  const page = readFileSync(join(root, slug, 'lesson.mdx'), 'utf8');
  const used = [...page.matchAll(/<Exercise\s+name="([^"]+)"/g)].map((match) => match[1]!);
  const unused = folders.find((folder) => !used.includes(folder));
  if (unused) throw new Error(`Lesson "${slug}" does not show its exercise "${unused}".`);
  const unknown = used.find((name, i) => !folders.includes(name) || used.indexOf(name) !== i);
  if (unknown) throw new Error(`Lesson "${slug}" has no exercise "${unknown}", or shows it twice.`);
  return used;
}

/**
 * Lists all exercises in the order of the course.
 *
 * @throws Error when a folder and a page disagree, a header is not whole, or two exercises share an id
 */
export function readExercises(root = 'src/lessons'): ExerciseEntry[] {
  const entries = readLessons(root).flatMap(({ slug, title: lessonTitle }) => {
    const base = join(root, slug, 'exercises');
    const folders = existsSync(base) ? readdirSync(base) : [];
    return orderOf(root, slug, folders).map((folder): ExerciseEntry => {
      const { title, minutes, id, formerly } = headerOf(join(base, folder, 'task.mdx'));
      return {
        id: id ?? `${slug}/${folder}`,
        formerly: formerly ?? [],
        lesson: slug,
        lessonTitle,
        folder,
        title,
        minutes,
      };
    });
  });
  const ids = entries.flatMap(({ id, formerly }) => [id, ...formerly]);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice) throw new Error(`Two exercises have the id "${twice}".`);
  return entries;
}

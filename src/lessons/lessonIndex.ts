/** Reads the lessons' frontmatter from disk, for the sidebar, the home page and the contract tests (build time only). */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A lesson's frontmatter, with its slug. */
export interface LessonEntry {
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly order: number;
  readonly minutes: number;
  readonly objectives: readonly string[];
  readonly prerequisites: readonly string[];
  readonly references: readonly string[];
}

/**
 * Lists the lessons under a folder, sorted by `order`.
 * Throws when a lesson has no frontmatter or two lessons share an order.
 */
export function readLessons(folder = 'src/lessons'): LessonEntry[] {
  const lessons = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'lesson.mdx')))
    .map((entry) => readLesson(folder, entry.name))
    .sort((a, b) => a.order - b.order);
  const seen = new Map<number, string>();
  for (const { order, slug } of lessons) {
    const other = seen.get(order);
    if (other) throw new Error(`Lessons "${other}" and "${slug}" both have order ${order}.`);
    seen.set(order, slug);
  }
  return lessons;
}

function readLesson(folder: string, slug: string): LessonEntry {
  const text = readFileSync(join(folder, slug, 'lesson.mdx'), 'utf8');
  const frontmatter = /^---\n([\s\S]*?)\n---/.exec(text)?.[1];
  if (!frontmatter) throw new Error(`Lesson "${slug}" has no frontmatter.`);
  return { slug, ...(parse(frontmatter) as Omit<LessonEntry, 'slug'>) };
}

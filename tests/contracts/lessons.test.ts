/** What every lesson must have: complete frontmatter, known citations, predictions, figures without props, stills, tests. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { makeLesson } from '../../scripts/new-lesson.ts';
import { readLessons } from '../../src/lessons/lessonIndex.ts';
import { references } from '../../src/lessons/references.ts';
import { filesUnder } from './sources.ts';

const lessons = readLessons();
const textOf = (slug: string) => readFileSync(`src/lessons/${slug}/lesson.mdx`, 'utf8');

/** The ids of the figures under a folder, from their `<Figure id="…">`. */
function figureIds(folder: string): string[] {
  return filesUnder(folder, ['Figure.tsx']).flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/<Figure\s[^>]*?id="([^"]+)"/g)].map(
      (match) => match[1]!,
    ),
  );
}

describe.each(lessons)('lesson $order, $slug', (lesson) => {
  const text = textOf(lesson.slug);

  test('has complete frontmatter', () => {
    expect(lesson.title.length).toBeGreaterThan(3);
    expect(lesson.description).toMatch(/\.$/);
    expect(lesson.objectives.length).toBeGreaterThanOrEqual(3);
    expect(lesson.minutes).toBeGreaterThanOrEqual(10);
    expect(lesson.minutes).toBeLessThanOrEqual(20);
    const slugs = lessons.filter(({ order }) => order < lesson.order).map(({ slug }) => slug);
    const asSlugs = lesson.prerequisites.filter((entry) => /^[a-z]+(-[a-z]+)+$/.test(entry));
    expect(slugs).toEqual(expect.arrayContaining(asSlugs));
  });

  test('cites what it lists, and lists what it cites, all of it in the bibliography', () => {
    const cited = new Set([...text.matchAll(/<Cite\s+id="([^"]+)"/g)].map((match) => match[1]!));
    expect([...cited].sort()).toEqual([...lesson.references].sort());
    for (const id of lesson.references) expect(Object.keys(references)).toContain(id);
  });

  test('predicts, reads equations out, corrects a misunderstanding, sums up', () => {
    const figures = text.match(/<\w+Figure\b/g)?.length ?? 0;
    expect(text.match(/<Predict\b/g)?.length ?? 0).toBeGreaterThanOrEqual(Math.min(3, figures));
    for (const part of ['<InWords', '<Misunderstanding', '<Summary', '<References']) {
      expect(text).toContain(part);
    }
  });

  test('uses its figures without props, alive only when seen', () => {
    const uses = text.match(/<\w+Figure\b[^>]*>/g) ?? [];
    expect(uses.length).toBeGreaterThan(0);
    for (const use of uses) expect(use).toMatch(/^<\w+Figure client:visible \/>$/);
  });

  test('has a still picture and a browser test for each figure', () => {
    const ids = figureIds(`src/lessons/${lesson.slug}/figures`);
    expect(ids.length).toBe(text.match(/<\w+Figure\b/g)?.length);
    const browserTest = readFileSync(`tests/browser/${lesson.slug}.test.ts`, 'utf8');
    for (const id of ids) {
      expect(existsSync(`public/stills/${id}.png`), `still of ${id}`).toBe(true);
      expect(browserTest).toContain(`figure(page, '${id}')`);
      expect(browserTest).toContain(`checkMountTwice(page, '${id}')`);
    }
  });
});

test('figure ids are unique across the course', () => {
  const ids = [...figureIds('src/lessons'), ...figureIds('src/components')];
  expect(ids.length).toBeGreaterThan(10);
  expect(new Set(ids).size).toBe(ids.length);
});

describe('reading lessons', () => {
  const made: string[] = [];
  const emptyFolder = () => {
    const folder = mkdtempSync(join(tmpdir(), 'lessons-'));
    made.push(folder);
    return folder;
  };
  afterEach(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
  });
  const write = (root: string, slug: string, text: string) => {
    mkdirSync(join(root, slug));
    writeFileSync(join(root, slug, 'lesson.mdx'), text);
  };

  test('refuses a repeated order', () => {
    const root = emptyFolder();
    write(root, 'a', '---\ntitle: A\norder: 1\n---\n');
    write(root, 'b', '---\ntitle: B\norder: 1\n---\n');
    expect(() => readLessons(root)).toThrow('Lessons "a" and "b" both have order 1.');
  });

  test('refuses a lesson without frontmatter', () => {
    const root = emptyFolder();
    write(root, 'a', 'Hello');
    expect(() => readLessons(root)).toThrow('Lesson "a" has no frontmatter.');
  });

  test('a new lesson comes after the last one and can be read', () => {
    const root = emptyFolder();
    write(root, 'a', '---\ntitle: A\norder: 4\n---\n');
    expect(makeLesson('next-one', 'The next one', root)).toHaveLength(2);
    expect(readLessons(root).at(-1)).toMatchObject({
      slug: 'next-one',
      title: 'The next one',
      order: 5,
    });
    expect(() => makeLesson('next-one', 'Again', root)).toThrow('already a folder');
    expect(() => makeLesson('Not A Slug', 'Title', root)).toThrow('lower-case words');
    expect(() => makeLesson('other', ' ', root)).toThrow('needs a title');
  });
});

/** Exercises in the built pages: written, run, checked, kept over a reload, undone, reset, shared; and their progress page. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readExercises } from '../../src/lessons/exerciseIndex.ts';
import { readProgressFile } from '../../src/lib/progress/index.ts';
import { solutionOf } from '../lib/exercises/answers.ts';
import { atRest, checkNow, codeExercise, exercise, press, textOf, write } from './exercisePage.ts';
import { openPage } from './site.ts';

const folder = mkdtempSync(join(tmpdir(), 'progress-'));
afterAll(() => rmSync(folder, { recursive: true }));

const path = 'lessons/forward-noising/';
const id = 'forward-noising/jump';
const entries = readExercises();
const entry = entries.find((known) => known.id === id)!;

describe('a code exercise', () => {
  test('from the starter to the solution: messages, pictures, and what is kept', async () => {
    const page = await openPage(path);
    const root = await codeExercise(page, id);
    expect(await textOf(root)).toContain('// TODO:');
    expect(await root.locator('.fn-state').textContent()).toBe('Not begun');
    expect((await checkNow(root)).sentence).toMatch(/that is x0, unchanged/);
    expect(await root.locator('.fn-state').textContent()).toBe('Tried');

    await write(root, solutionOf(entry).replace('Math.sqrt(1 - alphaBar)', '1 - alphaBar'));
    expect((await checkNow(root)).sentence).toMatch(
      /it should be .* and is .*: the square root is missing on the weight of the noise\.$/,
    );
    await write(root, `console.log('weights', [0.8, 0.6]);\n${solutionOf(entry)}`);
    expect((await checkNow(root)).sentence).toMatch(/^Right: forwardSample gives what it should/);
    expect(await root.locator('.fn-state').textContent()).toBe('✓ Done');

    await press(root, 'Run');
    await atRest(root);
    expect(await root.locator('.fn-printed pre').textContent()).toBe('weights [0.8, 0.6]');
    await root.locator('canvas[data-canvas="Yours, digit 2"]').waitFor();
    const rows = await root
      .locator('canvas[data-canvas$="digit 2"]')
      .evaluateAll((canvases) =>
        canvases.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()),
      );
    expect(rows).toHaveLength(2);
    expect(rows[0]).toBe(rows[1]);
    expect(await root.locator('.fn-calls tbody tr').count()).toBe(2);
  });

  test('the draft and its undo steps survive a reload', async () => {
    const page = await openPage(path);
    const root = await codeExercise(page, id);
    const starter = await textOf(root);
    await write(root, 'const first = 1;\n');
    await page.waitForTimeout(700);
    await root.locator('.cm-content').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('const second = 2;');
    await page.reload();
    const again = await codeExercise(page, id);
    expect(await textOf(again)).toBe('const first = 1;\nconst second = 2;');
    expect(await again.locator('.fn-state').textContent()).toBe('Begun');
    await again.locator('.cm-content').click();
    for (let i = 0; i < 5; i++) await page.keyboard.press('Control+z');
    expect(await textOf(again)).toBe(starter);
    await page.keyboard.press('Control+y');
    expect(await textOf(again)).not.toBe(starter);
    await press(again, 'Reset');
    expect(await textOf(again)).toBe(starter);
  });

  test('errors are marked on their line: while typing, and after a run', async () => {
    const page = await openPage(path);
    const root = await codeExercise(page, id);
    await write(root, 'export function forwardSample(x0) {\n  return x0.map(;\n}\n');
    await root.locator('.cm-lint-marker-error').waitFor();
    expect((await checkNow(root)).sentence).toMatch(/^Line 2: It cannot be read as a program/);
    await write(root, 'export function forwardSample(x0) {\n  const a = 1;\n  return a.b.c;\n}\n');
    expect((await checkNow(root)).sentence).toMatch(/^Line 3: It stopped with “TypeError/);
    await root.locator('.cm-lint-marker-error').waitFor();
    const marker = (await root.locator('.cm-lint-marker-error').boundingBox())!;
    const line = (await root.locator('.cm-line').nth(2).boundingBox())!;
    expect(marker.y).toBeGreaterThanOrEqual(line.y - 2);
    expect(marker.y + marker.height).toBeLessThanOrEqual(line.y + line.height + 2);
  });

  test('works by keyboard alone: types, indents, checks, runs, and leaves the editor', async () => {
    const page = await openPage(path);
    const root = await codeExercise(page, id);
    await root.locator('.cm-content').focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(solutionOf(entry));
    await page.keyboard.press('Control+Enter');
    await expect
      .poll(() => root.locator('.fn-verdict-box').getAttribute('data-passed'))
      .toBe('true');
    await page.keyboard.press('Shift+Enter');
    await root.locator('[data-views]').waitFor();
    const before = await textOf(root);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Check');
    expect(await textOf(root)).toBe(before);
  });

  test('a link to one’s code is copied, and brings the code to somebody else', async () => {
    const page = await openPage(path, {
      prepare: (context) => context.grantPermissions(['clipboard-read', 'clipboard-write']),
    });
    const root = await codeExercise(page, id);
    await write(root, 'const shared = "√ᾱ";\n');
    await press(root, 'Copy link to my code');
    await root.getByText('The link is copied').waitFor();
    const url = await page.evaluate(() => navigator.clipboard.readText());
    const other = await openPage(url);
    const panel = other.getByRole('region', { name: 'Code from a link' });
    await panel.waitFor();
    expect(await panel.locator('pre').textContent()).toBe('const shared = "√ᾱ";\n');
  });

  test('opening the solution is noted; hints open in turn', async () => {
    const page = await openPage(path);
    const root = await codeExercise(page, id);
    await root.getByText('Hint 1').or(root.locator('.fn-hint summary').first()).first().click();
    expect(await root.locator('.fn-hint[open]').count()).toBe(1);
    await root.locator('[data-solution] > summary').click();
    await write(root, solutionOf(entry));
    await checkNow(root);
    expect(await root.locator('.fn-state').textContent()).toBe('✓ Done, solution seen');
  });

  test('where the browser keeps nothing, it works and says so', async () => {
    const page = await openPage(path, {
      // The shell stores the theme, and does not expect a refusal.
      expected: /full/,
      prepare: (context) =>
        context.addInitScript(() => {
          Storage.prototype.setItem = () => {
            throw new DOMException('full', 'QuotaExceededError');
          };
        }),
    });
    const root = await codeExercise(page, id);
    await write(root, solutionOf(entry));
    expect((await checkNow(root)).passed).toBe(true);
    await root.getByText('This browser does not keep your progress').waitFor();
  });

  test('without a script: task, hints, starter and solution are there', async () => {
    const page = await openPage(path, { javaScript: false });
    const root = page.locator(`[data-exercise="${id}"]`);
    expect(await root.locator('.fn-editor pre').textContent()).toContain('TODO');
    await root.locator('[data-solution] > summary').click();
    expect(await root.locator('[data-solution]').textContent()).toContain('Math.sqrt(alphaBar)');
    expect(await root.getByRole('button', { name: 'Check' }).count()).toBe(0);
  });
});

test('a quiz tells each answer what is wrong with it, and keeps it', async () => {
  const page = await openPage(path);
  const root = await exercise(page, 'forward-noising/walk-or-jump');
  const choices = await root.locator('.fn-quiz label').count();
  expect(choices).toBeGreaterThanOrEqual(3);
  const said: string[] = [];
  for (let i = 0; i < choices; i++) {
    await root.locator('.fn-quiz input').nth(i).check();
    await press(root, 'Check');
    await root.locator('[data-verdict]').waitFor();
    said.push((await root.locator('[data-verdict]').textContent()) ?? '');
  }
  expect(new Set(said).size).toBe(choices);
  expect(await root.locator('.fn-state').textContent()).toBe('✓ Done');
  await page.reload();
  const again = await exercise(page, 'forward-noising/walk-or-jump');
  await expect.poll(() => again.locator('.fn-state').textContent()).toBe('✓ Done');
});

describe('the progress page', () => {
  test('lists all, says what is next and how long; goes out to a file and back in', async () => {
    const page = await openPage(path);
    const root = await codeExercise(page, id);
    await write(root, solutionOf(entry));
    await checkNow(root);
    await page.goto(new URL('../../progress/', page.url()).href);
    await page.locator('[data-progress]').first().waitFor();
    expect(await page.locator('[data-progress]').count()).toBe(entries.length);
    const minutes = entries.reduce((sum, { minutes: each }) => sum + each, 0) - entry.minutes;
    const lede = (await page.locator('.fn-progress-page .fn-lede').textContent()) ?? '';
    expect(lede).toContain(`1 of ${entries.length} exercises done`);
    expect(lede).toContain(`${Math.floor(minutes / 60)} hour`);
    const next = entries[entries.indexOf(entry) + 1]!;
    expect(await page.locator('[data-next]').textContent()).toBe(next.title);
    expect(await page.locator(`[data-progress="${id}"] .fn-state`).textContent()).toBe('✓ Done');

    await page.getByLabel('Your name').fill('Ada');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export to a file' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^from-noise-progress-\d{4}-\d\d-\d\d\.json$/);
    const saved = join(folder, 'progress.json');
    await download.saveAs(saved);
    const text = readFileSync(saved, 'utf8');
    const file = readProgressFile(text);
    expect(file.learner).toBe('Ada');
    expect(file.exercises).toMatchObject([
      { id, result: 'passed', title: entry.title, passed: { answer: solutionOf(entry) } },
    ]);

    await page.getByRole('button', { name: 'Delete my progress' }).click();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByText(`0 of ${entries.length} exercises done`).waitFor();
    const chooser = page.getByLabel('Import a file');
    const give = (content: string) =>
      chooser.setInputFiles({
        name: 'p.json',
        mimeType: 'application/json',
        buffer: Buffer.from(content),
      });
    await give(text.slice(0, 100));
    await page.getByText('damaged, or no progress file').waitFor();
    expect(await page.locator('[data-transfer]').textContent()).toMatch(/Nothing was changed\.$/);
    await give('{"name":"someone else’s"}');
    await page.getByText('This is no progress file of this course. Nothing was changed.').waitFor();
    await give(text);
    await page.getByText('of Ada is taken in: 1 new').waitFor();
    await page.getByText(`1 of ${entries.length} exercises done`).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText(`0 of ${entries.length} exercises done`).waitFor();
    await page.locator('[data-next]').click();
    await expect.poll(() => page.url()).toContain(`#exercise-${entries[0]!.id.replace('/', '-')}`);
  });
});

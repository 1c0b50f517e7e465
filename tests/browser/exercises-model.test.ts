/** Exercises whose run works with a network: the learner's own loop draws digits, and their own schedule trains a model. */
import { describe, expect, test } from 'vitest';
import { readExercises } from '../../src/lessons/exerciseIndex.ts';
import { solutionOf } from '../lib/exercises/answers.ts';
import { atRest, codeExercise, press, write } from './exercisePage.ts';
import { modelMs } from './modelFigures.ts';
import { canvasPixels, openPage } from './site.ts';

const entryOf = (id: string) => readExercises().find((entry) => entry.id === id)!;

describe('a sampler that the learner wrote', { timeout: 2 * modelMs }, () => {
  const id = 'ddim/ddim-loop';

  test('draws the digits that the course’s own draws, and a wrong one does not', async () => {
    const page = await openPage('lessons/ddim/');
    const root = await codeExercise(page, id);
    const solution = solutionOf(entryOf(id));
    const rows = async (program: string) => {
      await write(root, program);
      await press(root, 'Run');
      await root
        .getByRole('button', { name: 'Stop' })
        .waitFor({ state: 'detached', timeout: modelMs });
      const names = await root
        .locator('canvas')
        .evaluateAll((all) => all.map((canvas) => (canvas as HTMLElement).dataset['canvas']!));
      const yours = await canvasPixels(root, names.find((name) => /^Yours/.test(name))!);
      const right = await canvasPixels(root, names.find((name) => /^Right/.test(name))!);
      expect(yours.levels.length).toBe(right.levels.length);
      return Math.max(...yours.levels.map((level, i) => Math.abs(level - right.levels[i]!)));
    };
    expect(await rows(solution)).toBeLessThanOrEqual(3);
    expect(await rows(solution.replace('Math.sqrt(1 - ', '(1 - '))).toBeGreaterThan(30);
  });

  test('Stop ends the walk, and nothing goes on', async () => {
    const page = await openPage('lessons/ddim/');
    const root = await codeExercise(page, id);
    await write(root, solutionOf(entryOf(id)));
    await press(root, 'Run');
    await root.locator('[data-views]').waitFor({ timeout: modelMs });
    await press(root, 'Stop');
    await atRest(root);
    await expect.poll(() => page.frames().length).toBe(1);
  });
});

test('a schedule that the learner wrote trains a network in the page', {
  timeout: modelMs,
}, async () => {
  const id = 'noise-schedules/your-schedule';
  const page = await openPage('lessons/noise-schedules/');
  const root = await codeExercise(page, id);
  await write(root, solutionOf(entryOf(id)));
  await press(root, 'Run');
  await root.locator('[data-plot="points"]').first().waitFor({ timeout: modelMs });
  await root.getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached', timeout: modelMs });
  const plot = root.locator('[data-plot="points"]').first();
  await plot.scrollIntoViewIfNeeded();
  await expect.poll(() => plot.locator('circle').count(), { timeout: 30_000 }).toBeGreaterThan(500);
});

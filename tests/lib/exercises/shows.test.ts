/** Each exercise's picture, from its solution and the real digits, networks and plane: nothing throws, all of it is whole. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engineForNode } from '../../../scripts/engineForNode.ts';
import { imagesFromDisk } from '../../../scripts/imagesFromDisk.ts';
import { makeResources, type RunJob } from '../../../src/components/exercise/resources.ts';
import { loadExercise } from '../../../src/lessons/exerciseChecks.ts';
import { readExercises } from '../../../src/lessons/exerciseIndex.ts';
import { makeBackend } from '../../../src/lib/compute/backend.ts';
import { makeClassifierJobs } from '../../../src/lib/compute/jobs/classifier.ts';
import {
  denoiserPredict,
  denoiserStart,
  denoiserTrain,
  denoiserUpdate,
} from '../../../src/lib/compute/jobs/denoiser.ts';
import { makeModelJobs } from '../../../src/lib/compute/jobs/model.ts';
import { makeOpenModels } from '../../../src/lib/compute/jobs/openModels.ts';
import type { JobHandler } from '../../../src/lib/compute/protocol.ts';
import type { Engine } from '../../../src/lib/engines/engine.ts';
import { contextOf, type View } from '../../../src/lib/exercises/index.ts';
import { makeContext } from '../compute/support.ts';
import { makeFileFetch } from '../datasets/support.ts';
import { openHere, solutionOf } from './answers.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await engineForNode(['wasm']);
});
afterAll(() => engine.dispose());

/** The worker's handlers, in this process. */
function jobsHere(): RunJob {
  const backend = makeBackend(async () => engine);
  const models = makeOpenModels({ backend, fetch: makeFileFetch().fetch, cache: null });
  const jobs = {
    ...makeModelJobs(models),
    ...makeClassifierJobs(models),
    denoiserStart,
    denoiserUpdate,
    denoiserTrain,
    denoiserPredict,
  };
  return (async (job: keyof typeof jobs, request: never) =>
    (jobs[job] as unknown as JobHandler<never>)(request, makeContext() as never)) as never;
}

const numbersOf = (view: View): number[] => {
  if (view.kind === 'lines')
    return view.lines.flatMap(({ x, y }) => [...Array.from(x), ...Array.from(y)]);
  if (view.kind === 'points') return view.clouds.flatMap(({ points }) => Array.from(points));
  if (view.kind !== 'pictures') return [];
  return view.rows.flatMap(({ pictures }) =>
    pictures.flatMap((picture) => Array.from(picture ?? [])),
  );
};

describe.each(readExercises())('$id', ({ id, lesson, folder }) => {
  test('shows something whole', { timeout: 120_000 }, async () => {
    const exercise = await loadExercise(lesson, folder);
    if (exercise.kind !== 'code' || !exercise.show) return;
    const resources = makeResources({
      run: jobsHere(),
      weightsUrl: '/weights/',
      loadDigits: () => imagesFromDisk('digits-8'),
    });
    const session = await openHere(solutionOf({ lesson, folder }));
    const shown: View[][] = [];
    await exercise.show({
      ...contextOf(session, id),
      ...resources,
      put: (views) => shown.push([...views]),
      breathe: async () => undefined,
    });
    expect(shown.at(-1)?.length).toBeGreaterThan(0);
    for (const view of shown.flat()) {
      expect(numbersOf(view).every(Number.isFinite)).toBe(true);
      if (view.kind === 'pictures') {
        const lengths = view.rows.flatMap(({ pictures }) =>
          pictures.map((picture) => picture?.length),
        );
        expect(new Set(lengths.filter(Boolean))).toEqual(new Set([view.size ** 2]));
      }
      if (view.kind === 'lines') {
        for (const { x, y } of view.lines) expect(x.length).toBe(y.length);
      }
    }
  });
});

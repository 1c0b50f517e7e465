/** What running a program takes, in one file that is loaded at the first press: sandbox, check, and the course's resources. */
import { loadExercise } from '../../lessons/exerciseChecks.ts';
import { loadImages } from '../../lib/datasets/index.ts';
import {
  type CodeExercise,
  contextOf,
  type ExerciseEntry,
  faultVerdict,
  type ShowContext,
  type Verdict,
} from '../../lib/exercises/index.ts';
import { runInFrame } from '../../lib/sandbox/frame.ts';
import type { AnswerSession } from '../../lib/sandbox/session.ts';
import { baseUrl, dataUrl } from '../figure/site.ts';
import { backendName } from '../model/useShippedModel.ts';
import { makeResources, type RunJob } from './resources.ts';

export { contextOf, runInFrame };

/** The first digits of the training split are enough to have some of each class. */
const shownDigits = 200;

/** The check of a code exercise. */
export async function loadCodeExercise({ lesson, folder }: ExerciseEntry): Promise<CodeExercise> {
  const exercise = await loadExercise(lesson, folder);
  if (exercise.kind !== 'code') throw new Error('This exercise has no code.');
  return exercise;
}

/** All that a run's picture may use, but for the place where it is shown. */
export function showContext(
  session: AnswerSession,
  id: string,
  run: RunJob,
  signal: AbortSignal,
  onBackend: (name: string) => void,
): Omit<ShowContext, 'put' | 'breathe'> {
  const resources = makeResources({
    run,
    weightsUrl: `${baseUrl}weights/`,
    loadDigits: () =>
      loadImages({ id: 'digits-8', split: 'train', baseUrl: dataUrl, limit: shownDigits }),
    signal,
    onBackend: (backend) => onBackend(backendName(backend)),
  });
  return { ...contextOf(session, id), ...resources };
}

/** A fault of the program, or of the course, in words. */
export function verdictOf(error: unknown): Verdict {
  try {
    return faultVerdict(error);
  } catch {
    const sentence = error instanceof Error ? error.message : String(error);
    return { passed: false, sentence, slip: null, line: null };
  }
}

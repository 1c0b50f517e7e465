/** Loads an exercise's check when it is first needed; each is a file of its own in the built site. */
import type { Exercise } from '../lib/exercises/index.ts';

const checks = import.meta.glob<Exercise>('./*/exercises/*/check.ts', { import: 'default' });

/**
 * The check of the exercise in a lesson's folder.
 *
 * @throws Error when there is none
 */
export async function loadExercise(lesson: string, folder: string): Promise<Exercise> {
  const load = checks[`./${lesson}/exercises/${folder}/check.ts`];
  if (!load) throw new Error(`Lesson "${lesson}" has no exercise "${folder}".`);
  return load();
}

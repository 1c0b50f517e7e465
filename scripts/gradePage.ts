/** The page in which answers are graded: the same checks, in the same sandbox, as in a lesson. */
import { loadExercise } from '../src/lessons/exerciseChecks.ts';
import { checkAnswer, type Verdict } from '../src/lib/exercises/index.ts';
import { runInFrame } from '../src/lib/sandbox/frame.ts';

/** Checks one answer of the exercise in a lesson's folder. */
export async function grade(
  lesson: string,
  folder: string,
  id: string,
  answer: string,
): Promise<Verdict> {
  const exercise = await loadExercise(lesson, folder);
  return checkAnswer(exercise, id, answer, (source) => runInFrame(source));
}

declare global {
  interface Window {
    grade: typeof grade;
  }
}

window.grade = grade;

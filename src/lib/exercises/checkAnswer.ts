/** Checks a whole answer: from a program in its sandbox, or what was chosen or written, to one verdict. */
import { makeRng } from '../diffusion/index.ts';
import { AnswerFault, type AnswerSession } from '../sandbox/session.ts';
import { failed } from './functionCheck.ts';
import { checkChoice, checkNumber } from './quiz.ts';
import type { CheckContext, CodeExercise, Exercise, Verdict } from './types.ts';
import { listOf } from './words.ts';

/** Loads a learner's text; rejects with AnswerFault. */
export type OpenAnswer = (source: string) => Promise<AnswerSession>;

/** Typed arrays as plain ones, all the way down, as the starters' types say; functions give plain arrays, too. */
function plain(value: unknown): unknown {
  if (typeof value === 'function') {
    return async (...args: unknown[]) =>
      plain(await (value as (...args: unknown[]) => unknown)(...args));
  }
  const list = listOf(value);
  if (list) return list.map(plain);
  if (!value || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}

/** What a check may use of a loaded program. */
export function contextOf(session: AnswerSession, id: string): CheckContext {
  return {
    call: (name, args) => session.call(name, args.map(plain)),
    rng: makeRng(`exercise ${id}`),
  };
}

/** A fault of the program as a verdict. Rethrows what is no fault of the program. */
export function faultVerdict(error: unknown): Verdict {
  if (!(error instanceof AnswerFault)) throw error;
  const { line, message } = error;
  const sentence = line === null ? message : `Line ${line}: ${message}`;
  return { passed: false, sentence, slip: null, line };
}

/** Checks a program. */
export async function checkCode(
  exercise: CodeExercise,
  id: string,
  source: string,
  open: OpenAnswer,
): Promise<Verdict> {
  let session: AnswerSession | null = null;
  try {
    session = await open(source);
    return await exercise.check(contextOf(session, id));
  } catch (error) {
    return faultVerdict(error);
  } finally {
    session?.close();
  }
}

/** Checks any answer: a program's text, a chosen index as text, or a number as text. */
export function checkAnswer(
  exercise: Exercise,
  id: string,
  answer: string,
  open: OpenAnswer,
): Promise<Verdict> {
  if (exercise.kind === 'code') return checkCode(exercise, id, answer, open);
  if (exercise.kind === 'number') return Promise.resolve(checkNumber(exercise, answer));
  const index = Number(answer);
  const known = /^\d+$/.test(answer) && exercise.choices[index];
  const unknown = failed('There is no such choice.');
  return Promise.resolve(known ? checkChoice(exercise, index) : unknown);
}

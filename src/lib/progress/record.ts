/** What is kept of one exercise, and how it is read back when it may be damaged. */

/** A check that passed, with the answer that did. */
export interface Passed {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly answer: string;
}

/** One exercise's progress. */
export interface ExerciseRecord {
  /** The draft: a program's text, a chosen index or a number, as text. */
  readonly answer: string;
  /** Once passed, passed: later changes to the draft take nothing away. */
  readonly passed: Passed | null;
  /** How often it was checked. */
  readonly checks: number;
  /** What the last check said; empty before the first. */
  readonly message: string;
  readonly solutionSeen: boolean;
  /** When the draft last changed, in milliseconds since 1970. */
  readonly changedAt: number;
}

/** An exercise that nobody has begun. */
export const untouched: ExerciseRecord = {
  answer: '',
  passed: null,
  checks: 0,
  message: '',
  solutionSeen: false,
  changedAt: 0,
};

/** Longest answer that is kept, in characters. */
export const longestAnswer = 100_000;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;

const isAnswer = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= longestAnswer;

/** What is wrong with a record, as the end of a sentence; null when nothing is. */
export function recordFault(value: unknown): string | null {
  if (!isObject(value)) return 'it is no record';
  if (!isAnswer(value['answer'])) return 'its answer is no text, or too long';
  if (!isTime(value['changedAt'])) return 'its time is no number';
  const { checks, message, solutionSeen, passed } = value;
  if (!Number.isInteger(checks) || (checks as number) < 0)
    return 'its count of checks is no number';
  if (typeof message !== 'string' || message.length > longestAnswer)
    return 'its message is no text';
  if (typeof solutionSeen !== 'boolean') return 'whether the solution was seen is missing';
  if (passed === null) return null;
  const whole = isObject(passed) && isTime(passed['at']) && isAnswer(passed['answer']);
  return whole ? null : 'its passed answer is damaged';
}

/** The known parts of a record that has no fault. */
export function plainRecord(value: ExerciseRecord): ExerciseRecord {
  const { answer, passed, checks, message, solutionSeen, changedAt } = value;
  const kept = passed && { at: passed.at, answer: passed.answer };
  return { answer, passed: kept, checks, message, solutionSeen, changedAt };
}

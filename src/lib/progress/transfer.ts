/** Progress as a file: written, read with the reason when it cannot be, and merged so that nothing is lost. */
import { type ExerciseRecord, plainRecord, recordFault } from './record.ts';
import type { ProgressStore } from './store.ts';

const format = 'from-noise progress';
const version = 1;

/** One exercise in a file. */
export interface FiledExercise extends ExerciseRecord {
  readonly id: string;
  /** For people who read the file. */
  readonly title: string;
  readonly result: 'passed' | 'tried' | 'begun';
}

/** A progress file. */
export interface ProgressFile {
  readonly format: typeof format;
  readonly version: typeof version;
  /** As the learner wrote it; may be empty. */
  readonly learner: string;
  /** When it was written, as ISO 8601. */
  readonly saved: string;
  readonly exercises: readonly FiledExercise[];
}

/** A file that cannot be used; the message is a sentence for the learner. */
export class ProgressFileError extends Error {
  override readonly name = 'ProgressFileError';
}

/** Longest file that is read, in characters. */
const longestFile = 20_000_000;
const longestName = 200;
const idForm = /^[a-z0-9]+(-[a-z0-9]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/;

/** How far a record is. */
export function resultOf({ passed, checks }: ExerciseRecord): FiledExercise['result'] {
  if (passed) return 'passed';
  return checks > 0 ? 'tried' : 'begun';
}

/**
 * All progress as a file's text.
 *
 * @param titles titles of the exercises, by id
 * @param now milliseconds since 1970
 */
export function writeProgressFile(
  store: ProgressStore,
  options: {
    readonly learner: string;
    readonly titles: ReadonlyMap<string, string>;
    readonly now: number;
  },
): string {
  const exercises = [...store.all()].map(
    ([id, record]): FiledExercise => ({
      id,
      title: options.titles.get(id) ?? '',
      result: resultOf(record),
      ...record,
    }),
  );
  const file: ProgressFile = {
    format,
    version,
    learner: options.learner.slice(0, longestName),
    saved: new Date(options.now).toISOString(),
    exercises,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function refuse(sentence: string): never {
  throw new ProgressFileError(sentence);
}

function parse(text: string): unknown {
  if (text.length > longestFile) refuse('This file is too large to be a progress file.');
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return refuse('This file cannot be read: it is damaged, or no progress file of this course.');
  }
}

function readExercise(value: unknown, index: number): FiledExercise {
  const where = `Exercise ${index + 1} in the file`;
  if (!isObject(value)) return refuse(`${where} is damaged: it is no record.`);
  const { id, title } = value;
  if (typeof id !== 'string' || !idForm.test(id) || id.length > longestName) {
    return refuse(`${where} is damaged: it has no name.`);
  }
  const fault = recordFault(value);
  if (fault) return refuse(`${where}, “${id}”, is damaged: ${fault}.`);
  const record = plainRecord(value as unknown as ExerciseRecord);
  const told = typeof title === 'string' ? title.slice(0, longestName) : '';
  return { id, title: told, result: resultOf(record), ...record };
}

/**
 * Reads a file's text.
 *
 * @throws ProgressFileError with the reason, for a damaged or foreign file
 */
export function readProgressFile(text: string): ProgressFile {
  const value = parse(text);
  if (!isObject(value) || value['format'] !== format) {
    return refuse('This is no progress file of this course.');
  }
  if (value['version'] !== version) {
    return refuse(
      `This file has version ${String(value['version'])}, and this course reads version ${version}: it was made by a newer course, or it is damaged.`,
    );
  }
  const { learner, saved, exercises } = value;
  if (!Array.isArray(exercises))
    return refuse('This file is damaged: it has no list of exercises.');
  const read = exercises.map(readExercise);
  const ids = read.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice) return refuse(`This file is damaged: it has “${twice}” twice.`);
  return {
    format,
    version,
    learner: typeof learner === 'string' ? learner.slice(0, longestName) : '',
    saved: typeof saved === 'string' ? saved.slice(0, 40) : '',
    exercises: read,
  };
}

/** What a merge did, by the number of exercises. */
export interface MergeReport {
  /** Exercises that were new here. */
  readonly added: number;
  /** Exercises that took something from the file. */
  readonly changed: number;
  /** Exercises that stayed as they were. */
  readonly same: number;
}

/** The later draft, and a pass from either side. */
function merged(own: ExerciseRecord, other: ExerciseRecord): ExerciseRecord {
  const later = other.changedAt > own.changedAt ? other : own;
  return {
    ...later,
    passed: own.passed ?? other.passed,
    checks: Math.max(own.checks, other.checks),
    solutionSeen: own.solutionSeen || other.solutionSeen,
  };
}

/**
 * Takes a file into the progress: of two drafts the later one is kept, and what was passed stays passed. If the storage
 * gives up, all is put back as it was.
 *
 * @param nameNow the id that an exercise has now, from one that it may have had
 * @throws ProgressError when the storage does not take it
 */
export function mergeProgress(
  store: ProgressStore,
  file: ProgressFile,
  nameNow: (id: string) => string = (id) => id,
): MergeReport {
  const before = store.all();
  const report = { added: 0, changed: 0, same: 0 };
  try {
    for (const exercise of file.exercises) {
      const id = nameNow(exercise.id);
      const own = before.get(id);
      const next = own ? merged(own, exercise) : plainRecord(exercise);
      const same = own !== undefined && JSON.stringify(plainRecord(next)) === JSON.stringify(own);
      report[same ? 'same' : own ? 'changed' : 'added']++;
      if (!same) store.write(id, next);
    }
    return report;
  } catch (error) {
    restoreProgress(store, before);
    throw error;
  }
}

/** Puts all progress back as it was. */
export function restoreProgress(
  store: ProgressStore,
  before: ReadonlyMap<string, ExerciseRecord>,
): void {
  for (const id of store.all().keys()) if (!before.has(id)) store.forget(id);
  for (const [id, record] of before) store.write(id, record);
}

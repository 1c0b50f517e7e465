/** The learner's progress in a storage of keys and texts, such as the browser's: one key an exercise, so that tabs do not clash. */
import { type ExerciseRecord, plainRecord, recordFault, untouched } from './record.ts';

/** The part of `localStorage` that is needed. */
export interface TextStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Nothing could be kept; the message is a sentence for the learner. */
export class ProgressError extends Error {
  override readonly name = 'ProgressError';
}

/** An exercise's names: the one now, and those it had. */
export interface ExerciseNames {
  readonly id: string;
  readonly formerly: readonly string[];
}

const prefix = 'from-noise/exercise/';

/** Keeps and finds records. */
export interface ProgressStore {
  /** What is kept of an exercise, also under an earlier name; null when nothing is. */
  read(names: ExerciseNames): ExerciseRecord | null;
  /**
   * Changes a record and keeps it.
   *
   * @throws ProgressError when the storage does not take it
   */
  update(names: ExerciseNames, change: Partial<ExerciseRecord>): ExerciseRecord;
  /**
   * Puts a whole record in place of what is there.
   *
   * @throws ProgressError when the storage does not take it
   */
  write(id: string, record: ExerciseRecord): void;
  forget(id: string): void;
  /** All that is kept, by id, of this course or another version of it. */
  all(): ReadonlyMap<string, ExerciseRecord>;
}

/** The record in a stored text; null when it is damaged. */
function parsed(text: string | null): ExerciseRecord | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return recordFault(value) === null ? plainRecord(value as ExerciseRecord) : null;
  } catch {
    return null;
  }
}

/** Progress in a storage. */
export function makeProgressStore(storage: TextStorage): ProgressStore {
  const write = (id: string, record: ExerciseRecord) => {
    try {
      storage.setItem(prefix + id, JSON.stringify(plainRecord(record)));
    } catch {
      throw new ProgressError(
        'This browser does not keep your progress: its storage is full or switched off. Export it to a file on the progress page.',
      );
    }
  };
  const read = ({ id, formerly }: ExerciseNames) => {
    for (const name of [id, ...formerly]) {
      const record = parsed(storage.getItem(prefix + name));
      if (record) return record;
    }
    return null;
  };
  return {
    read,
    write,
    update(names, change) {
      const record = { ...(read(names) ?? untouched), ...change };
      write(names.id, record);
      return record;
    },
    forget: (id) => storage.removeItem(prefix + id),
    all() {
      const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '');
      const found = keys
        .filter((key) => key.startsWith(prefix))
        .flatMap((key) => {
          const record = parsed(storage.getItem(key));
          return record ? [[key.slice(prefix.length), record] as const] : [];
        });
      return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)));
    },
  };
}

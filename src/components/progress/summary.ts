/** What the progress page counts: what is done, what is next, and how long the rest takes. */
import type { ExerciseEntry } from '../../lib/exercises/index.ts';
import { type ExerciseRecord, type ProgressStore, untouched } from '../../lib/progress/index.ts';

/** An exercise with its record. */
export interface Row {
  readonly entry: ExerciseEntry;
  readonly record: ExerciseRecord;
}

/** A lesson's exercises. */
export interface LessonRows {
  readonly lesson: string;
  readonly title: string;
  readonly rows: readonly Row[];
}

/** The whole course. */
export interface Summary {
  readonly lessons: readonly LessonRows[];
  readonly done: number;
  readonly total: number;
  /** Of what is not done. */
  readonly minutesLeft: number;
  /** The first that is not done after the last that was worked on; null when all are. */
  readonly next: ExerciseEntry | null;
}

/** Counts the exercises, which come in the order of the course. */
export function summarise(entries: readonly ExerciseEntry[], store: ProgressStore): Summary {
  const rows = entries.map((entry): Row => ({ entry, record: store.read(entry) ?? untouched }));
  const lessons = [...new Set(entries.map(({ lesson }) => lesson))].map((lesson) => {
    const own = rows.filter(({ entry }) => entry.lesson === lesson);
    return { lesson, title: own[0]!.entry.lessonTitle, rows: own };
  });
  const open = rows.filter(({ record }) => !record.passed);
  const latest = rows.reduce(
    (best, { record }, i) => (record.changedAt > (rows[best]?.record.changedAt ?? 0) ? i : best),
    -1,
  );
  const after = rows.slice(Math.max(0, latest)).find(({ record }) => !record.passed);
  return {
    lessons,
    done: rows.length - open.length,
    total: rows.length,
    minutesLeft: open.reduce((sum, { entry }) => sum + entry.minutes, 0),
    next: (after ?? open[0])?.entry ?? null,
  };
}

/** “1 hour and 20 minutes”. */
export function durationWords(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const count = (n: number, unit: string) => `${n} ${unit}${n === 1 ? '' : 's'}`;
  if (hours === 0) return count(rest, 'minute');
  return rest === 0 ? count(hours, 'hour') : `${count(hours, 'hour')} and ${count(rest, 'minute')}`;
}

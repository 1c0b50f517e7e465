/** One exercise's progress in the page: read when mounted, kept on every change, followed over tabs. */
import { useEffect, useState } from 'preact/hooks';
import type { ExerciseEntry, Verdict } from '../../lib/exercises/index.ts';
import { type ExerciseRecord, untouched } from '../../lib/progress/index.ts';
import { browserProgress, progressEvent } from './storage.ts';

/** A figure's hand on its record. */
export interface Progress {
  /** As kept; `untouched` until mounted. */
  readonly record: ExerciseRecord;
  /** Whether what is kept has been read. */
  readonly ready: boolean;
  /** What went wrong while keeping; empty when nothing did. */
  readonly problem: string;
  readonly change: (change: Partial<ExerciseRecord>) => void;
  /** Keeps what a check of this answer said. */
  readonly checked: (answer: string, verdict: Verdict) => void;
}

/** The record of an exercise. */
export function useProgress(entry: ExerciseEntry): Progress {
  const [record, setRecord] = useState<ExerciseRecord>(untouched);
  const [ready, setReady] = useState(false);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    const read = () => setRecord(browserProgress().read(entry) ?? untouched);
    read();
    setReady(true);
    addEventListener('storage', read);
    return () => removeEventListener('storage', read);
  }, [entry]);

  const change = (next: Partial<ExerciseRecord>) => {
    try {
      setRecord(browserProgress().update(entry, next));
      setProblem('');
    } catch (error) {
      // The page goes on with what it knows; only a reload would lose it.
      setRecord((now) => ({ ...now, ...next }));
      setProblem(error instanceof Error ? error.message : String(error));
    }
    dispatchEvent(new Event(progressEvent));
  };
  const checked = (answer: string, verdict: Verdict) => {
    const at = Date.now();
    const before = browserProgress().read(entry) ?? record;
    change({
      answer,
      changedAt: before.answer === answer ? before.changedAt || at : at,
      checks: before.checks + 1,
      message: verdict.sentence,
      passed: verdict.passed ? (before.passed ?? { at, answer }) : before.passed,
    });
  };
  return { record, ready, problem, change, checked };
}

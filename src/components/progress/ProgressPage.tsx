/** The learner's progress: what is done, what is next, how long it takes; out to a file and back in. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { anchorOf } from '../../lib/exercises/anchor.ts';
import type { ExerciseEntry } from '../../lib/exercises/index.ts';
import {
  type ExerciseRecord,
  mergeProgress,
  ProgressFileError,
  readProgressFile,
  restoreProgress,
  writeProgressFile,
} from '../../lib/progress/index.ts';
import { ExerciseState } from '../exercise/ExerciseState.tsx';
import {
  browserProgress,
  browserStorage,
  forgetEditorState,
  progressEvent,
} from '../exercise/storage.ts';
import { lessonUrl } from '../figure/site.ts';
import { durationWords, type LessonRows, type Summary, summarise } from './summary.ts';

export interface ProgressPageProps {
  readonly entries: readonly ExerciseEntry[];
}

const undoKey = 'from-noise/before-import';

function saveFile(text: string, now: Date): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = `from-noise-progress-${now.toISOString().slice(0, 10)}.json`;
  link.click();
  // The download has its own hold on the data once it has begun.
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

const exerciseUrl = ({ lesson, id }: ExerciseEntry) => lessonUrl(lesson, anchorOf(id));

function Head({ summary: { done, total, minutesLeft, next } }: { summary: Summary }) {
  if (done === total) return <p class="fn-lede">All {total} exercises are done. Well earned.</p>;
  return (
    <div>
      <p class="fn-lede">
        {done} of {total} exercises done. The rest takes about {durationWords(minutesLeft)}.
      </p>
      <progress aria-label="Exercises done" value={done} max={total} />
      {next && (
        <p>
          {done === 0 ? 'Start with ' : 'Next: '}
          <a href={exerciseUrl(next)} data-next>
            {next.title}
          </a>
          , in “{next.lessonTitle}”, about {durationWords(next.minutes)}.
        </p>
      )}
    </div>
  );
}

function Lesson({ lesson: { title, rows } }: { lesson: LessonRows }) {
  const done = rows.filter(({ record }) => record.passed).length;
  return (
    <section>
      <h2>
        {title} <span class="fn-note">{`${done} of ${rows.length}`}</span>
      </h2>
      <ul class="fn-progress-list">
        {rows.map(({ entry, record }) => (
          <li key={entry.id} data-progress={entry.id}>
            <a href={exerciseUrl(entry)}>{entry.title}</a>
            <span class="fn-note">{durationWords(entry.minutes)}</span>
            <ExerciseState record={record} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The current name of an exercise that may have had another. */
const nameIn = (entries: readonly ExerciseEntry[]) => (id: string) =>
  entries.find((entry) => entry.id === id || entry.formerly.includes(id))?.id ?? id;

/** Takes a file in; keeps what was there before, for one step back. Returns what to say. */
function takeIn(text: string, entries: readonly ExerciseEntry[]): string {
  const file = readProgressFile(text);
  const store = browserProgress();
  const before = JSON.stringify([...store.all()]);
  const { added, changed, same } = mergeProgress(store, file, nameIn(entries));
  try {
    browserStorage().setItem(undoKey, before);
  } catch {
    // No room for a way back; what was merged is kept all the same.
  }
  for (const { id } of file.exercises) forgetEditorState(nameIn(entries)(id));
  const from = file.learner ? ` of ${file.learner}` : '';
  return `The file${from} is taken in: ${added} new, ${changed} changed, ${same} as they were. Of two drafts the later one is kept.`;
}

function undoImport(): string {
  const kept = browserStorage().getItem(undoKey);
  if (kept === null) return 'There is nothing to go back to.';
  restoreProgress(browserProgress(), new Map(JSON.parse(kept) as [string, ExerciseRecord][]));
  browserStorage().removeItem(undoKey);
  return 'Your progress is as it was before the file.';
}

/** Runs an action and says what came of it. */
function attempt(action: () => string): string {
  try {
    return action();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const kept = error instanceof ProgressFileError ? ' Nothing was changed.' : '';
    return `${reason}${kept}`;
  }
}

function Transfer({
  entries,
  onChange,
}: {
  entries: readonly ExerciseEntry[];
  onChange: () => void;
}) {
  const [learner, setLearner] = useState('');
  const [message, setMessage] = useState('');
  const [canUndo, setCanUndo] = useState(false);
  const [sure, setSure] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  useEffect(() => setCanUndo(browserStorage().getItem(undoKey) !== null), []);
  const act = (action: () => string) => {
    setMessage(attempt(action));
    setCanUndo(browserStorage().getItem(undoKey) !== null);
    setSure(false);
    onChange();
  };
  const exportNow = () =>
    act(() => {
      const now = new Date();
      const titles = new Map(entries.map(({ id, title }) => [id, title]));
      saveFile(writeProgressFile(browserProgress(), { learner, titles, now: now.getTime() }), now);
      return 'The file is saved. It holds each exercise with your code and its result.';
    });
  const importNow = async () => {
    const chosen = file.current?.files?.[0];
    if (!chosen) return;
    const text = await chosen.text();
    if (file.current) file.current.value = '';
    act(() => takeIn(text, entries));
  };
  const forget = () =>
    act(() => {
      const store = browserProgress();
      browserStorage().setItem(undoKey, JSON.stringify([...store.all()]));
      for (const id of store.all().keys()) {
        store.forget(id);
        forgetEditorState(id);
      }
      return 'Your progress is deleted from this browser. You can still undo that.';
    });
  return (
    <section class="fn-transfer">
      <h2>Take it with you</h2>
      <p>
        Your progress stays in this browser and is sent nowhere. A file takes it to another one, or
        to your instructor.
      </p>
      <div class="fn-row">
        <label>
          Your name, in the file only{' '}
          <input
            type="text"
            value={learner}
            maxLength={200}
            autocomplete="off"
            onInput={(event) => setLearner(event.currentTarget.value)}
          />
        </label>
        <button type="button" class="fn-button fn-button-primary" onClick={exportNow}>
          Export to a file
        </button>
      </div>
      <div class="fn-row">
        <label>
          Import a file{' '}
          <input
            ref={file}
            type="file"
            accept=".json,application/json"
            onChange={() => void importNow()}
          />
        </label>
        {canUndo && (
          <button type="button" class="fn-button" onClick={() => act(undoImport)}>
            Undo
          </button>
        )}
      </div>
      <div class="fn-row">
        {sure ? (
          <>
            <span>Delete all progress in this browser?</span>
            <button type="button" class="fn-button" onClick={forget}>
              Delete it
            </button>
            <button type="button" class="fn-button fn-button-quiet" onClick={() => setSure(false)}>
              Keep it
            </button>
          </>
        ) : (
          <button type="button" class="fn-button fn-button-quiet" onClick={() => setSure(true)}>
            Delete my progress
          </button>
        )}
      </div>
      <p role="status" data-transfer>
        {message}
      </p>
    </section>
  );
}

/** The island. */
export default function ProgressPage({ entries }: ProgressPageProps) {
  const [summary, setSummary] = useState<Summary | null>(null);
  useEffect(() => {
    const read = () => setSummary(summarise(entries, browserProgress()));
    read();
    addEventListener('storage', read);
    addEventListener(progressEvent, read);
    return () => {
      removeEventListener('storage', read);
      removeEventListener(progressEvent, read);
    };
  }, [entries]);
  if (!summary) return <p>Reading your progress.</p>;
  return (
    <div class="fn-progress-page">
      <Head summary={summary} />
      {summary.lessons.map((lesson) => (
        <Lesson key={lesson.lesson} lesson={lesson} />
      ))}
      <Transfer
        entries={entries}
        onChange={() => setSummary(summarise(entries, browserProgress()))}
      />
    </div>
  );
}

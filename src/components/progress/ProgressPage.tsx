/** The learner's progress: what is done, what is next, how long it takes; out to a file and back in. */
import { useEffect, useState } from 'preact/hooks';
import { anchorOf } from '../../lib/exercises/anchor.ts';
import type { ExerciseEntry } from '../../lib/exercises/index.ts';
import { ExerciseState } from '../exercise/ExerciseState.tsx';
import { browserProgress, progressEvent } from '../exercise/storage.ts';
import { lessonUrl } from '../figure/site.ts';
import { durationWords, type LessonRows, type Summary, summarise } from './summary.ts';
import { Transfer } from './Transfer.tsx';

export interface ProgressPageProps {
  readonly entries: readonly ExerciseEntry[];
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

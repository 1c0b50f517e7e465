/** A code exercise's workbench: editor, Run and Check, what came of it, reset, and a link to one's code. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ExerciseEntry } from '../../lib/exercises/index.ts';
import { ExerciseState } from './ExerciseState.tsx';
import { SharedPanel, useArrival } from './SharedPanel.tsx';
import { hashOf } from './sharedCode.ts';
import { type Answer, type Outcome, useAnswer } from './useAnswer.ts';
import { useEditor } from './useEditor.ts';
import { useProgress } from './useProgress.ts';
import { VerdictBox } from './VerdictBox.tsx';
import { Views } from './Views.tsx';

export interface CodeExerciseProps {
  readonly entry: ExerciseEntry;
  readonly starter: string;
}

/** Notes when the solution is opened, which stands beside the island in the page. */
function useSolutionSeen(root: { current: Element | null }, seen: boolean, note: () => void): void {
  useEffect(() => {
    const details = root.current?.closest('[data-exercise]')?.querySelector('[data-solution]');
    if (!(details instanceof HTMLDetailsElement) || seen) return;
    const look = () => details.open && note();
    details.addEventListener('toggle', look);
    return () => details.removeEventListener('toggle', look);
  });
}

/** The buttons below the editor. */
function Buttons(props: {
  readonly answer: Answer;
  readonly run: () => void;
  readonly check: () => void;
  readonly reset: () => void;
  readonly link: () => void;
}) {
  const { busy } = props.answer.outcome;
  return (
    <div class="fn-row fn-exercise-buttons">
      <button
        type="button"
        class="fn-button fn-button-primary"
        onClick={props.check}
        disabled={busy === 'check'}
      >
        {busy === 'check' ? 'Checking' : 'Check'}
      </button>
      <button type="button" class="fn-button" onClick={props.run} disabled={busy === 'run'}>
        {busy === 'run' ? 'Running' : 'Run'}
      </button>
      {busy !== 'no' && (
        <button type="button" class="fn-button" onClick={props.answer.stop}>
          Stop
        </button>
      )}
      <button type="button" class="fn-button fn-button-quiet" onClick={props.reset}>
        Reset
      </button>
      <button type="button" class="fn-button fn-button-quiet" onClick={props.link}>
        Copy link to my code
      </button>
    </div>
  );
}

/** Copies a link to a program; returns what to say. */
async function copyLink(id: string, code: string): Promise<string> {
  try {
    const url = new URL(location.href);
    url.hash = await hashOf({ id, code });
    await navigator.clipboard.writeText(url.href);
    return 'The link is copied. It holds your code, and nothing runs when it is opened.';
  } catch (error) {
    const reason =
      error instanceof RangeError ? error.message : 'This browser does not allow it here.';
    return `The link was not copied. ${reason}`;
  }
}

/** What came of the last run or check. */
function Came({ outcome: { verdict, printed, views, badge } }: { outcome: Outcome }) {
  return (
    <>
      <VerdictBox verdict={verdict} />
      {printed.length > 0 && (
        <div class="fn-printed">
          <p class="fn-note">Printed</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long output scrolls by keyboard */}
          <pre tabIndex={0}>{printed.join('\n')}</pre>
        </div>
      )}
      <Views views={views} badge={badge} />
    </>
  );
}

/** The exercise's state, and what its buttons and keys do. */
function useWorkbench({ entry, starter }: CodeExerciseProps) {
  const progress = useProgress(entry);
  const answer = useAnswer(entry);
  const [note, setNote] = useState('');
  const textNow = () => editor.current?.text() ?? (progress.record.answer || starter);
  const run = () => {
    editor.current?.mark(null);
    void answer.run(textNow());
  };
  const checkNow = async () => {
    editor.current?.mark(null);
    const source = textNow();
    const verdict = await answer.check(source);
    if (verdict) progress.checked(source, verdict);
  };
  const check = () => void checkNow();
  const { place, editor, failed } = useEditor(entry, starter, progress, { run, check });
  const { verdict } = answer.outcome;
  useEffect(() => {
    if (verdict && verdict.line !== null) {
      editor.current?.mark({ line: verdict.line, message: verdict.sentence });
    }
  }, [verdict, editor]);
  const reset = () => {
    editor.current?.replace(starter);
    answer.clear();
    setNote('The starter is back. Undo brings your text back.');
  };
  const link = () => void copyLink(entry.id, textNow()).then(setNote);
  return { progress, answer, note, place, editor, failed, run, check, reset, link };
}

/** The island. */
export default function CodeExercise(props: CodeExerciseProps) {
  const root = useRef<HTMLDivElement>(null);
  const { progress, answer, note, place, editor, failed, ...buttons } = useWorkbench(props);
  const { record } = progress;
  const { arrival, dismiss } = useArrival(props.entry.id);
  useSolutionSeen(root, record.solutionSeen, () => progress.change({ solutionSeen: true }));
  const take = (code: string) => {
    editor.current?.replace(code);
    dismiss();
    editor.current?.focus();
  };
  return (
    <div class="fn-workbench" ref={root}>
      {arrival && <SharedPanel arrival={arrival} onTake={take} onDismiss={dismiss} />}
      <div class="fn-editor" ref={place} data-editor>
        <pre>{props.starter}</pre>
      </div>
      {failed && (
        <p class="fn-problem" role="alert">
          The editor could not be loaded. Check the connection, then reload the page.
        </p>
      )}
      <Buttons answer={answer} {...buttons} />
      <div class="fn-row fn-exercise-foot">
        <ExerciseState record={record} />
        <span class="fn-note">
          Ctrl + Enter checks, Shift + Enter runs. Escape, then Tab, leaves the editor.
        </span>
      </div>
      {(note || progress.problem) && (
        <p class="fn-note" role="status">
          {progress.problem || note}
        </p>
      )}
      <Came outcome={answer.outcome} />
    </div>
  );
}

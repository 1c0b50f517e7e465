/** A code exercise's workbench: editor, Run and Check, what came of it, reset, and a link to one's code. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ExerciseEntry } from '../../lib/exercises/index.ts';
import { ExerciseState } from './ExerciseState.tsx';
import type { Editor } from './editor.ts';
import { SharedPanel, useArrival } from './SharedPanel.tsx';
import { hashOf } from './sharedCode.ts';
import { keepEditorState, readEditorState } from './storage.ts';
import { type Answer, useAnswer } from './useAnswer.ts';
import { type Progress, useProgress } from './useProgress.ts';
import { VerdictBox } from './VerdictBox.tsx';
import { Views } from './Views.tsx';

export interface CodeExerciseProps {
  readonly entry: ExerciseEntry;
  readonly starter: string;
}

const keepAfter = 400;

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

/** The editor in its place, and the draft kept as it changes. */
function useEditor(
  { entry, starter }: CodeExerciseProps,
  progress: Progress,
  press: { run: () => void; check: () => void },
) {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const [failed, setFailed] = useState(false);
  const latest = useRef({ progress, press });
  latest.current = { progress, press };
  const { ready } = progress;

  useEffect(() => {
    if (!ready || !place.current) return;
    const parent = place.current;
    let alive = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = () => {
      clearTimeout(timer);
      timer = undefined;
      const made = editor.current;
      if (!made) return;
      latest.current.progress.change({ answer: made.text(), changedAt: Date.now() });
      keepEditorState(entry.id, made.saved());
    };
    const keepPending = () => timer !== undefined && keep();
    const start = async () => {
      const { makeEditor } = await import('./editor.ts');
      if (!alive) return;
      parent.replaceChildren();
      editor.current = makeEditor({
        parent,
        text: latest.current.progress.record.answer || starter,
        saved: readEditorState(entry.id),
        label: `Your code for “${entry.title}”`,
        onChange: () => {
          clearTimeout(timer);
          timer = setTimeout(keep, keepAfter);
        },
        onRun: () => latest.current.press.run(),
        onCheck: () => latest.current.press.check(),
      });
    };
    start().catch(() => alive && setFailed(true));
    addEventListener('pagehide', keepPending);
    return () => {
      keepPending();
      alive = false;
      removeEventListener('pagehide', keepPending);
      editor.current?.destroy();
      editor.current = null;
    };
  }, [ready, entry, starter]);
  return { place, editor, failed };
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

/** The island. */
export default function CodeExercise({ entry, starter }: CodeExerciseProps) {
  const root = useRef<HTMLDivElement>(null);
  const progress = useProgress(entry);
  const answer = useAnswer(entry);
  const { arrival, dismiss } = useArrival(entry.id);
  const [note, setNote] = useState('');
  const textNow = () => editor.current?.text() ?? (progress.record.answer || starter);

  const run = () => {
    editor.current?.mark(null);
    void answer.run(textNow());
  };
  const check = async () => {
    editor.current?.mark(null);
    const source = textNow();
    const verdict = await answer.check(source);
    if (verdict) progress.checked(source, verdict);
  };
  const { place, editor, failed } = useEditor({ entry, starter }, progress, {
    run,
    check: () => void check(),
  });
  useSolutionSeen(root, progress.record.solutionSeen, () =>
    progress.change({ solutionSeen: true }),
  );
  const { outcome } = answer;
  const { verdict } = outcome;
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
  const link = async () => {
    try {
      const hash = await hashOf({ id: entry.id, code: textNow() });
      const url = new URL(location.href);
      url.hash = hash;
      await navigator.clipboard.writeText(url.href);
      setNote('The link is copied. It holds your code, and nothing runs when it is opened.');
    } catch (error) {
      const reason =
        error instanceof RangeError ? error.message : 'This browser does not allow it here.';
      setNote(`The link was not copied. ${reason}`);
    }
  };

  return (
    <div class="fn-workbench" ref={root}>
      {arrival && (
        <SharedPanel
          arrival={arrival}
          onTake={(code) => {
            editor.current?.replace(code);
            dismiss();
            editor.current?.focus();
          }}
          onDismiss={dismiss}
        />
      )}
      <div class="fn-editor" ref={place} data-editor>
        <pre>{starter}</pre>
      </div>
      {failed && (
        <p class="fn-problem" role="alert">
          The editor could not be loaded. Check the connection, then reload the page.
        </p>
      )}
      <Buttons
        answer={answer}
        run={run}
        check={() => void check()}
        reset={reset}
        link={() => void link()}
      />
      <div class="fn-row fn-exercise-foot">
        <ExerciseState record={progress.record} />
        <span class="fn-note">
          Ctrl + Enter checks, Shift + Enter runs. Escape, then Tab, leaves the editor.
        </span>
      </div>
      {(note || progress.problem) && (
        <p class="fn-note" role="status">
          {progress.problem || note}
        </p>
      )}
      <VerdictBox verdict={verdict} />
      {outcome.printed.length > 0 && (
        <div class="fn-printed">
          <p class="fn-note">Printed</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long output scrolls by keyboard */}
          <pre tabIndex={0}>{outcome.printed.join('\n')}</pre>
        </div>
      )}
      <Views views={outcome.views} badge={outcome.badge} />
    </div>
  );
}

/** The editor in its place in the page, loaded when the learner’s draft has been read, and the draft kept as it changes. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ExerciseEntry } from '../../lib/exercises/index.ts';
import type { Editor } from './editor.ts';
import { keepEditorState, readEditorState } from './storage.ts';
import type { Progress } from './useProgress.ts';

/** Milliseconds without typing before the draft is kept. */
const keepAfter = 400;

/** What the editor's keys do. */
export interface Presses {
  readonly run: () => void;
  readonly check: () => void;
}

/** The element to put the editor into, the editor when it is there, and whether it could not be loaded. */
export function useEditor(
  entry: ExerciseEntry,
  starter: string,
  progress: Progress,
  press: Presses,
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

/** Progress out to a file and back in, deleted, and one step back. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ExerciseEntry } from '../../lib/exercises/index.ts';
import { attempt, canGoBack, deleteAll, goBack, saveAll, takeIn } from './actions.ts';

/** Does something and shows what came of it. */
type Act = (action: () => string) => void;

function ExportRow({ onSave }: { onSave: (learner: string) => void }) {
  const [learner, setLearner] = useState('');
  return (
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
      <button type="button" class="fn-button fn-button-primary" onClick={() => onSave(learner)}>
        Export to a file
      </button>
    </div>
  );
}

function ImportRow({
  onText,
  undo,
}: {
  onText: (text: string) => void;
  undo: (() => void) | null;
}) {
  const file = useRef<HTMLInputElement>(null);
  const read = async () => {
    const chosen = file.current?.files?.[0];
    if (!chosen) return;
    const text = await chosen.text();
    // The same file can be chosen again.
    if (file.current) file.current.value = '';
    onText(text);
  };
  return (
    <div class="fn-row">
      <label>
        Import a file{' '}
        <input
          ref={file}
          type="file"
          accept=".json,application/json"
          onChange={() => void read()}
        />
      </label>
      {undo && (
        <button type="button" class="fn-button" onClick={undo}>
          Undo
        </button>
      )}
    </div>
  );
}

function DeleteRow({ act }: { act: Act }) {
  const [sure, setSure] = useState(false);
  if (!sure) {
    return (
      <div class="fn-row">
        <button type="button" class="fn-button fn-button-quiet" onClick={() => setSure(true)}>
          Delete my progress
        </button>
      </div>
    );
  }
  const forget = () => {
    act(deleteAll);
    setSure(false);
  };
  return (
    <div class="fn-row">
      <span>Delete all progress in this browser?</span>
      <button type="button" class="fn-button" onClick={forget}>
        Delete it
      </button>
      <button type="button" class="fn-button fn-button-quiet" onClick={() => setSure(false)}>
        Keep it
      </button>
    </div>
  );
}

export interface TransferProps {
  readonly entries: readonly ExerciseEntry[];
  /** Called when the progress may have changed. */
  readonly onChange: () => void;
}

/** The section. */
export function Transfer({ entries, onChange }: TransferProps) {
  const [message, setMessage] = useState('');
  const [undoable, setUndoable] = useState(false);
  useEffect(() => setUndoable(canGoBack()), []);
  const act: Act = (action) => {
    setMessage(attempt(action));
    setUndoable(canGoBack());
    onChange();
  };
  return (
    <section class="fn-transfer">
      <h2>Take it with you</h2>
      <p>
        Your progress stays in this browser and is sent nowhere. A file takes it to another one, or
        to your instructor.
      </p>
      <ExportRow onSave={(learner) => act(() => saveAll(entries, learner))} />
      <ImportRow
        onText={(text) => act(() => takeIn(text, entries))}
        undo={undoable ? () => act(goBack) : null}
      />
      <DeleteRow act={act} />
      <p role="status" data-transfer>
        {message}
      </p>
    </section>
  );
}

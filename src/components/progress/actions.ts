/** What the progress page can do with all of the progress: out to a file, in from one, gone, and one step back. */
import type { ExerciseEntry } from '../../lib/exercises/index.ts';
import {
  type ExerciseRecord,
  mergeProgress,
  ProgressFileError,
  type ProgressStore,
  readProgressFile,
  restoreProgress,
  writeProgressFile,
} from '../../lib/progress/index.ts';
import { browserProgress, browserStorage, forgetEditorState } from '../exercise/storage.ts';

const undoKey = 'from-noise/before-import';

/** Whether there is something to go back to. */
export const canGoBack = (): boolean => browserStorage().getItem(undoKey) !== null;

/** Puts the progress aside for one step back; where there is no room for it, there is no way back. */
function putAside(store: ProgressStore): void {
  const storage = browserStorage();
  try {
    storage.setItem(undoKey, JSON.stringify([...store.all()]));
  } catch {
    storage.removeItem(undoKey);
  }
}

function saveFile(text: string, now: Date): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = `from-noise-progress-${now.toISOString().slice(0, 10)}.json`;
  link.click();
  // The download has its own hold on the data once it has begun.
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** Saves everything as a file. Returns what to say. */
export function saveAll(entries: readonly ExerciseEntry[], learner: string): string {
  const now = new Date();
  const titles = new Map(entries.map(({ id, title }) => [id, title]));
  saveFile(writeProgressFile(browserProgress(), { learner, titles, now: now.getTime() }), now);
  return 'The file is saved. It holds each exercise with your code and its result.';
}

/** Deletes everything, but for one step back. */
export function deleteAll(): string {
  const store = browserProgress();
  putAside(store);
  for (const id of store.all().keys()) {
    store.forget(id);
    forgetEditorState(id);
  }
  return canGoBack()
    ? 'Your progress is deleted from this browser. You can still undo that.'
    : 'Your progress is deleted from this browser.';
}

/** The current name of an exercise that may have had another. */
const nameIn = (entries: readonly ExerciseEntry[]) => (id: string) =>
  entries.find((entry) => entry.id === id || entry.formerly.includes(id))?.id ?? id;

/** Takes a file in; keeps what was there before, for one step back. Returns what to say. */
export function takeIn(text: string, entries: readonly ExerciseEntry[]): string {
  const file = readProgressFile(text);
  const store = browserProgress();
  putAside(store);
  const { added, changed, same } = mergeProgress(store, file, nameIn(entries));
  for (const { id } of file.exercises) forgetEditorState(nameIn(entries)(id));
  const from = file.learner ? ` of ${file.learner}` : '';
  return `The file${from} is taken in: ${added} new, ${changed} changed, ${same} as they were. Of two drafts the later one is kept.`;
}

export function goBack(): string {
  const kept = browserStorage().getItem(undoKey);
  if (kept === null) return 'There is nothing to go back to.';
  restoreProgress(browserProgress(), new Map(JSON.parse(kept) as [string, ExerciseRecord][]));
  browserStorage().removeItem(undoKey);
  return 'Your progress is as it was before.';
}

/** Runs an action and says what came of it. */
export function attempt(action: () => string): string {
  try {
    return action();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const kept = error instanceof ProgressFileError ? ' Nothing was changed.' : '';
    return `${reason}${kept}`;
  }
}

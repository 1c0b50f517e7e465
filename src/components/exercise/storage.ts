/** The browser's storage for progress and undo steps; a stand-in that forgets where there is none. */
import {
  makeProgressStore,
  ProgressError,
  type ProgressStore,
  type TextStorage,
} from '../../lib/progress/index.ts';

/** A storage that takes nothing, for browsers that have none: writing says so. */
const none: TextStorage = {
  length: 0,
  key: () => null,
  getItem: () => null,
  setItem() {
    throw new ProgressError('There is no storage.');
  },
  removeItem: () => undefined,
};

/** `localStorage`, where the browser gives it. */
export function browserStorage(): TextStorage {
  try {
    return window.localStorage ?? none;
  } catch {
    return none;
  }
}

/** The progress that this browser keeps. */
export const browserProgress = (): ProgressStore => makeProgressStore(browserStorage());

const editorPrefix = 'from-noise/editor/';

/** The undo steps of an exercise's editor, as `Editor.saved` gave them. */
export const readEditorState = (id: string): string | null =>
  browserStorage().getItem(editorPrefix + id);

/** Keeps undo steps; when there is no room for them, only they are lost. */
export function keepEditorState(id: string, saved: string): void {
  const storage = browserStorage();
  try {
    storage.setItem(editorPrefix + id, saved);
  } catch {
    storage.removeItem(editorPrefix + id);
  }
}

export const forgetEditorState = (id: string): void =>
  browserStorage().removeItem(editorPrefix + id);

/** Told to every part of a page when progress changed in it; other tabs are told by the browser's `storage` event. */
export const progressEvent = 'from-noise-progress';

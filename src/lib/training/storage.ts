/** Where a run is kept between visits, and who may keep it: what the browser must offer, and autosaving on top of it. */
import { type Checkpoint, writeCheckpoint } from './checkpoint.ts';
import type { Autosave } from './progress.ts';
import type { TrainingSettings } from './settings.ts';

/** What is told of a kept run without reading it whole. */
export interface KeptRun {
  readonly settings: TrainingSettings;
  readonly step: number;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  readonly bytes: number;
}

/** A place for one run. Methods reject with the browser's own errors. */
export interface RunStorage {
  describe(): Promise<KeptRun | null>;
  /** The checkpoint file. */
  read(): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Both or neither is written. */
  write(run: KeptRun, file: Uint8Array<ArrayBuffer>): Promise<void>;
  remove(): Promise<void>;
}

/** The right to keep a run, which one tab has at a time. */
export interface RunLock {
  /** Takes it if it is free; true if this tab has it now. */
  take(): Promise<boolean>;
  /** Takes it as soon as the tab that has it lets go; a release ends the wait. */
  takeWhenFree(taken: () => void): void;
  /** Whether another tab has it. */
  heldElsewhere(): Promise<boolean>;
  /** Lets go, and waits until others can take it. */
  release(): Promise<void>;
}

/** A run could not be kept; the message is a sentence for the reader. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

/** What the reader is told when the browser does not keep a run. */
export function storageSentence(error: unknown): string {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (name === 'QuotaExceededError') {
    return 'The browser’s storage for this site is full, so this run is not kept. Training goes on; save it as a file before you close the tab.';
  }
  return 'The browser offers this page no storage (a private window may forbid it), so this run is not kept. Training goes on; save it as a file before you close the tab.';
}

const otherTab =
  'Another tab of this course trains and keeps its own run. Close it, or save this one as a file.';

/** Who hears when the state changes and when a run was kept. */
export interface AutosaveListener {
  readonly onChange: (autosave: Autosave) => void;
  readonly onSaved: (step: number) => void;
}

/** Keeps the latest checkpoint of one run. */
export class Autosaver {
  readonly #storage: RunStorage | null;
  readonly #lock: RunLock;
  readonly #now: () => number;
  #state: Autosave = { state: 'otherTab' };
  #listener: AutosaveListener | null = null;
  #waiting: Checkpoint | null = null;
  #writing: Promise<void> | null = null;

  /**
   * @param storage null where the browser has none
   * @param now milliseconds since 1970
   */
  constructor(storage: RunStorage | null, lock: RunLock, now: () => number) {
    this.#storage = storage;
    this.#lock = lock;
    this.#now = now;
  }

  get state(): Autosave {
    return this.#state;
  }

  /** Who hears from now on, first of the state as it is; null for nobody. */
  listen(listener: AutosaveListener | null): void {
    this.#listener = listener;
    listener?.onChange(this.#state);
  }

  /** Takes the lock, or waits for it in the background. */
  async open(): Promise<void> {
    if (!this.#storage) {
      this.#change({ state: 'off', reason: storageSentence(null) });
    } else if (await this.#lock.take()) {
      this.#change({ state: 'on' });
    } else {
      this.#change({ state: 'otherTab' });
      this.#lock.takeWhenFree(() => this.#change({ state: 'on' }));
    }
  }

  /** Keeps a checkpoint in the background, if it may; of several in a row, the latest. */
  keep(checkpoint: Checkpoint): void {
    if (this.#state.state !== 'on') return;
    this.#waiting = checkpoint;
    this.#writing ??= this.#writeAll();
  }

  /** Waits for what is being written. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  /**
   * Keeps a checkpoint now, also where autosaving was off.
   *
   * @throws StorageError with a sentence when it cannot be kept
   */
  async save(checkpoint: Checkpoint): Promise<void> {
    if (this.#state.state === 'otherTab') throw new StorageError(otherTab);
    await this.#writing;
    await this.#write(checkpoint);
    if (this.#state.state === 'off') throw new StorageError(this.#state.reason);
  }

  /** Waits for what is being written, and lets another tab keep its run. */
  async close(): Promise<void> {
    this.#listener = null;
    await this.#writing;
    await this.#lock.release();
    this.#state = { state: 'otherTab' };
  }

  #change(state: Autosave): void {
    this.#state = state;
    this.#listener?.onChange(state);
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting && this.#state.state === 'on') {
      const next = this.#waiting;
      this.#waiting = null;
      await this.#write(next);
    }
    this.#waiting = null;
    this.#writing = null;
  }

  async #write(checkpoint: Checkpoint): Promise<void> {
    const { settings, state } = checkpoint;
    try {
      const file = writeCheckpoint(checkpoint);
      const run = { settings, step: state.step, savedAt: this.#now(), bytes: file.length };
      if (!this.#storage) throw new StorageError('There is no storage.');
      await this.#storage.write(run, file);
      if (this.#state.state !== 'on') this.#change({ state: 'on' });
      this.#listener?.onSaved(state.step);
    } catch (error) {
      this.#change({ state: 'off', reason: storageSentence(error) });
    }
  }
}

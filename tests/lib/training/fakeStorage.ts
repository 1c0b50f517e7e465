/** Stand-ins for the browser's storage and its lock between tabs. */
import type { KeptRun, RunLock, RunStorage } from '../../../src/lib/training/storage.ts';

/** Storage in memory; `fault` makes every write fail, `delay` makes it slow. */
export class FakeStorage implements RunStorage {
  run: KeptRun | null = null;
  file: Uint8Array<ArrayBuffer> | null = null;
  fault: Error | null = null;
  delay: () => Promise<void> = async () => {};
  readonly written: number[] = [];

  async describe() {
    return this.run;
  }
  async read() {
    return this.file;
  }
  async write(run: KeptRun, file: Uint8Array<ArrayBuffer>) {
    await this.delay();
    if (this.fault) throw this.fault;
    this.run = run;
    this.file = file;
    this.written.push(run.step);
  }
  async remove() {
    this.run = this.file = null;
  }
}

/** What the browser throws when its storage is full. */
export const full = () => new DOMException('No room.', 'QuotaExceededError');

/** One lock for several tabs in memory. */
export class FakeLocks {
  holder: RunLock | null = null;
  readonly #waiting: { lock: RunLock; taken: () => void }[] = [];

  /** A tab's view of the lock. */
  tab(): RunLock {
    const lock: RunLock = {
      take: async () => {
        this.holder ??= lock;
        return this.holder === lock;
      },
      takeWhenFree: (taken) => this.#waiting.push({ lock, taken }),
      heldElsewhere: async () => this.holder !== null && this.holder !== lock,
      release: async () => {
        if (this.holder !== lock) return;
        const next = this.#waiting.shift();
        this.holder = next?.lock ?? null;
        next?.taken();
      },
    };
    return lock;
  }
}

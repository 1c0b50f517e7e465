/** Keeps a run in the browser: IndexedDB for its file, Web Locks so that one tab at a time writes it. */
import type { KeptRun, RunLock, RunStorage } from '../../training/storage.ts';

const databaseName = 'from-noise-training';
const store = 'runs';
const lockName = 'from-noise-training-run';

function promised<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function openDatabase(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(databaseName, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(store);
  return promised(request);
}

/** Runs work in a transaction and waits until it is complete; storage may turn out to be full only then. */
async function inTransaction<T>(
  factory: IDBFactory,
  mode: IDBTransactionMode,
  work: (runs: IDBObjectStore) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(factory);
  try {
    const transaction = database.transaction(store, mode);
    const complete = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    const result = work(transaction.objectStore(store)).catch((error: unknown) => {
      // What was written so far must not stay without the rest.
      transaction.abort();
      throw error;
    });
    await Promise.all([result, complete]);
    return await result;
  } finally {
    database.close();
  }
}

/** One run in IndexedDB: what describes it under one key, its file under another. */
export function makeIndexedDbStorage(factory: IDBFactory): RunStorage {
  return {
    describe: () =>
      inTransaction(factory, 'readonly', async (runs) => {
        const kept = await promised<KeptRun | undefined>(runs.get('description'));
        return kept ?? null;
      }),
    read: () =>
      inTransaction(factory, 'readonly', async (runs) => {
        const file = await promised<Uint8Array<ArrayBuffer> | undefined>(runs.get('file'));
        return file ?? null;
      }),
    write: (run, file) =>
      inTransaction(factory, 'readwrite', async (runs) => {
        await Promise.all([
          promised(runs.put(run, 'description')),
          promised(runs.put(file, 'file')),
        ]);
      }),
    remove: () =>
      inTransaction(factory, 'readwrite', async (runs) => void (await promised(runs.clear()))),
  };
}

/** The right to keep the run, by Web Locks. */
export function makeWebLock(locks: LockManager): RunLock {
  let letGo: (() => void) | null = null;
  let held: Promise<unknown> = Promise.resolve();
  let wait: AbortController | null = null;
  /** Holds the lock until it is let go. */
  const hold = () =>
    new Promise<void>((resolve) => {
      letGo = () => {
        letGo = null;
        resolve();
      };
    });
  return {
    take: () =>
      new Promise((resolve, reject) => {
        if (letGo) return resolve(true);
        const asked = locks.request(lockName, { ifAvailable: true }, (lock) => {
          resolve(lock !== null);
          return lock ? hold() : undefined;
        });
        held = asked.catch(reject);
      }),
    takeWhenFree(taken) {
      wait = new AbortController();
      const asked = locks.request(lockName, { signal: wait.signal }, () => {
        wait = null;
        taken();
        return hold();
      });
      // An ended wait is no fault.
      held = asked.catch(() => undefined);
    },
    async heldElsewhere() {
      if (letGo) return false;
      const { held: all = [] } = await locks.query();
      return all.some(({ name }) => name === lockName);
    },
    async release() {
      wait?.abort();
      wait = null;
      letGo?.();
      await held;
    },
  };
}

/** Where the browser has no Web Locks, as on plain-http addresses, every tab counts as the only one. */
export const noLock: RunLock = {
  take: async () => true,
  takeWhenFree: () => {},
  heldElsewhere: async () => false,
  release: async () => {},
};

/** What this browser offers. */
export function browserStorage(): { readonly storage: RunStorage | null; readonly lock: RunLock } {
  const { indexedDB: factory, navigator } = globalThis;
  const locks = navigator?.locks;
  return {
    storage: factory ? makeIndexedDbStorage(factory) : null,
    lock: locks ? makeWebLock(locks) : noLock,
  };
}

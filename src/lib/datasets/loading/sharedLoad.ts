/** Lets several callers wait for one and the same load, each with its own progress and signal. */

import { abortedError } from './errors.ts';

/** What the shared work gets: a signal that fires when nobody waits any more, and progress. */
export type SharedWork<T> = (
  signal: AbortSignal,
  onBytes: (received: number) => void,
) => Promise<T>;

/** One caller's wishes. */
export interface Waiter {
  readonly title: string;
  readonly signal?: AbortSignal | undefined;
  readonly onBytes?: ((received: number) => void) | undefined;
}

interface Flight<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  readonly waiters: Set<Waiter>;
  received: number;
}

/** Loads under way, by key. A finished or failed one is dropped, so that a retry starts afresh. */
export class SharedLoads<T> {
  readonly #flights = new Map<string, Flight<T>>();

  /**
   * Joins the load under `key`, or starts it with `work`.
   * One caller's abort rejects that caller alone; the work stops when the last one has gone.
   */
  async load(key: string, work: SharedWork<T>, waiter: Waiter): Promise<T> {
    if (waiter.signal?.aborted) throw abortedError(waiter.title);
    const flight = this.#flights.get(key) ?? this.#start(key, work);
    flight.waiters.add(waiter);
    if (flight.received > 0) waiter.onBytes?.(flight.received);
    try {
      return await withAbort(flight.result, waiter);
    } finally {
      flight.waiters.delete(waiter);
      if (flight.waiters.size === 0) this.#abandon(key, flight);
    }
  }

  #start(key: string, work: SharedWork<T>): Flight<T> {
    const controller = new AbortController();
    const waiters = new Set<Waiter>();
    const report = (received: number) => {
      flight.received = received;
      for (const waiter of waiters) waiter.onBytes?.(received);
    };
    const result = Promise.resolve().then(() => work(controller.signal, report));
    const flight: Flight<T> = { result, controller, waiters, received: 0 };
    this.#flights.set(key, flight);
    const drop = () => this.#abandon(key, flight);
    result.then(drop, drop);
    return flight;
  }

  #abandon(key: string, flight: Flight<T>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
    flight.controller.abort();
  }
}

/** Waits for `result`, but no longer than the waiter's signal allows. */
function withAbort<T>(result: Promise<T>, { signal, title }: Waiter): Promise<T> {
  if (!signal) return result;
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(abortedError(title));
    signal.addEventListener('abort', stop, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

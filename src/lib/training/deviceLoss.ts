/** Tells who is interested that an engine's device is lost, and keeps nobody alive who is not any more. */
import type { Engine } from '../engines/engine.ts';

/** The device is gone; the message is a sentence for the reader. */
export class DeviceLostError extends Error {
  override readonly name = 'DeviceLostError';
  constructor(reason: string) {
    super(
      `The browser took the graphics device away (${reason || 'it gave no reason'}). Try again.`,
    );
  }
}

type Listener = (reason: string) => void;

interface Watch {
  reason: string | null;
  readonly listeners: Set<Listener>;
}

/** One look at each engine's promise: whatever waits on a promise stays in memory as long as the promise does. */
const watches = new WeakMap<Engine, Watch>();

function watchOf(engine: Engine): Watch {
  const known = watches.get(engine);
  if (known) return known;
  const watch: Watch = { reason: null, listeners: new Set() };
  watches.set(engine, watch);
  void engine.lost.then((reason) => {
    watch.reason = reason;
    for (const listener of watch.listeners) listener(reason);
  });
  return watch;
}

/**
 * Calls `listener` with the browser's reason when the device is lost, at once if it is lost already.
 *
 * @returns ends the interest
 */
export function onDeviceLost(engine: Engine, listener: Listener): () => void {
  const watch = watchOf(engine);
  watch.listeners.add(listener);
  if (watch.reason !== null) listener(watch.reason);
  return () => watch.listeners.delete(listener);
}

/**
 * Runs work on an engine.
 *
 * @throws DeviceLostError when its device goes meanwhile; the work's own errors
 */
export async function untilLost<T>(engine: Engine, work: () => Promise<T>): Promise<T> {
  let forget = () => {};
  const gone = new Promise<never>((_, reject) => {
    forget = onDeviceLost(engine, (reason) => reject(new DeviceLostError(reason)));
  });
  try {
    return await Promise.race([work(), gone]);
  } finally {
    forget();
  }
}

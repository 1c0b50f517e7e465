/** Runs inside the page before its scripts: counts what a figure could leak. Kept free of imports: it is sent as text. */

/** Live counts of long-lived things. */
export interface LiveCounts {
  readonly listeners: number;
  readonly workers: number;
  readonly observers: number;
  readonly intervals: number;
  readonly frames: number;
}

declare global {
  interface Window {
    liveCounts: () => LiveCounts;
  }
}

/** Wraps the browser's constructors; `liveCounts()` then tells what is alive. */
export function instrument(): void {
  const counts = { workers: 0, frames: 0 };
  const listeners = new Map<string, Set<unknown>>();
  const longLived = (target: unknown) =>
    target === window || target === document || target instanceof MediaQueryList;
  const add = EventTarget.prototype.addEventListener;
  const remove = EventTarget.prototype.removeEventListener;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const once = typeof options === 'object' && options?.once;
    if (longLived(this ?? window) && listener && !once) {
      if (!listeners.has(type)) listeners.set(type, new Set());
      listeners.get(type)?.add(listener);
    }
    add.call(this ?? window, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    if (longLived(this ?? window)) listeners.get(type)?.delete(listener);
    remove.call(this ?? window, type, listener, options);
  };
  const observing = new Set<object>();
  for (const name of ['IntersectionObserver', 'ResizeObserver', 'MutationObserver'] as const) {
    const prototype = window[name].prototype as {
      observe: (...args: unknown[]) => void;
      disconnect: () => void;
    };
    const { observe, disconnect } = prototype;
    prototype.observe = function (this: object, ...args) {
      observing.add(this);
      observe.apply(this, args);
    };
    prototype.disconnect = function (this: object) {
      observing.delete(this);
      disconnect.call(this);
    };
  }
  const OriginalWorker = window.Worker;
  window.Worker = class extends OriginalWorker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      counts.workers++;
    }
    override terminate() {
      counts.workers--;
      super.terminate();
    }
  };
  const request = window.requestAnimationFrame;
  window.requestAnimationFrame = (callback) => {
    counts.frames++;
    return request.call(window, callback);
  };
  const intervals = new Set<unknown>();
  const setInterval_ = window.setInterval;
  const clearInterval_ = window.clearInterval;
  window.setInterval = ((...args: Parameters<typeof setInterval_>) => {
    const id = setInterval_.apply(window, args);
    intervals.add(id);
    return id;
  }) as typeof window.setInterval;
  window.clearInterval = ((id?: number) => {
    intervals.delete(id);
    clearInterval_.call(window, id);
  }) as typeof window.clearInterval;
  window.liveCounts = () => ({
    listeners: [...listeners.values()].reduce((sum, set) => sum + set.size, 0),
    workers: counts.workers,
    observers: observing.size,
    intervals: intervals.size,
    frames: counts.frames,
  });
}

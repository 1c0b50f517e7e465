/** Runs a long calculation in slices of a few milliseconds a frame, so that the page stays smooth. */
import { useEffect, useRef, useState } from 'preact/hooks';

const sliceMs = 6;

/**
 * The last result of `start()`'s generator; null before the first. A new `start` drops what runs and
 * begins anew, and nothing runs before `wanted`. Keep `start` the same while its result is.
 */
export function useSlices<R>(
  start: () => Generator<undefined, R, void>,
  wanted: boolean,
): { readonly result: R | null; readonly running: boolean } {
  const [done, setDone] = useState<{ of: typeof start; result: R } | null>(null);
  const finished = useRef<typeof start | null>(null);
  useEffect(() => {
    if (!wanted || finished.current === start) return;
    const work = start();
    let handle = requestAnimationFrame(function slice() {
      const until = performance.now() + sliceMs;
      while (performance.now() < until) {
        const step = work.next();
        if (!step.done) continue;
        finished.current = start;
        return setDone({ of: start, result: step.value });
      }
      handle = requestAnimationFrame(slice);
    });
    return () => cancelAnimationFrame(handle);
  }, [start, wanted]);
  return { result: done?.result ?? null, running: done?.of !== start };
}

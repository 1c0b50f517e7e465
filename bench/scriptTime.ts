/** Reads a Chromium trace: how long scripts ran on the page's main thread in each frame that the page marked. */

/** An entry of a trace (Chromium's trace event format), times in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid: number;
}

/** What the page marks each frame with. */
export const frameMark = 'drag-frame';

/** Trace categories that hold the marks and everything that runs script, microtasks included. */
export const traceCategories = ['devtools.timeline', 'v8.execute', 'blink.user_timing'];

const scriptEvents = new Set([
  'EvaluateScript',
  'EventDispatch',
  'FireAnimationFrame',
  'FireIdleCallback',
  'FunctionCall',
  'MajorGC',
  'MinorGC',
  'RunMicrotasks',
  'TimerFire',
  'v8.callFunction',
]);

/** Milliseconds of scripting from each mark to the next; nested entries are counted once. */
export function scriptMsByFrame(events: readonly TraceEvent[]): number[] {
  const marks = events.filter(({ name }) => name === frameMark).sort((a, b) => a.ts - b.ts);
  const first = marks[0];
  if (!first) throw new Error('The trace holds no frame marks.');
  const spans = events
    .filter(({ pid, tid, ph, name }) => {
      return pid === first.pid && tid === first.tid && ph === 'X' && scriptEvents.has(name);
    })
    .map(({ ts, dur = 0 }) => ({ start: ts, end: ts + dur }))
    .sort((a, b) => a.start - b.start);
  const frames = marks.map(() => 0);
  let frame = 0;
  let reached = 0;
  for (const { start, end } of spans) {
    while (frame + 1 < marks.length && marks[frame + 1]!.ts <= start) frame++;
    const fresh = end - Math.max(start, reached);
    if (fresh > 0 && start >= first.ts) frames[frame]! += fresh / 1000;
    reached = Math.max(reached, end);
  }
  return frames;
}

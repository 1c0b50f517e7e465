/** The bench's own arithmetic: medians, and scripting time read from a trace. */
import { expect, test } from 'vitest';
import { frameMark, scriptMsByFrame, type TraceEvent } from '../../bench/scriptTime.ts';
import { median } from '../../bench/statistics.ts';

const event = (name: string, ts: number, dur = 0, tid = 1): TraceEvent => ({
  name,
  ph: 'X',
  ts,
  dur,
  pid: 1,
  tid,
});

test('the median is the middle one, or the mean of the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test('scripting time counts nested entries once, microtasks too, and the page’s main thread only', () => {
  const trace = [
    event(frameMark, 1000),
    event('FireAnimationFrame', 1000, 5000),
    event('FunctionCall', 2000, 3000),
    event('RunMicrotasks', 6000, 2000),
    event('Layout', 8000, 9000),
    event('FunctionCall', 9000, 4000, 2),
    event(frameMark, 20_000),
    event('TimerFire', 21_000, 1000),
  ];
  expect(scriptMsByFrame(trace)).toEqual([7, 1]);
  expect(() => scriptMsByFrame([])).toThrow('no frame marks');
});

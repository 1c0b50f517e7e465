/** The jobs of the lesson on classifier-free guidance: the latest look wins, only changed rows are drawn, measuring goes in order and stops. */
import { act, cleanup, renderHook } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { type DrawRequest, plainDraw } from '../../src/components/model/useDraw.ts';
import type { ShippedModel } from '../../src/components/model/useShippedModel.ts';
import { scales } from '../../src/lessons/classifier-free-guidance/figures/tradePoints.ts';
import {
  type GuidedLookRequest,
  useGuidedLook,
} from '../../src/lessons/classifier-free-guidance/figures/useGuidedLook.ts';
import { rowKey, useRows } from '../../src/lessons/classifier-free-guidance/figures/useRows.ts';
import { useTrade } from '../../src/lessons/classifier-free-guidance/figures/useTrade.ts';
import { JobCancelled } from '../../src/lib/compute/client.ts';

afterEach(cleanup);

interface Asked {
  readonly job: string;
  readonly request: Record<string, unknown>;
  readonly signal: AbortSignal;
  readonly progress: (value: unknown) => Promise<void>;
  readonly answer: (value: unknown) => Promise<void>;
  readonly fail: (message: string) => Promise<void>;
}

interface Options {
  readonly signal: AbortSignal;
  readonly onProgress?: (value: unknown) => void;
}

/** Does something and lets all that waits for it go on. */
const settled = (work: () => unknown) =>
  act(async () => {
    work();
    await new Promise((resolve) => setTimeout(resolve));
  });

/** A model whose jobs the test answers by hand; a cancelled job rejects, as the worker's do. */
function handModel() {
  const asked: Asked[] = [];
  let reopened = 0;
  const run = (job: string, request: Record<string, unknown>, { signal, onProgress }: Options) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new JobCancelled()));
      asked.push({
        job,
        request,
        signal,
        progress: (value) => settled(() => onProgress?.(value)),
        answer: (value) => settled(() => resolve(value)),
        fail: (message) => settled(() => reject(new Error(message))),
      });
    });
  const model = {
    id: 'digits-8',
    state: { status: 'ready', info: {} },
    compute: { run },
    reopen: () => reopened++,
  } as unknown as ShippedModel;
  return { model, asked, reopenings: () => reopened };
}

const at = (t: number): GuidedLookRequest => ({
  xt: Float32Array.of(t, -t),
  t,
  told: 3,
  other: 10,
});

test('looks at the picture twice in one batch, and of waiting requests takes the latest', async () => {
  const { model, asked } = handModel();
  const { result, rerender } = renderHook(({ now }) => useGuidedLook(model, now), {
    initialProps: { now: at(1) },
  });
  rerender({ now: at(2) });
  rerender({ now: at(5) });
  expect(asked).toHaveLength(1);
  expect(asked[0]!.request).toMatchObject({ t: 1, y: [3, 10], nodes: [], silenced: [] });
  expect([...(asked[0]!.request['xt'] as Float32Array)]).toEqual([1, -1, 1, -1]);
  await asked[0]!.answer({ epsPred: Float32Array.of(1, 2, 3, 4), milliseconds: 7 });
  expect([...result.current.look!.cond]).toEqual([1, 2]);
  expect([...result.current.look!.other]).toEqual([3, 4]);
  expect(asked.map(({ request }) => request['t'])).toEqual([1, 5]);
});

test('a look that fails is told, and tried again', async () => {
  const { model, asked, reopenings } = handModel();
  const request = at(1);
  const { result, unmount } = renderHook(() => useGuidedLook(model, request));
  await asked[0]!.fail('The browser took the graphics device away. Try again.');
  expect(result.current.problem).toContain('took the graphics device away');
  await settled(() => result.current.retry());
  expect(reopenings()).toBe(1);
  expect(result.current.problem).toBe('');
  expect(asked).toHaveLength(2);
  unmount();
  expect(asked[1]!.signal.aborted).toBe(true);
});

const row = (guidanceScale: number): DrawRequest => ({
  classes: [3],
  settings: { ...plainDraw, guidanceScale },
  seed: 1,
  start: null,
  direction: 'toImages',
  frameEvery: 5,
});
const drawn = { images: Float32Array.of(1), calls: 50, milliseconds: 9 };

test('draws row after row, and again only what has changed', async () => {
  const { model, asked } = handModel();
  const { result, rerender } = renderHook(({ now }) => useRows(model, now), {
    initialProps: { now: [row(1), row(10)] },
  });
  expect(asked).toHaveLength(1);
  await asked[0]!.progress({ x0: Float32Array.of(0.5), calls: 2, milliseconds: 1 });
  expect(result.current.rows[rowKey('digits-8', row(1))]).toMatchObject({ done: false, calls: 2 });
  await asked[0]!.answer(drawn);
  expect(result.current.rows[rowKey('digits-8', row(1))]).toMatchObject({ done: true, calls: 50 });
  expect(asked).toHaveLength(2);
  // Another list: the walk under way stops, the finished row stays, the new one is drawn.
  rerender({ now: [row(1), row(12)] });
  expect(asked[1]!.signal.aborted).toBe(true);
  expect(
    asked.map(({ request }) => (request['settings'] as { guidanceScale: number }).guidanceScale),
  ).toEqual([1, 10, 12]);
  await asked[2]!.answer(drawn);
  rerender({ now: [row(12)] });
  expect(asked).toHaveLength(3);
  expect(result.current.problem).toBe('');
});

test('a row that fails is told, and tried again', async () => {
  const { model, asked, reopenings } = handModel();
  const requests = [row(3)];
  const { result } = renderHook(() => useRows(model, requests));
  await asked[0]!.fail('Out of memory.');
  expect(result.current.problem).toBe('Out of memory.');
  await settled(() => result.current.retry());
  expect(reopenings()).toBe(1);
  expect(asked).toHaveLength(2);
});

const quality = { count: 50, accuracy: 0.9, frechet: 0.5, diversity: 0.7 };
const measured = { ...quality, calls: 50, milliseconds: 10, images: Float32Array.of(0) };

test('measures real images, then the scales in turn, and stops when asked', async () => {
  const { model, asked } = handModel();
  const { result } = renderHook(() => useTrade(model, model as never));
  await settled(() => void result.current.measure({ count: 50, seed: 1 }));
  expect(asked[0]!.job).toBe('realMeasure');
  await asked[0]!.answer(quality);
  expect(result.current.run.real).toEqual(quality);
  expect(asked[1]!.request).toMatchObject({
    count: 50,
    seed: 1,
    settings: { guidanceScale: scales[0] },
  });
  await asked[1]!.progress({ done: 625, total: 1250 });
  // 25 calls for scales 0 and 1, 50 for the other six, each for 50 images.
  expect(result.current.clock!.now).toMatchObject({ done: 625, total: 50 * (2 * 25 + 6 * 50) });
  expect(result.current.clock!.finished).toBeNull();
  await asked[1]!.answer(measured);
  expect(result.current.clock!.finished).toMatchObject({ done: 1250 });
  expect(result.current.run.points.map(({ scale }) => scale)).toEqual([0]);
  await settled(() => result.current.stop());
  expect(asked[2]!.signal.aborted).toBe(true);
  expect(result.current.busy).toBe(false);
  expect(result.current.problem).toBe('');
  expect(result.current.run.points).toHaveLength(1);
  await settled(() => result.current.forget());
  expect(result.current.run.points).toHaveLength(0);
});

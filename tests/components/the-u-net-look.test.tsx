/** Looking into the model while a slider moves: one job at a time, the latest wins, faults can be tried again. */
import { act, cleanup, renderHook } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import type { ShippedModel } from '../../src/components/model/useShippedModel.ts';
import { type LookRequest, useLook } from '../../src/lessons/the-u-net/figures/useLook.ts';

afterEach(cleanup);

interface Asked {
  readonly t: number;
  readonly signal: AbortSignal;
  readonly answer: () => Promise<void>;
  readonly fail: (message: string) => Promise<void>;
}

/** A model whose jobs the test answers by hand. */
function handModel() {
  const asked: Asked[] = [];
  let reopened = 0;
  const run = (_: string, request: { t: number }, { signal }: { signal: AbortSignal }) =>
    new Promise((resolve, reject) => {
      asked.push({
        t: request.t,
        signal,
        answer: () =>
          act(async () =>
            resolve({ epsPred: new Float32Array(64), activations: {}, milliseconds: 1 }),
          ),
        fail: (message) => act(async () => reject(new Error(message))),
      });
    });
  const model = {
    state: { status: 'ready' },
    compute: { run },
    reopen: () => reopened++,
    id: 'digits-8',
  } as unknown as ShippedModel;
  return { model, asked, reopenings: () => reopened };
}

const empty = new Float32Array(64);
const at = (t: number): LookRequest => ({
  noisy: { label: 3, t, x0: empty, eps: empty, xt: empty },
  y: 3,
  nodes: [],
  silenced: [],
});

test('asks once at a time, and of what came meanwhile only for the latest', async () => {
  const { model, asked } = handModel();
  const { result, rerender } = renderHook(({ request }) => useLook(model, request), {
    initialProps: { request: at(1) },
  });
  for (const t of [2, 3, 4]) rerender({ request: at(t) });
  expect(asked.map(({ t }) => t)).toEqual([1]);
  await asked[0]!.answer();
  expect(result.current.look?.request.noisy.t).toBe(1);
  expect(asked.map(({ t }) => t)).toEqual([1, 4]);
  await asked[1]!.answer();
  expect(result.current.look?.request.noisy.t).toBe(4);
  rerender({ request: at(5) });
  expect(asked.map(({ t }) => t)).toEqual([1, 4, 5]);
});

test('says what went wrong, and on a retry opens the model and looks again', async () => {
  const { model, asked, reopenings } = handModel();
  const { result } = renderHook(() => useLook(model, request), {});
  await asked[0]!.fail('The browser took the graphics device away. Try again.');
  expect(result.current.problem).toContain('took the graphics device away');
  await act(async () => result.current.retry());
  expect(reopenings()).toBe(1);
  expect(result.current.problem).toBe('');
  expect(asked).toHaveLength(2);
  await asked[1]!.answer();
  expect(result.current.look).not.toBeNull();
});

const request = at(7);

test('a figure that leaves cancels its look, and does not ask again', async () => {
  const { model, asked } = handModel();
  const { rerender, unmount } = renderHook(({ now }) => useLook(model, now), {
    initialProps: { now: at(1) },
  });
  rerender({ now: at(2) });
  unmount();
  expect(asked[0]!.signal.aborted).toBe(true);
  await asked[0]!.answer();
  expect(asked).toHaveLength(1);
});

test('waits until there is a model and something to look at', () => {
  const { model, asked } = handModel();
  const closed = { ...model, state: { status: 'opening', loadedBytes: 0, totalBytes: 0 } } as const;
  renderHook(() => useLook(closed, request));
  renderHook(() => useLook(model, null));
  expect(asked).toHaveLength(0);
});

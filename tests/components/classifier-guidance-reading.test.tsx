/** Reading images while a slider moves (one job at a time, the latest wins), and what the lesson's tables and pictures show of it. */
import { act, cleanup, render, renderHook } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import type {
  ShippedClassifier,
  ShippedModel,
} from '../../src/components/model/useShippedModel.ts';
import { AccuracyTable } from '../../src/lessons/classifier-guidance/figures/AccuracyTable.tsx';
import { classifierBadge } from '../../src/lessons/classifier-guidance/figures/badges.ts';
import { ProbabilityBars } from '../../src/lessons/classifier-guidance/figures/ProbabilityBars.tsx';
import { SignedSquares } from '../../src/lessons/classifier-guidance/figures/SignedSquares.tsx';
import {
  type ReadingRequest,
  useReading,
} from '../../src/lessons/classifier-guidance/figures/useReading.ts';
import { useStepTimes } from '../../src/lessons/classifier-guidance/figures/useStepTimes.ts';

afterEach(cleanup);

interface Asked {
  readonly request: { readonly t: number; readonly id: string };
  readonly signal: AbortSignal;
  readonly answer: (result?: object) => Promise<void>;
  readonly fail: (message: string) => Promise<void>;
}

/** A worker whose jobs the test answers by hand. */
function handWorker() {
  const asked: Asked[] = [];
  let reopened = 0;
  const run = (_: string, request: Asked['request'], { signal }: { signal: AbortSignal }) =>
    new Promise((resolve, reject) => {
      asked.push({
        request,
        signal,
        answer: (
          result = { logProbabilities: new Float32Array(10), gradient: null, milliseconds: 1 },
        ) => act(async () => resolve(result)),
        fail: (message) => act(async () => reject(new Error(message))),
      });
    });
  const opened = {
    id: 'digits-8-noisy-classifier',
    state: {
      status: 'ready',
      info: { parameters: 39770, backend: { name: 'wasm', adapter: '', software: true } },
    },
    compute: { run },
    reopen: () => reopened++,
  };
  return {
    classifier: opened as unknown as ShippedClassifier,
    model: opened as unknown as ShippedModel,
    asked,
    reopenings: () => reopened,
  };
}

const at = (t: number): ReadingRequest => ({ xt: new Float32Array(64), t, classes: [8] });

test('reads once at a time, and of what came meanwhile only the latest', async () => {
  const { classifier, asked } = handWorker();
  const { result, rerender } = renderHook(({ request }) => useReading(classifier, request), {
    initialProps: { request: at(1) },
  });
  for (const t of [2, 3, 4]) rerender({ request: at(t) });
  expect(asked.map(({ request }) => request.t)).toEqual([1]);
  expect(asked[0]!.request.id).toBe('digits-8-noisy-classifier');
  await asked[0]!.answer();
  expect(result.current.reading).toMatchObject({ nth: 1, request: { t: 1 } });
  expect(asked.map(({ request }) => request.t)).toEqual([1, 4]);
  await asked[1]!.answer();
  expect(result.current.reading).toMatchObject({ nth: 2, request: { t: 4 } });
});

test('says what went wrong, and on a retry opens the classifier and reads again', async () => {
  const { classifier, asked, reopenings } = handWorker();
  const request = at(7);
  const { result } = renderHook(() => useReading(classifier, request));
  await asked[0]!.fail('The browser took the graphics device away. Try again.');
  expect(result.current.problem).toContain('took the graphics device away');
  await act(async () => result.current.retry());
  expect(reopenings()).toBe(1);
  expect(result.current.problem).toBe('');
  await asked[1]!.answer();
  expect(result.current.reading).not.toBeNull();
});

test('a figure that leaves cancels its reading, and waits for nothing', async () => {
  const { classifier, asked } = handWorker();
  const { rerender, unmount } = renderHook(({ now }) => useReading(classifier, now), {
    initialProps: { now: at(1) as ReadingRequest | null },
  });
  rerender({ now: at(2) });
  unmount();
  expect(asked[0]!.signal.aborted).toBe(true);
  await asked[0]!.answer();
  expect(asked).toHaveLength(1);
  renderHook(() => useReading(classifier, null));
  expect(asked).toHaveLength(1);
});

test('a step’s time is that of the second walk of each kind, shared out over its ten steps', async () => {
  const { model, asked } = handWorker();
  const { result } = renderHook(() => useStepTimes(model));
  await act(async () => void result.current.measure());
  for (const milliseconds of [900, 800, 50, 120]) {
    expect(result.current.busy).toBe(true);
    await asked.at(-1)!.answer({ milliseconds });
  }
  const scales = asked.map(
    ({ request }) =>
      (request as unknown as { settings: { classifier: { scale: number } | null } }).settings
        .classifier?.scale ?? 0,
  );
  expect(scales).toEqual([0, 1, 0, 1]);
  await act(() => new Promise((resolve) => setTimeout(resolve, 0)));
  expect(result.current.times).toEqual({ plain: 5, steered: 12 });
  expect(result.current.busy).toBe(false);
});

test('bars are as long as the probabilities, and both numbers stand beside them', () => {
  const before = [0.9, 0.1, ...new Array(8).fill(0)].map(Math.log);
  const after = [0.25, 0.75, ...new Array(8).fill(0)].map(Math.log);
  const { container } = render(
    <ProbabilityBars before={before} after={after} own={0} wanted={1} />,
  );
  const row = container.querySelector('[data-class="1"]')!;
  expect(row.textContent).toBe('1 wanted10.0 %75.0 %');
  expect(row.querySelector<HTMLElement>('[data-kind="after"]')!.style.width).toBe('75%');
  expect(container.querySelector('[data-class="0"]')!.textContent).toContain('0 drawn');
  const waiting = render(<ProbabilityBars before={null} after={null} own={0} wanted={0} />);
  expect(waiting.container.querySelector('[data-class="0"]')!.textContent).toBe('0 wanted……');
});

test('the squares of a gradient keep their kind over light and dark pixels', () => {
  const gradient = Float32Array.from([4, -4, 1, 0]);
  const over = Float32Array.from([1, -1, -1, 1]);
  const { container } = render(
    <SignedSquares gradient={gradient} over={over} size={2} label="both" name="both" />,
  );
  const squares = [...container.querySelectorAll('rect[data-on]')].map((square) => [
    square.getAttribute('class'),
    square.getAttribute('data-on'),
    Number(square.getAttribute('width')),
  ]);
  expect(squares.map(([kind, on]) => [kind, on])).toEqual([
    ['fn-signed-up', 'light'],
    ['fn-signed-down', 'dark'],
    ['fn-signed-up', 'dark'],
  ]);
  expect(squares[0]![2]).toBeCloseTo(0.92, 12);
  expect(squares[2]![2]).toBeCloseTo(0.46, 12);
});

test('the table of accuracies leaves open what is not measured yet', () => {
  const score = { accuracy: 0.755, sureness: 0.5 };
  const row = { t: 500, noisy: score, clean: score, bayes: score };
  const { container } = render(<AccuracyTable rows={[row]} />);
  const cells = (t: number) =>
    [...container.querySelectorAll(`[data-t="${t}"] td`)].map(({ textContent }) => textContent);
  expect(cells(500)).toEqual(new Array(3).fill('75.5, 50.0 sure'));
  expect(cells(400)).toEqual(['…', '…', '…']);
});

test('the badge names the network, its size and what it runs on, once it is open', () => {
  const { classifier } = handWorker();
  expect(classifierBadge(classifier)).toBe(
    'digits-8-noisy-classifier, a trained classifier of 39,770 parameters, on WebAssembly',
  );
  const closed = { ...classifier, state: { status: 'idle' } } as const;
  expect(classifierBadge(closed)).toBe('digits-8-noisy-classifier, a trained classifier');
});

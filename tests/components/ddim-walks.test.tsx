/** Walks of the DDIM lesson: one after the other, the latest requests win, what is there already is not drawn again. */
import { act, cleanup, renderHook } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { afterEach, expect, test } from 'vitest';
import type { Draw, Drawing, DrawRequest } from '../../src/components/model/useDraw.ts';
import type { ShippedModel } from '../../src/components/model/useShippedModel.ts';
import { isDone, useWalks } from '../../src/lessons/ddim/figures/useWalks.ts';

afterEach(cleanup);

const model = (status: 'ready' | 'idle', reopen = () => {}) =>
  ({ id: 'digits-8', state: { status }, reopen }) as unknown as ShippedModel;
const requestOf = (seed: number) => ({ seed }) as DrawRequest;

/** Draws whose walks the test ends by hand, and what was asked of them. */
function handDraws() {
  const asked: { name: string; seed: number; end: () => Promise<void> }[] = [];
  const stopped: string[] = [];
  const useHandDraw = (name: string): Draw => {
    const [drawing, setDrawing] = useState<Drawing | null>(null);
    const draw = (request: DrawRequest) =>
      new Promise<void>((resolve) => {
        const images = new Float32Array(1);
        const end = () =>
          act(async () => {
            setDrawing({ request, frames: [], images, calls: 1, milliseconds: 1 });
            resolve();
          });
        asked.push({ name, seed: request.seed, end });
      });
    return { drawing, busy: false, problem: '', draw, stop: () => stopped.push(name) };
  };
  return { asked, stopped, useHandDraw };
}

function setUp(status: 'ready' | 'idle' = 'ready') {
  const hands = handDraws();
  let reopened = 0;
  const hook = renderHook(
    (props: { now: ShippedModel; left: DrawRequest; right: DrawRequest | null }) => {
      const [a, b] = [hands.useHandDraw('left'), hands.useHandDraw('right')];
      const walks = useWalks(props.now, [
        { draw: a, request: props.left },
        { draw: b, request: props.right },
      ]);
      return { ...walks, done: [isDone(a, props.left), isDone(b, props.right)] };
    },
    {
      initialProps: {
        now: model(status, () => reopened++),
        left: requestOf(1),
        right: requestOf(2) as DrawRequest | null,
      },
    },
  );
  return { ...hands, ...hook, reopenings: () => reopened };
}

test('makes the walks one after the other', async () => {
  const { asked, result } = setUp();
  expect(asked.map(({ name }) => name)).toEqual(['left']);
  await asked[0]!.end();
  expect(asked.map(({ name }) => name)).toEqual(['left', 'right']);
  expect(result.current.done).toEqual([true, false]);
  await asked[1]!.end();
  expect(result.current.done).toEqual([true, true]);
});

test('draws only what has changed, and drops what was to follow', async () => {
  const { asked, rerender } = setUp();
  const left = requestOf(1);
  rerender({ now: model('ready'), left, right: requestOf(2) });
  await asked[0]!.end();
  // The walk of before ended after newer requests had come: nothing follows it but theirs.
  expect(asked.map(({ name }) => name)).toEqual(['left', 'left']);
  await asked[1]!.end();
  await asked[2]!.end();
  const count = asked.length;
  rerender({ now: model('ready'), left, right: requestOf(3) });
  expect(asked.slice(count).map(({ name, seed }) => [name, seed])).toEqual([['right', 3]]);
});

test('waits for the model and for what a request needs', async () => {
  const { asked, rerender } = setUp('idle');
  expect(asked).toHaveLength(0);
  const left = requestOf(1);
  rerender({ now: model('ready'), left, right: null });
  await asked[0]!.end();
  expect(asked).toHaveLength(1);
  rerender({ now: model('ready'), left, right: requestOf(2) });
  expect(asked.map(({ name }) => name)).toEqual(['left', 'right']);
});

test('stops, starts again with what is missing, and opens the model after a fault', async () => {
  const { asked, stopped, result, reopenings } = setUp();
  await act(async () => result.current.stop());
  expect(stopped).toEqual(['left', 'right']);
  await asked[0]!.end();
  expect(asked).toHaveLength(1);
  await act(async () => result.current.start());
  expect(asked.map(({ name }) => name)).toEqual(['left', 'right']);
  await act(async () => result.current.again());
  expect(reopenings()).toBe(1);
});

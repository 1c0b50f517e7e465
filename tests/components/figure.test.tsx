/** The figure's frame: title, badge, reset, text equivalent, and what an exception looks like. */
import { act, cleanup, fireEvent, render } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Figure } from '../../src/components/figure/Figure.tsx';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

let broken = false;

function Fragile() {
  if (broken) throw new Error('no such number');
  return <p>Works</p>;
}

const frame = { id: 'demo', title: 'A demo', badge: 'exact formula' };

test('is a named figure with a badge, a still picture and a text equivalent', () => {
  const { getByRole, container } = render(
    <Figure {...frame} reading="t is 3.">
      <p>Live</p>
    </Figure>,
  );
  expect(getByRole('figure', { name: 'A demo' }).dataset['figure']).toBe('demo');
  expect(container.textContent).toContain('exact formula');
  expect(container.querySelector('noscript')?.innerHTML).toContain('stills/demo.png');
  expect(container.querySelector('[data-reading]')?.textContent).toBe('t is 3.');
});

test('announces what the reader changed once it has come to rest, and only then', () => {
  const draw = (reading: string) => (
    <Figure {...frame} reading={reading}>
      <p>Live</p>
    </Figure>
  );
  const { rerender, getByRole, getByText } = render(draw('t is 2.'));
  rerender(draw('t is 3.'));
  act(() => void vi.advanceTimersByTime(1000));
  expect(getByRole('status').textContent).toBe('');
  fireEvent.click(getByText('Live'));
  for (const t of [4, 5, 6]) {
    rerender(draw(`t is ${t}.`));
    act(() => void vi.advanceTimersByTime(100));
  }
  expect(getByRole('status').textContent).toBe('');
  act(() => void vi.advanceTimersByTime(1000));
  expect(getByRole('status').textContent).toBe('t is 6.');
});

test('an exception while drawing becomes a sentence and a button that starts again', () => {
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
  broken = true;
  const { getByRole, getByText } = render(
    <Figure {...frame} reading="">
      <Fragile />
    </Figure>,
  );
  expect(getByRole('alert').textContent).toContain('This figure stopped: no such number');
  expect(quiet).toHaveBeenCalled();
  broken = false;
  fireEvent.click(getByRole('button', { name: 'Start it again' }));
  expect(getByText('Works')).toBeTruthy();
});

test('reset is there only where there is something to reset', () => {
  const onReset = vi.fn();
  const { getByRole, queryByRole, rerender } = render(
    <Figure {...frame} reading="" onReset={onReset}>
      <p>Live</p>
    </Figure>,
  );
  fireEvent.click(getByRole('button', { name: 'Reset: A demo' }));
  expect(onReset).toHaveBeenCalledOnce();
  rerender(
    <Figure {...frame} reading="">
      <p>Live</p>
    </Figure>,
  );
  expect(queryByRole('button')).toBeNull();
});

/** The lock between tabs on Node's own Web Locks: one holder, a queue, and letting go. */
import { describe, expect, test, vi } from 'vitest';
import { makeWebLock, noLock } from '../../../src/lib/compute/jobs/trainStorage.ts';

const tabs = (count: number) =>
  Array.from({ length: count }, () => makeWebLock(navigator.locks)) as [
    ReturnType<typeof makeWebLock>,
    ReturnType<typeof makeWebLock>,
  ];

describe('makeWebLock', () => {
  test('gives the lock to one tab at a time, and to the next when it is let go', async () => {
    const [one, two] = tabs(2);
    expect(await one.take()).toBe(true);
    expect(await one.take()).toBe(true);
    expect(await two.take()).toBe(false);
    expect(await one.heldElsewhere()).toBe(false);
    expect(await two.heldElsewhere()).toBe(true);
    const taken = vi.fn();
    two.takeWhenFree(taken);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(taken).not.toHaveBeenCalled();
    await one.release();
    await vi.waitFor(() => expect(taken).toHaveBeenCalledOnce());
    expect(await one.heldElsewhere()).toBe(true);
    await two.release();
    expect(await one.heldElsewhere()).toBe(false);
  });

  test('can be taken again at once after it was let go', async () => {
    const [one] = tabs(1);
    for (let i = 0; i < 5; i++) {
      expect(await one.take()).toBe(true);
      await one.release();
    }
  });

  test('a tab that stops waiting does not get it later', async () => {
    const [one, two] = tabs(2);
    await one.take();
    const taken = vi.fn();
    two.takeWhenFree(taken);
    await two.release();
    await one.release();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(taken).not.toHaveBeenCalled();
    expect(await two.take()).toBe(true);
    await two.release();
  });
});

test('without Web Locks every tab counts as the only one', async () => {
  expect([await noLock.take(), await noLock.heldElsewhere()]).toEqual([true, false]);
});

/** News of a lost device: everybody who waits hears it, latecomers too, and who has left does not. */
import { describe, expect, test } from 'vitest';
import { DeviceLostError, onDeviceLost, untilLost } from '../../../src/lib/training/deviceLoss.ts';
import { makeFakeEngine } from './fakeEngine.ts';

describe('onDeviceLost', () => {
  test('tells those who still listen, and latecomers at once', async () => {
    const engine = makeFakeEngine();
    const heard: string[] = [];
    onDeviceLost(engine, (reason) => heard.push(`first: ${reason}`));
    const forget = onDeviceLost(engine, () => heard.push('never'));
    forget();
    engine.lose('reset');
    await engine.lost;
    expect(heard).toEqual(['first: reset']);
    onDeviceLost(engine, (reason) => heard.push(`late: ${reason}`));
    expect(heard).toEqual(['first: reset', 'late: reset']);
  });
});

describe('untilLost', () => {
  test('passes on what the work gives, and its failure', async () => {
    const engine = makeFakeEngine();
    expect(await untilLost(engine, async () => 7)).toBe(7);
    const failing = untilLost(engine, () => Promise.reject(new Error('no room')));
    await expect(failing).rejects.toThrow('no room');
  });

  test('rejects everything that waits when the device goes, with a sentence', async () => {
    const engine = makeFakeEngine();
    const waiting = [1, 2].map(() => untilLost(engine, () => new Promise(() => {})));
    engine.lose('');
    for (const work of waiting) await expect(work).rejects.toBeInstanceOf(DeviceLostError);
    await expect(untilLost(engine, () => new Promise(() => {}))).rejects.toThrow(
      'The browser took the graphics device away (it gave no reason). Try again.',
    );
  });
});

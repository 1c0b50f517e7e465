/** The pace: about a fifth of a second between read-backs, and the speed of the last seconds. */
import { describe, expect, test } from 'vitest';
import { makePace, makeSpeedMeter } from '../../../src/lib/training/pace.ts';

describe('makePace', () => {
  const settle = (millisecondsAStep: number, latency = 0) => {
    const pace = makePace();
    const chosen = [pace.steps()];
    for (let i = 0; i < 12; i++) {
      pace.took(pace.steps(), pace.steps() * millisecondsAStep + latency);
      chosen.push(pace.steps());
    }
    return chosen;
  };

  test('begins with one step, grows by doubling, and ends at a fifth of a second', () => {
    expect(settle(20).slice(0, 5)).toEqual([1, 2, 4, 8, 10]);
    expect(settle(20).at(-1)).toBe(10);
  });

  test('reads at least every 32 steps, and after each where one is slow', () => {
    expect(settle(0.1).at(-1)).toBe(32);
    expect(settle(1500).at(-1)).toBe(1);
  });
});

describe('makeSpeedMeter', () => {
  test('says nothing at first, then counts', () => {
    const meter = makeSpeedMeter();
    expect(meter.stepsPerSecond()).toBe(0);
    meter.reached(100, 0);
    expect(meter.stepsPerSecond()).toBe(0);
    meter.reached(110, 500);
    expect(meter.stepsPerSecond()).toBe(20);
  });

  test('forgets what is more than five seconds ago', () => {
    const meter = makeSpeedMeter();
    for (let second = 0; second <= 20; second++) meter.reached(10 * second, 1000 * second);
    for (let second = 21; second <= 30; second++)
      meter.reached(200 + 2 * (second - 20), 1000 * second);
    expect(meter.stepsPerSecond()).toBeCloseTo(2, 5);
  });

  test('still knows where a single step takes longer than that', () => {
    const meter = makeSpeedMeter();
    meter.reached(0, 0);
    meter.reached(1, 20_000);
    meter.reached(2, 40_000);
    expect(meter.stepsPerSecond()).toBeCloseTo(0.05, 12);
  });
});

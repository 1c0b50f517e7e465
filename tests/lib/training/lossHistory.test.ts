/** The loss history: every step counts, few points are kept, and it goes on from JSON as if it had never stopped. */
import { describe, expect, test } from 'vitest';
import { makeRng } from '../../../src/lib/diffusion/index.ts';
import type { StepLosses } from '../../../src/lib/engines/engine.ts';
import { emptyLossHistory, makeLossGatherer } from '../../../src/lib/training/lossHistory.ts';

const even = (T: number) => new Float32Array(T).fill(1);
const one = (step: number, error: number, t = 0): StepLosses => ({
  step,
  errors: Float32Array.of(error),
  timesteps: Int32Array.of(t),
});

describe('few steps', () => {
  test('are all points: step number, loss, and its exponential mean without a bias to 0', () => {
    const gatherer = makeLossGatherer(emptyLossHistory(4), 4);
    expect(gatherer.history().steps).toHaveLength(0);
    for (const [step, error] of [4, 2, 2].entries()) gatherer.add(one(step, error), even(4));
    const { steps, losses, smoothed } = gatherer.history();
    expect([...steps]).toEqual([1, 2, 3]);
    expect([...losses]).toEqual([4, 2, 2]);
    expect(smoothed[0]).toBe(4);
    expect(smoothed[1]).toBeCloseTo((0.98 * 4 + 2) / 1.98, 12);
    expect(smoothed[2]).toBeCloseTo(
      (0.98 * 0.98 * 4 + 0.98 * 2 + 2) / (0.98 * 0.98 + 0.98 + 1),
      12,
    );
  });

  test('weigh each example by its timestep, and return the loss', () => {
    const gatherer = makeLossGatherer(emptyLossHistory(3), 3);
    const losses = { step: 0, errors: Float32Array.of(1, 2), timesteps: Int32Array.of(2, 0) };
    expect(gatherer.add(losses, [10, 0, 4])).toBe((4 * 1 + 10 * 2) / 2);
  });
});

describe('many steps', () => {
  const count = 10_000;
  const rng = makeRng(5);
  const errors = Float32Array.from({ length: count }, () => rng.uniform());
  const gatherer = makeLossGatherer(emptyLossHistory(1), 1);
  for (const [step, error] of errors.entries()) gatherer.add(one(step, error), [1]);
  const { steps, losses } = gatherer.history();

  test('become at most 2,000 points that end at the last step', () => {
    expect(steps.length).toBeLessThanOrEqual(2000);
    expect(steps.length).toBeGreaterThanOrEqual(1000);
    expect(steps.at(-1)).toBe(count);
  });

  test('of which each is the mean of all steps since the one before', () => {
    let from = 0;
    for (const [i, to] of steps.entries()) {
      const part = errors.subarray(from, to);
      const mean = part.reduce((sum, error) => sum + error, 0) / part.length;
      expect(Math.abs(losses[i]! - mean)).toBeLessThan(1e-9);
      from = to;
    }
    expect(from).toBe(count);
  });
});

describe('by noise level', () => {
  test('averages errors unweighted over equal ranges of t; unseen ranges are NaN', () => {
    const gatherer = makeLossGatherer(emptyLossHistory(1000), 1000);
    for (let step = 0; step < 10; step++) {
      const losses = { step, errors: Float32Array.of(step, 7), timesteps: Int32Array.of(99, 950) };
      gatherer.add(losses, new Float32Array(1000));
    }
    const { byNoise } = gatherer.history();
    expect(byNoise).toHaveLength(10);
    expect(byNoise[0]).toBeCloseTo(4.5, 12);
    expect(byNoise[9]).toBeCloseTo(7, 12);
    expect([...byNoise.subarray(1, 9)].every(Number.isNaN)).toBe(true);
  });

  test('forgets what is long ago', () => {
    const gatherer = makeLossGatherer(emptyLossHistory(1), 1);
    for (let step = 0; step < 400; step++) gatherer.add(one(step, 1), [1]);
    for (let step = 400; step < 4400; step++) gatherer.add(one(step, 0.1), [1]);
    expect(gatherer.history().byNoise[0]).toBeCloseTo(0.1, 3);
  });

  test('has a range for each timestep where there are few', () => {
    expect(makeLossGatherer(emptyLossHistory(3), 3).history().byNoise).toHaveLength(3);
  });
});

test('goes on from JSON as if it had not stopped', () => {
  const rng = makeRng(9);
  const through = makeLossGatherer(emptyLossHistory(20), 20);
  let resumed = makeLossGatherer(emptyLossHistory(20), 20);
  for (let step = 0; step < 5003; step++) {
    const losses = one(step, rng.uniform(), rng.integer(20));
    through.add(losses, even(20));
    resumed.add(losses, even(20));
    if (step % 997 === 0)
      resumed = makeLossGatherer(JSON.parse(JSON.stringify(resumed.stored())), 20);
  }
  expect(resumed.history()).toEqual(through.history());
  expect(resumed.stored()).toEqual(through.stored());
});

/** The beginnings: warm-up of the learning rate, and of the averaging of the weights. */
import { describe, expect, test } from 'vitest';
import { emaDecayAt, learningRateAt } from '../../../src/lib/training/rates.ts';

describe('learningRateAt', () => {
  test('rises evenly from a first small step, then stays', () => {
    const settings = { learningRate: 0.002, warmup: 4 };
    const rates = [0, 1, 2, 3, 4, 5, 1_000_000].map((step) => learningRateAt(step, settings));
    expect(rates).toEqual([0.0005, 0.001, 0.0015, 0.002, 0.002, 0.002, 0.002]);
    expect(learningRateAt(0, { learningRate: 0.002, warmup: 0 })).toBe(0.002);
  });
});

describe('emaDecayAt', () => {
  test('is (1 + n) / (10 + n) after n updates, until the decay is reached', () => {
    expect(emaDecayAt(0, 0.995)).toBe(2 / 11);
    expect(emaDecayAt(89, 0.995)).toBe(91 / 100);
    expect(emaDecayAt(5000, 0.995)).toBe(0.995);
    expect(emaDecayAt(0, 0)).toBe(0);
  });

  test('makes the average of constant weights those weights from the first update on', () => {
    let average = 5;
    for (let step = 0; step < 60; step++) {
      const decay = emaDecayAt(step, 0.999);
      average = decay * average + (1 - decay) * 2;
    }
    // With the decay of 0.999 from the start, 94 % of the first weight would be left.
    expect(Math.abs(average - 2)).toBeLessThan(1e-4);
  });
});

/** The trainer's tables: float64 values rounded once, and targets that are what the prediction is defined to be. */
import { describe, expect, test } from 'vitest';
import {
  convertPrediction,
  forwardSample,
  lossWeight,
  lossWeightings,
  makeCosineSchedule,
  makeLinearSchedule,
} from '../../../src/lib/diffusion/index.ts';
import { makeTrainingTables } from '../../../src/lib/training/tables.ts';

const linear = makeLinearSchedule({ T: 1000 });
const predictions = ['eps', 'x0', 'v'] as const;

describe('makeTrainingTables', () => {
  test('holds √ᾱ and √(1 − ᾱ), rounded once', () => {
    const { signal, noise } = makeTrainingTables(linear, {
      prediction: 'eps',
      weighting: 'uniform',
    });
    expect(signal).toEqual(Float32Array.from(linear.alphasCumprod, Math.sqrt));
    expect(noise).toEqual(Float32Array.from(linear.oneMinusAlphasCumprod, Math.sqrt));
    // β_0 = 1e-4: a float32 cumulative product would be wrong in the fourth digit.
    expect(Math.abs(noise[0]! - 0.01)).toBeLessThan(1e-9);
  });

  test.each(predictions)('gives %s as the target', (prediction) => {
    const schedule = makeCosineSchedule({ T: 100 });
    const tables = makeTrainingTables(schedule, { prediction, weighting: 'uniform' });
    const [x0, eps] = [Float64Array.of(0.8, -0.3), Float64Array.of(-1.1, 0.4)];
    for (const t of [0, 40, 98]) {
      const xt = forwardSample(schedule, x0, t, eps);
      const target = convertPrediction(schedule, {
        from: 'eps',
        to: prediction,
        xt,
        t,
        value: eps,
      });
      for (const [i, value] of target.entries()) {
        const made = tables.targetX0[t]! * x0[i]! + tables.targetEps[t]! * eps[i]!;
        expect(Math.abs(made - value)).toBeLessThan(1e-6);
      }
    }
  });

  test('weighs as the library does', () => {
    for (const prediction of predictions) {
      for (const weighting of lossWeightings) {
        const { weight } = makeTrainingTables(linear, { prediction, weighting });
        const expected = Float32Array.from({ length: 1000 }, (_, t) =>
          lossWeight(linear, t, { prediction, weighting }),
        );
        expect(weight).toEqual(expected);
      }
    }
  });
});

/** Adam: against PyTorch, against its moments written out as sums, and against what the paper says of its steps. */
import { describe, expect, test } from 'vitest';
import { makeRng } from '../../../src/lib/diffusion/index.ts';
import { adamStep, makeAdamState } from '../../../src/lib/nets/adam.ts';
import { largestError } from '../diffusion/closeness.ts';
import { torch } from './fixture.ts';

const doubleState = (length: number) => ({
  mean: new Float64Array(length),
  square: new Float64Array(length),
  step: 0,
});

test('three steps agree with torch.optim.Adam', () => {
  const parameters = Float64Array.from(torch.parameters);
  const state = doubleState(parameters.length);
  for (const { gradients, parametersAfter } of torch.steps) {
    adamStep(parameters, Float64Array.from(gradients), state, torch.learningRate);
    expect(largestError(parameters, parametersAfter)).toBeLessThan(1e-14);
  }
  expect(state.step).toBe(torch.steps.length);
});

/** Kingma and Ba 2015, eq. 4: the moments as weighted sums of all gradients so far. */
function moments(gradients: readonly number[]) {
  const sum = (decay: number, of: (g: number) => number) =>
    gradients.reduce((total, g, i) => total + decay ** (gradients.length - 1 - i) * of(g), 0) *
    (1 - decay);
  return { mean: sum(0.9, (g) => g), square: sum(0.999, (g) => g * g) };
}

test('each step divides the corrected mean by the root of the corrected square', () => {
  const rng = makeRng(4);
  const gradients = Array.from({ length: 30 }, () => rng.normal());
  const parameter = Float64Array.of(0.3);
  const state = doubleState(1);
  gradients.forEach((gradient, i) => {
    const before = parameter[0]!;
    adamStep(parameter, Float64Array.of(gradient), state, 0.02);
    const { mean, square } = moments(gradients.slice(0, i + 1));
    const corrected = mean / (1 - 0.9 ** (i + 1));
    const root = Math.sqrt(square / (1 - 0.999 ** (i + 1)));
    expect(before - parameter[0]!).toBeCloseTo((0.02 * corrected) / (root + 1e-8), 12);
  });
});

describe('a gradient that never changes', () => {
  // Section 2.1: the step's size is bounded by the learning rate, whatever the gradient's scale.
  test.each([1e-3, 1, -250])(
    'of %f moves a parameter by the learning rate each time',
    (gradient) => {
      const parameter = Float64Array.of(2);
      const state = doubleState(1);
      for (let step = 0; step < 40; step++) {
        adamStep(parameter, Float64Array.of(gradient), state, 0.01);
      }
      expect(parameter[0]).toBeCloseTo(2 - 40 * 0.01 * Math.sign(gradient), 5);
    },
  );

  test('of zero moves nothing', () => {
    const parameters = Float32Array.of(1, -2);
    adamStep(parameters, new Float32Array(2), makeAdamState(2), 0.1);
    expect(parameters).toEqual(Float32Array.of(1, -2));
  });
});

test('finds the minimum of a badly scaled bowl', () => {
  const parameters = Float64Array.of(3, -2);
  const state = doubleState(2);
  for (let step = 0; step < 4000; step++) {
    const [a, b] = parameters as unknown as [number, number];
    adamStep(parameters, Float64Array.of(2000 * (a - 1), 0.02 * (b - 0.5)), state, 0.01);
  }
  expect(largestError(parameters, [1, 0.5])).toBeLessThan(1e-3);
});

/** The Adam optimizer (Kingma and Ba 2015, Algorithm 1) over one flat array of parameters. */
import type { Numbers } from '../diffusion/index.ts';

/** The paper's decay rates of the two moments, and what keeps the division finite. */
const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-8;

/** Running moments of the gradient, and how many steps were taken. */
export interface AdamState<A extends Numbers = Float32Array> {
  readonly mean: A;
  readonly square: A;
  step: number;
}

/** A state for `length` parameters, before the first step. */
export function makeAdamState(length: number): AdamState {
  return { mean: new Float32Array(length), square: new Float32Array(length), step: 0 };
}

/**
 * Moves `parameters` one step down `gradients`, with bias-corrected moments; changes `parameters`
 * and `state` in place.
 */
export function adamStep<A extends Numbers>(
  parameters: A,
  gradients: A,
  state: AdamState<A>,
  learningRate: number,
): void {
  state.step++;
  const correction1 = 1 - beta1 ** state.step;
  const correction2 = 1 - beta2 ** state.step;
  const { mean, square } = state;
  for (let i = 0; i < parameters.length; i++) {
    const gradient = gradients[i]!;
    mean[i] = beta1 * mean[i]! + (1 - beta1) * gradient;
    square[i] = beta2 * square[i]! + (1 - beta2) * gradient * gradient;
    const update = mean[i]! / correction1 / (Math.sqrt(square[i]! / correction2) + epsilon);
    parameters[i]! -= learningRate * update;
  }
}

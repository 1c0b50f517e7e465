/** Euler's method for rectified flows: x = (1 − σ) x0 + σ ε, and the network predicts the velocity ε − x0 (Liu et al. 2023; Esser et al. 2024). */
import { check, checkPositiveInteger } from '../checks.ts';
import type { SamplerTable } from './step.ts';

/** How a flow walks. */
export interface FlowOptions {
  readonly steps: number;
  /** Moves the visited σ towards noise: σ ↦ shift σ / (1 + (shift − 1) σ) (Esser et al. 2024, eq. 23); 1 unless told. */
  readonly shift?: number;
  /** The network is told t = σ T; 1000 unless told. */
  readonly T?: number;
  /** The visited σ themselves, falling, in (0, 1], in place of equal strides from 1. */
  readonly sigmas?: readonly number[];
}

function visited({ steps, sigmas }: FlowOptions): readonly number[] {
  if (!sigmas) return Array.from({ length: steps }, (_, i) => (steps - i) / steps);
  check(sigmas.length === steps, 'sigmas', sigmas, `a list of ${steps} numbers, set by steps`);
  sigmas.forEach((sigma, i) => {
    const before = sigmas[i - 1] ?? Number.POSITIVE_INFINITY;
    const ok = sigma > 0 && sigma <= 1 && sigma < before;
    check(ok, `sigmas[${i}]`, sigma, 'a number from 0 (excluded) to 1, below the one before');
  });
  return sigmas;
}

/**
 * The table of Euler's method on a flow: x' = x + (σ' − σ) (x − x0) / σ.
 *
 * @throws InvalidArgumentError when an option is not allowed
 */
export function makeFlowEulerTable(options: FlowOptions): SamplerTable {
  const { steps, shift = 1, T = 1000 } = options;
  checkPositiveInteger('steps', steps);
  checkPositiveInteger('T', T);
  check(shift > 0 && Number.isFinite(shift), 'shift', shift, 'a number above 0');
  const sigmas = visited(options).map((sigma) => (shift * sigma) / (1 + (shift - 1) * sigma));
  return sigmas.map((sigma, i) => {
    const xt = (sigmas[i + 1] ?? 0) / sigma;
    return { t: sigma * T, signal: 1 - sigma, sigma, xt, x0: 1 - xt, noise: 0 };
  });
}

/** x0 = xt · x + value · (the predicted velocity ε − x0). */
export function velocityToX0(sigma: number): { xt: number; value: number } {
  return { xt: 1, value: -sigma };
}

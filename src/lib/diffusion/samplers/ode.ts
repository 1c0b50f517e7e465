/** Steps of the probability flow ODE between noise levels, as coefficients. */
import type { Level } from './levels.ts';
import type { SamplerStep } from './step.ts';

/**
 * From one level to another along a constant predicted x0, without fresh noise: the exact solution of the ODE, DDIM's step
 * with η = 0 (Song et al. 2021a, eq. 13) and the first order of DPM-Solver++ (Lu et al. 2022b, eq. 8, k = 1):
 * x' = (sigma' / sigma) x − signal' (e^{−h} − 1) x0, h = λ' − λ.
 */
export function straight(from: Level, to: Level): { xt: number; x0: number } {
  return { xt: to.sigma / from.sigma, x0: -to.signal * Math.expm1(from.lambda - to.lambda) };
}

/** A row that queries at a level. */
export function rowAt(
  { t, signal, sigma }: Level,
  rest: Pick<SamplerStep, 'xt' | 'x0' | 'noise' | 'earlier'>,
): SamplerStep {
  return { t, signal, sigma, ...rest };
}

/** The row of a straight step. */
export function straightRow(from: Level, to: Level): SamplerStep {
  return rowAt(from, { ...straight(from, to), noise: 0 });
}

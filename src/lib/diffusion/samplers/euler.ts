/**
 * Euler's method in σ = sigma / signal, plain and ancestral (Karras et al. 2022, algorithm 1 without churn; the ancestral
 * split of each step is Song et al. 2021a's σ_t(η) in these terms).
 */
import { check } from '../checks.ts';
import type { Schedule } from '../schedules/index.ts';
import { checkSignal, type Level, type LevelOptions, visitedLevels } from './levels.ts';
import { rowAt } from './ode.ts';
import type { SamplerStep, SamplerTable } from './step.ts';

/** x̂ = x / signal moves by (σ' − σ) (x̂ − x0) / σ. */
function eulerRow(from: Level, to: Level, fresh = 0): SamplerStep {
  const sigmaFrom = from.sigma / from.signal;
  const sigmaTo = to.sigma / to.signal;
  const down = Math.sqrt(sigmaTo * sigmaTo - fresh * fresh);
  return rowAt(from, {
    xt: (to.signal * down) / sigmaFrom / from.signal,
    x0: (to.signal * (sigmaFrom - down)) / sigmaFrom,
    noise: to.signal * fresh,
  });
}

/** σ_up = min(σ', η √(σ'² (σ² − σ'²) / σ²)). */
function freshNoise(from: Level, to: Level, eta: number): number {
  const sigmaFrom = from.sigma / from.signal;
  const sigmaTo = to.sigma / to.signal;
  const squares = Math.max(0, sigmaFrom ** 2 - sigmaTo ** 2);
  return Math.min(sigmaTo, (eta * sigmaTo * Math.sqrt(squares)) / sigmaFrom);
}

/**
 * The table of Euler's method.
 *
 * @throws InvalidArgumentError when an option is not allowed
 */
export function makeEulerTable(schedule: Schedule, options: LevelOptions): SamplerTable {
  const levels = visitedLevels(schedule, options);
  checkSignal(levels);
  return levels.slice(0, -1).map((level, i) => eulerRow(level, levels[i + 1]!));
}

/**
 * The table of the ancestral Euler method: each step goes below the next level and adds noise up to it.
 *
 * @param options `eta`: from 0, no fresh noise, to 1, the most; 1 unless told
 * @throws InvalidArgumentError when an option is not allowed
 */
export function makeEulerAncestralTable(
  schedule: Schedule,
  options: LevelOptions & { readonly eta?: number },
): SamplerTable {
  const { eta = 1 } = options;
  check(eta >= 0 && eta <= 1, 'eta', eta, 'a number from 0 to 1');
  const levels = visitedLevels(schedule, options);
  checkSignal(levels);
  return levels.slice(0, -1).map((level, i) => {
    const next = levels[i + 1]!;
    return eulerRow(level, next, freshNoise(level, next, eta));
  });
}

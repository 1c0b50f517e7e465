/** Heun's method in σ = sigma / signal: a step of Euler, then again with the mean of both slopes (Karras et al. 2022, algorithm 1). */
import type { Schedule } from '../schedules/index.ts';
import { checkSignal, type Level, type LevelOptions, visitedLevels } from './levels.ts';
import { rowAt, straightRow } from './ode.ts';
import type { SamplerStep, SamplerTable } from './step.ts';

/** x̂' = x̂ + ½ (σ' − σ) ((x̂ − x0) / σ + (x̂_euler − x0') / σ'). */
function correction(from: Level, to: Level): SamplerStep {
  const [sigmaFrom, sigmaTo] = [from.sigma / from.signal, to.sigma / to.signal];
  const half = (sigmaTo - sigmaFrom) / 2;
  return rowAt(to, {
    xt: half / sigmaTo,
    x0: (-to.signal * half) / sigmaTo,
    earlier: [
      {
        xt: (to.signal / from.signal) * (1 + half / sigmaFrom),
        x0: (-to.signal * half) / sigmaFrom,
      },
    ],
    noise: 0,
  });
}

/**
 * The table of Heun's method: two queries a step, one in the last, which ends without noise to correct at.
 *
 * @throws InvalidArgumentError when an option is not allowed
 */
export function makeHeunTable(schedule: Schedule, options: LevelOptions): SamplerTable {
  const levels = visitedLevels(schedule, options);
  checkSignal(levels);
  return levels.slice(0, -1).flatMap((level, i) => {
    const next = levels[i + 1]!;
    const predicted = straightRow(level, next);
    return i === levels.length - 2 ? [predicted] : [predicted, correction(level, next)];
  });
}

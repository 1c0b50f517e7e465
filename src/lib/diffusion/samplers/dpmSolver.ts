/** DPM-Solver++ of order two, as a multistep and as a singlestep method (Lu et al. 2022b, algorithms 2 and 1). */
import type { Schedule } from '../schedules/index.ts';
import { checkSignal, type Level, type LevelOptions, visitedLevels } from './levels.ts';
import { rowAt, straight, straightRow } from './ode.ts';
import type { SamplerStep, SamplerTable } from './step.ts';

/** D = (1 + 1/2r) x0 − (1/2r) x0_before, r = h_before / h, walked straight along. */
function multistepRow(before: Level, from: Level, to: Level): SamplerStep {
  const { xt, x0 } = straight(from, to);
  const overTwoR = (to.lambda - from.lambda) / (from.lambda - before.lambda) / 2;
  return rowAt(from, {
    xt,
    x0: x0 * (1 + overTwoR),
    earlier: [{ xt: 0, x0: -x0 * overTwoR }],
    noise: 0,
  });
}

/**
 * The table of DPM-Solver++(2M). The first and the last step are of order one.
 *
 * @throws InvalidArgumentError when an option is not allowed
 */
export function makeDpmSolver2MTable(schedule: Schedule, options: LevelOptions): SamplerTable {
  const levels = visitedLevels(schedule, options);
  checkSignal(levels);
  const last = levels.length - 2;
  return levels.slice(0, -1).map((level, i) => {
    const next = levels[i + 1]!;
    if (i === 0 || i === last) return straightRow(level, next);
    return multistepRow(levels[i - 1]!, level, next);
  });
}

/** From `from` to `to` with a query at `middle`: D = (1 − 1/2r) x0 + (1/2r) x0_middle, r the middle's share of the way in λ. */
function singlestepRow(from: Level, middle: Level, to: Level): SamplerStep {
  const { xt, x0 } = straight(from, to);
  const overTwoR = (to.lambda - from.lambda) / (middle.lambda - from.lambda) / 2;
  return rowAt(middle, {
    xt: 0,
    x0: x0 * overTwoR,
    earlier: [{ xt, x0: x0 * (1 - overTwoR) }],
    noise: 0,
  });
}

/**
 * The table of DPM-Solver++(2S): steps in pairs, the first of a pair being the middle of a step over both. The last step is
 * of order one; so is the one before it, where the rest does not make pairs.
 *
 * @throws InvalidArgumentError when an option is not allowed
 */
export function makeDpmSolver2STable(schedule: Schedule, options: LevelOptions): SamplerTable {
  const levels = visitedLevels(schedule, options);
  checkSignal(levels);
  const last = levels.length - 2;
  return levels.slice(0, -1).map((level, i) => {
    const next = levels[i + 1]!;
    const closesPair = i % 2 === 1 && i < last;
    return closesPair ? singlestepRow(levels[i - 1]!, level, next) : straightRow(level, next);
  });
}

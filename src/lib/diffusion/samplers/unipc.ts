/** UniPC of order two: a predictor, and a corrector that uses the next query's answer at no extra cost (Zhao et al. 2023). */
import type { Schedule } from '../schedules/index.ts';
import { checkSignal, type Level, type LevelOptions, visitedLevels } from './levels.ts';
import { rowAt, straight } from './ode.ts';
import type { EarlierFactors, SamplerStep, SamplerTable } from './step.ts';

/** Factors of x, of x0 at `from`, of x0 before it and, for the corrector, of x0 at `to`. */
interface Factors {
  readonly xt: number;
  readonly x0: number;
  readonly before: number;
  readonly after: number;
}

/**
 * A step with x0 = m at `from`: "straight" plus straight.x0 · (ρ · (m_before − m) / r + ρ' · (m_after − m)), as B(h) is
 * chosen equal to e^{−h} − 1 (the paper's B_2), r = (λ_before − λ_from) / h.
 */
function factors(
  from: Level,
  to: Level,
  r: number,
  rhos: { before: number; after: number },
): Factors {
  const { xt, x0 } = straight(from, to);
  const before = rhos.before === 0 ? 0 : (x0 * rhos.before) / r;
  const after = x0 * rhos.after;
  return { xt, x0: x0 - before - after, before, after };
}

/** ρ of the corrector of order two from R(p) ρ = φ / B (eq. 5 and 9), with points r and 1 in units of h. */
function correctorRhos(h: number, r: number): { before: number; after: number } {
  const b = Math.expm1(-h);
  const phi2 = b / -h - 1;
  const phi3 = phi2 / -h - 1 / 2;
  const [first, second] = [phi2 / b, (2 * phi3) / b];
  const before = (first - second) / (1 - r);
  return { before, after: first - before };
}

interface Step {
  readonly predict: Factors;
  readonly correct: Factors;
}

function stepOf(levels: readonly Level[], i: number): Step {
  const [from, to] = [levels[i]!, levels[i + 1]!];
  const h = to.lambda - from.lambda;
  if (i === 0 || i === levels.length - 2) {
    const none = { before: 0, after: 0 };
    const half = { before: 0, after: 1 / 2 };
    return { predict: factors(from, to, 1, none), correct: factors(from, to, 1, half) };
  }
  const r = (levels[i - 1]!.lambda - from.lambda) / h;
  return {
    predict: factors(from, to, r, { before: 1 / 2, after: 0 }),
    correct: factors(from, to, r, correctorRhos(h, r)),
  };
}

/** The row at level i: what the query's answer corrects of the step that led here, then the step that leads on. */
function row(level: Level, { predict }: Step, arrived: Step | undefined): SamplerStep {
  const change = (key: keyof Factors) =>
    arrived ? arrived.correct[key] - arrived.predict[key] : 0;
  const earlier: EarlierFactors[] = [
    { xt: 0, x0: predict.xt * change('x0') + predict.before },
    { xt: 0, x0: predict.xt * change('before') },
  ];
  return rowAt(level, {
    xt: predict.xt,
    x0: predict.xt * change('after') + predict.x0,
    ...(arrived ? { earlier: earlier[1]!.x0 === 0 ? earlier.slice(0, 1) : earlier } : {}),
    noise: 0,
  });
}

/**
 * The table of UniPC-2 with B_2(h). The first and the last step are of order one.
 *
 * @throws InvalidArgumentError when an option is not allowed
 */
export function makeUniPcTable(schedule: Schedule, options: LevelOptions): SamplerTable {
  const levels = visitedLevels(schedule, options);
  checkSignal(levels);
  const steps = levels.slice(0, -1).map((_, i) => stepOf(levels, i));
  return steps.map((step, i) => row(levels[i]!, step, steps[i - 1]));
}

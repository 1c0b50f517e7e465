/**
 * The noise levels that a sampler visits: at each, x = signal · x0 + sigma · ε. Half the logarithm of the signal-to-noise
 * ratio, λ = log(signal / sigma), is the time in which solvers of the probability flow ODE count (Lu et al. 2022).
 */
import { check } from '../checks.ts';
import type { Schedule } from '../schedules/index.ts';
import {
  checkedTimesteps,
  checkSteps,
  spacedTimesteps,
  type TimestepSpacing,
  timestepSpacings,
} from './timesteps.ts';

/** One noise level. */
export interface Level {
  /** The timestep that the network is told; −1 where the walk ends. */
  readonly t: number;
  readonly signal: number;
  readonly sigma: number;
  /** log(signal / sigma); ∞ where no noise is left. */
  readonly lambda: number;
}

/** Which levels to visit. */
export interface LevelOptions {
  /** How many: 1 to T. May be left out when `timesteps` is given. */
  readonly steps?: number;
  /** `trailing` unless told; `karras` for samplers that allow it. */
  readonly spacing?: TimestepSpacing | 'karras';
  /** The visited timesteps themselves, falling, in place of steps and spacing. */
  readonly timesteps?: readonly number[];
  /** Added to every step of `leading`; 0 unless told. */
  readonly stepsOffset?: number;
  /** The largest timestep that the spacing reaches, as if the schedule ended there; T − 1 unless told. */
  readonly startAt?: number;
  /** ᾱ where the walk ends, from ᾱ of its last t to 1; 1, no noise at all, unless told. */
  readonly finalAlphaBar?: number;
}

/** ρ of Karras et al. 2022, eq. 5. */
const rho = 7;

/** The level of a whole timestep. */
export function levelAt(schedule: Schedule, t: number): Level {
  return {
    t,
    signal: Math.sqrt(schedule.alphasCumprod[t]!),
    sigma: Math.sqrt(schedule.oneMinusAlphasCumprod[t]!),
    lambda: schedule.logSnr[t]! / 2,
  };
}

/** The level at a λ, whose t lies between whole timesteps: λ is interpolated between them. */
export function levelAtLambda(schedule: Schedule, lambda: number): Level {
  const { logSnr, T } = schedule;
  let low = 0;
  let high = T - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (logSnr[middle]! / 2 >= lambda) low = middle;
    else high = middle;
  }
  const [above, below] = [logSnr[low]! / 2, logSnr[high]! / 2];
  const share = above === below ? 0 : (above - lambda) / (above - below);
  return {
    t: low + Math.min(1, Math.max(0, share)) * (high - low),
    signal: 1 / Math.sqrt(1 + Math.exp(-2 * lambda)),
    sigma: 1 / Math.sqrt(1 + Math.exp(2 * lambda)),
    lambda,
  };
}

/** Levels whose σ^(1/ρ), σ = sigma / signal, are equally spaced from step T − 1 to step 0 (Karras et al. 2022, eq. 5). */
function karrasLevels(schedule: Schedule, steps: number, lastStep: number): Level[] {
  checkSteps(steps, lastStep + 1);
  const noSignal = schedule.alphasCumprod[lastStep] === 0;
  check(
    !noSignal,
    'spacing',
    'karras',
    'trailing, leading or linspace where the last step holds no signal',
  );
  const rootAt = (t: number) => Math.exp(-schedule.logSnr[t]! / 2 / rho);
  const [first, last] = [rootAt(lastStep), rootAt(0)];
  return Array.from({ length: steps }, (_, i) => {
    if (i === 0) return levelAt(schedule, lastStep);
    if (i === steps - 1) return levelAt(schedule, 0);
    const share = i / (steps - 1);
    return levelAtLambda(schedule, -rho * Math.log(first + share * (last - first)));
  });
}

/** Where a spacing starts. */
function lastStepOf({ T }: Schedule, { startAt = T - 1 }: LevelOptions): number {
  const ok = Number.isInteger(startAt) && startAt >= 0 && startAt < T;
  check(ok, 'startAt', startAt, `an integer from 0 to ${T - 1}`);
  return startAt;
}

/** The visited timesteps as whole numbers. */
export function visitedTimesteps(schedule: Schedule, options: LevelOptions): number[] {
  const { steps, spacing = 'trailing', timesteps, stepsOffset } = options;
  if (timesteps) {
    const agrees = steps === undefined || steps === timesteps.length;
    check(agrees, 'steps', steps, `${timesteps.length}, the length of timesteps, or left out`);
    return checkedTimesteps(timesteps, schedule.T);
  }
  const T = lastStepOf(schedule, options) + 1;
  checkSteps(steps, T);
  const whole = spacing !== 'karras';
  check(whole, 'spacing', spacing, `one of ${timestepSpacings.join(', ')} for this sampler`);
  return spacedTimesteps(T, steps, spacing, stepsOffset);
}

/** Where the walk ends. */
export function finalLevel(schedule: Schedule, last: Level, finalAlphaBar = 1): Level {
  const { alphasCumprod, oneMinusAlphasCumprod } = schedule;
  const lowest = alphasCumprod[Math.floor(last.t)]!;
  const ok = finalAlphaBar > 0 && finalAlphaBar >= lowest && finalAlphaBar <= 1;
  check(ok, 'finalAlphaBar', finalAlphaBar, `a number from ${lowest}, ᾱ of the last step, to 1`);
  const whole = [0, Math.floor(last.t)].find((t) => alphasCumprod[t] === finalAlphaBar);
  const left = whole === undefined ? 1 - finalAlphaBar : oneMinusAlphasCumprod[whole]!;
  const [signal, sigma] = [Math.sqrt(finalAlphaBar), Math.sqrt(left)];
  return { t: -1, signal, sigma, lambda: Math.log(signal / sigma) };
}

/**
 * The visited levels, then the one where the walk ends: one more than there are steps.
 *
 * @throws InvalidArgumentError when an option is not allowed
 */
export function visitedLevels(schedule: Schedule, options: LevelOptions): Level[] {
  const karras = options.spacing === 'karras' && !options.timesteps;
  const levels = karras
    ? karrasLevels(schedule, options.steps!, lastStepOf(schedule, options))
    : visitedTimesteps(schedule, options).map((t) => levelAt(schedule, t));
  return [...levels, finalLevel(schedule, levels.at(-1)!, options.finalAlphaBar)];
}

/** Throws where a level holds no signal, which a solver in log σ cannot start from. */
export function checkSignal(levels: readonly Level[]): void {
  const [first] = levels;
  check(
    first!.signal > 0,
    'schedule',
    first!.t,
    'one whose visited steps hold some signal, for this sampler',
  );
}

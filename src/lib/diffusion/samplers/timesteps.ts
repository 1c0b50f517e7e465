/** Which of a schedule's T steps a sampler visits: three ways of spacing (Lin et al. 2024, table 2), or a list. */
import { check, checkPositiveInteger } from '../checks.ts';

/** How the visited steps are spread over 0 … T − 1. */
export type TimestepSpacing = 'trailing' | 'leading' | 'linspace';

/** Every spacing, in the order in which menus show them. */
export const timestepSpacings: readonly TimestepSpacing[] = ['trailing', 'leading', 'linspace'];

/** To the nearest integer, a tie to the even one. */
function roundTiesToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Throws unless `steps` is a count of visited steps that T allows. */
export function checkSteps(steps: unknown, T: number): asserts steps is number {
  checkPositiveInteger('T', T);
  const ok = Number.isInteger(steps) && (steps as number) >= 1 && (steps as number) <= T;
  check(ok, 'steps', steps, `an integer from 1 to T = ${T}`);
}

/**
 * `steps` different timesteps, falling.
 *
 * `trailing`: T − 1 first, then equal strides; the last is a stride above "before the first step".
 * `leading`: multiples of ⌊T / steps⌋, down to 0, plus the offset; it starts below T − 1.
 * `linspace`: T − 1 first, 0 last; with one step, T − 1.
 *
 * @param T how many steps the schedule has
 * @param steps how many to visit, at most T
 * @param stepsOffset added to each step of `leading`, as far as it stays below T; 0 unless told
 * @throws InvalidArgumentError when T, steps, the spacing or the offset is not allowed
 */
export function spacedTimesteps(
  T: number,
  steps: number,
  spacing: TimestepSpacing,
  stepsOffset = 0,
): number[] {
  checkSteps(steps, T);
  const known = timestepSpacings.includes(spacing);
  check(known, 'spacing', spacing, `one of ${timestepSpacings.join(', ')}`);
  const stride = Math.floor(T / steps);
  const room = T - 1 - (steps - 1) * stride;
  const offsetOk = Number.isInteger(stepsOffset) && stepsOffset >= 0;
  const fits = spacing !== 'leading' || stepsOffset <= room;
  check(offsetOk && fits, 'stepsOffset', stepsOffset, `an integer from 0 to ${room}`);
  const gaps = Math.max(1, steps - 1);
  return Array.from({ length: steps }, (_, i) => {
    if (spacing === 'leading') return (steps - 1 - i) * stride + stepsOffset;
    if (spacing === 'linspace') return roundTiesToEven(((T - 1) * (gaps - i)) / gaps);
    return roundTiesToEven((T * (steps - i)) / steps) - 1;
  });
}

/**
 * A copy of a list of timesteps, when it is one: integers from 0 to T − 1, each below the one before.
 *
 * @throws InvalidArgumentError that names the entry
 */
export function checkedTimesteps(timesteps: readonly number[], T: number): number[] {
  check(timesteps.length > 0, 'timesteps', timesteps, 'a list of at least one timestep');
  timesteps.forEach((t, i) => {
    const inside = Number.isInteger(t) && t >= 0 && t < T;
    check(inside, `timesteps[${i}]`, t, `an integer from 0 to ${T - 1}`);
    const before = timesteps[i - 1];
    const falls = before === undefined || t < before;
    check(
      falls,
      `timesteps[${i}]`,
      t,
      `below timesteps[${i - 1}] = ${before}, as the list must fall`,
    );
  });
  return [...timesteps];
}

/** Which of a schedule's T steps a sampler visits, in three ways of spacing (Lin et al. 2024, table 2). */
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

/**
 * `steps` different timesteps, falling.
 *
 * `trailing`: T − 1 first, then equal strides; the last is a stride above "before the first step".
 * `leading`: multiples of ⌊T / steps⌋, down to 0; it starts below T − 1.
 * `linspace`: T − 1 first, 0 last; with one step, T − 1.
 *
 * @param T how many steps the schedule has
 * @param steps how many to visit, at most T
 * @throws InvalidArgumentError when T, steps or the spacing is not allowed
 */
export function spacedTimesteps(T: number, steps: number, spacing: TimestepSpacing): number[] {
  checkPositiveInteger('T', T);
  const ok = Number.isInteger(steps) && steps >= 1 && steps <= T;
  check(ok, 'steps', steps, `an integer from 1 to T = ${T}`);
  const known = timestepSpacings.includes(spacing);
  check(known, 'spacing', spacing, `one of ${timestepSpacings.join(', ')}`);
  const stride = Math.floor(T / steps);
  const gaps = Math.max(1, steps - 1);
  return Array.from({ length: steps }, (_, i) => {
    if (spacing === 'leading') return (steps - 1 - i) * stride;
    if (spacing === 'linspace') return roundTiesToEven(((T - 1) * (gaps - i)) / gaps);
    return roundTiesToEven((T * (steps - i)) / steps) - 1;
  });
}

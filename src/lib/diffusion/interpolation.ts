/** Ways between two draws of noise: along the sphere on which noise lies (Shoemake 1985), and straight through it. */
import { check, checkLength } from './checks.ts';
import { combine, type Numbers } from './numbers.ts';

/** √Σ x². */
export function norm(x: Numbers): number {
  let squares = 0;
  for (let i = 0; i < x.length; i++) squares += x[i]! * x[i]!;
  return Math.sqrt(squares);
}

/** The angle between two vectors in [0, π], from half the distance and half the sum of their directions (Kahan 2006). */
function angleBetween(from: Numbers, to: Numbers): number {
  const [lengthFrom, lengthTo] = [norm(from), norm(to)];
  const apart = norm(combine(1 / lengthFrom, from, -1 / lengthTo, to));
  const together = norm(combine(1 / lengthFrom, from, 1 / lengthTo, to));
  return 2 * Math.atan2(apart, together);
}

/**
 * Spherical interpolation: sin((1 − share) ω) / sin ω · from + sin(share ω) / sin ω · to, ω the angle between them
 * (Shoemake 1985, section 3.3; Song et al. 2021a, eq. 67).
 *
 * @param share 0 gives `from`, 1 gives `to`
 * @returns as long as `from` and of its kind; where both have the same length, of that length too
 * @throws InvalidArgumentError when share is outside [0, 1], the lengths differ, one of the two is zero, or they point
 *   in opposite directions
 */
export function slerp<A extends Numbers>(from: A, to: Numbers, share: number): A {
  check(share >= 0 && share <= 1, 'share', share, 'a number from 0 to 1');
  checkLength('to', to, from.length, 'from');
  for (const [name, x] of [['from', from] as const, ['to', to] as const]) {
    check(norm(x) > 0, name, x, 'not zero everywhere');
  }
  const omega = angleBetween(from, to);
  const sine = Math.sin(omega);
  check(omega < Math.PI - 1e-9, 'to', to, 'not opposite to from');
  // Where the two point the same way, the sphere between them is straight.
  if (sine < 1e-12) return combine(1 - share, from, share, to);
  return combine(Math.sin((1 - share) * omega) / sine, from, Math.sin(share * omega) / sine, to);
}

/**
 * Linear interpolation, (1 − share) · from + share · to. Between two independent draws of noise its length falls to 1/√2.
 *
 * @throws InvalidArgumentError when share is outside [0, 1] or the lengths differ
 */
export function lerp<A extends Numbers>(from: A, to: Numbers, share: number): A {
  check(share >= 0 && share <= 1, 'share', share, 'a number from 0 to 1');
  checkLength('to', to, from.length, 'from');
  return combine(1 - share, from, share, to);
}

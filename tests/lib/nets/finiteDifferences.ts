/** Checks any gradient against central differences, in double precision. */

/**
 * The largest difference between a gradient and (f(p + h) − f(p − h)) / 2h, as a share of the
 * gradient's largest entry. `f` reads `parameters`, which are put back as they were.
 */
export function gradientError(
  f: () => number,
  parameters: Float64Array,
  gradient: ArrayLike<number>,
  h = 1e-5,
): number {
  let worst = 0;
  let largest = 0;
  for (let i = 0; i < parameters.length; i++) {
    const here = parameters[i]!;
    parameters[i] = here + h;
    const above = f();
    parameters[i] = here - h;
    const below = f();
    parameters[i] = here;
    const slope = (above - below) / (2 * h);
    worst = Math.max(worst, Math.abs(slope - gradient[i]!));
    largest = Math.max(largest, Math.abs(slope));
  }
  return worst / largest;
}

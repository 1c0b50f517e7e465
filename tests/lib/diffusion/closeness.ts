/** Measures of error for the tests: always the largest one, never a sum in which errors may cancel. */

/** |actual − expected| / |expected|; the plain difference where 0 is expected. */
export function relativeError(actual: number, expected: number): number {
  if (actual === expected) return 0;
  const error = Math.abs(actual - expected);
  return expected === 0 ? error : error / Math.abs(expected);
}

/** The largest relative error of any entry; infinite when the lengths differ or one is NaN. */
export function largestRelativeError(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
): number {
  return largest(actual, expected, relativeError);
}

/** The largest difference of any entry; infinite when the lengths differ or one is NaN. */
export function largestError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  return largest(actual, expected, (a, b) => (a === b ? 0 : Math.abs(a - b)));
}

function largest(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  measure: (a: number, b: number) => number,
): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < actual.length; i++) {
    const error = measure(actual[i]!, expected[i]!);
    if (Number.isNaN(error)) return Number.POSITIVE_INFINITY;
    most = Math.max(most, error);
  }
  return most;
}

/** The largest absolute value. */
export function largestSize(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most;
}

/** ∫ f from a to b by Simpson's rule with an even number of intervals. */
export function integrate(
  f: (x: number) => number,
  a: number,
  b: number,
  intervals = 4000,
): number {
  const h = (b - a) / intervals;
  let sum = f(a) + f(b);
  for (let i = 1; i < intervals; i++) sum += (i % 2 === 1 ? 4 : 2) * f(a + i * h);
  return (sum * h) / 3;
}

/** The density of N(mean, variance) at x, from the textbook formula. */
export function gaussian(x: number, mean: number, variance: number): number {
  return Math.exp(-((x - mean) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
}

/** What `call` throws; fails when it throws nothing. */
export function thrownBy(call: () => unknown): Error {
  try {
    call();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('Expected an error, but nothing was thrown.');
}

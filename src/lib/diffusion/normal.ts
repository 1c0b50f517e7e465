/**
 * The normal distribution function and its logarithm, accurate far into both tails: a power series
 * near 0 and a continued fraction beyond (Abramowitz & Stegun 1964, 26.2.11 and 26.2.14).
 */

const LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);

/** Up to here the series; from here the fraction, which needs fewer terms the larger z is. */
const SERIES_END = 2;

/** exp(−z² / 2) with z split, so that the rounding of z² is not multiplied by the exponent's size. */
function bell(z: number): number {
  if (Math.abs(z) > 40) return 0;
  const head = Math.round(z * 16) / 16;
  return Math.exp((-head * head) / 2) * Math.exp((-(z - head) * (z + head)) / 2);
}

/** ∫ from 0 to z of the density: φ(z) (z + z³/3 + z⁵/(3·5) + …). */
function fromZero(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; odd < 80; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return (bell(z) / Math.sqrt(2 * Math.PI)) * sum;
}

/** z + 1/(z + 2/(z + 3/(z + …))), for z ≥ SERIES_END; the upper tail is φ(z) divided by it. */
function tailFraction(z: number): number {
  const terms = 20 + Math.ceil(500 / (z * z));
  let fraction = z;
  for (let k = terms; k >= 1; k--) fraction = z + k / fraction;
  return fraction;
}

/** Φ(z), the probability that a standard normal draw is below z; relative error below 2e-14. */
export function normalCdf(z: number): number {
  if (z > 0) return 1 - normalCdf(-z);
  if (z > -SERIES_END) return 0.5 - fromZero(-z);
  return bell(z) / Math.sqrt(2 * Math.PI) / tailFraction(-z);
}

/** log Φ(z), where Φ itself may be too small for a double. */
export function logNormalCdf(z: number): number {
  if (z > 0) return Math.log1p(-normalCdf(-z));
  if (z > -SERIES_END) return Math.log(normalCdf(z));
  if (z === Number.NEGATIVE_INFINITY) return z;
  return -(z * z) / 2 - LOG_SQRT_2PI - Math.log(tailFraction(-z));
}

/**
 * log(Φ(upper) − Φ(lower)), without cancellation in the tails.
 *
 * @param lower below `upper`; either may be infinite
 */
export function logNormalInterval(lower: number, upper: number): number {
  if (lower > 0) return logNormalInterval(-upper, -lower);
  if (upper > -1) return Math.log(betweenMiddle(lower, upper));
  const logUpper = logNormalCdf(upper);
  return logUpper + Math.log(-Math.expm1(logNormalCdf(lower) - logUpper));
}

/** Φ(upper) − Φ(lower) for lower ≤ 0 and upper > −1, from areas counted from 0. */
function betweenMiddle(lower: number, upper: number): number {
  return area(upper) - area(lower);
}

/** Φ(z) − ½ */
function area(z: number): number {
  const size = Math.abs(z);
  const value = size < SERIES_END ? fromZero(size) : 0.5 - normalCdf(-size);
  return z < 0 ? -value : value;
}

/** Sine and cosine from + − × alone, so that every JavaScript engine gives the same last bit. */

/** π/2 in two parts: the first has so few bits that small multiples of it are exact. */
const HALF_PI_HIGH = 1.570796325802803;
const HALF_PI_LOW = 9.920935796805404e-10;

/** Σ (−1)^k r^(2k+first) / (2k+first)!, from its smallest term; good to 1e-16 for |r| ≤ π/4. */
function alternatingSeries(r: number, first: 0 | 1): number {
  let sum = 1;
  for (let n = 18 + first; n > first; n -= 2) sum = 1 - (sum * r * r) / (n * (n - 1));
  return first === 1 ? sum * r : sum;
}

/**
 * Sine and cosine of an angle in radians, for |angle| up to about 1,000; error below 1e-15.
 *
 * The angle is brought to [−π/4, π/4] by multiples of π/2 (Cody & Waite 1980), then Taylor's
 * series is summed. Math.sin and Math.cos may differ between browsers in their last bit.
 */
export function sineCosine(angle: number): { sine: number; cosine: number } {
  const quarter = Math.round(angle / (HALF_PI_HIGH + HALF_PI_LOW));
  const r = angle - quarter * HALF_PI_HIGH - quarter * HALF_PI_LOW;
  const sine = alternatingSeries(r, 1);
  const cosine = alternatingSeries(r, 0);
  switch (quarter & 3) {
    case 0:
      return { sine, cosine };
    case 1:
      return { sine: cosine, cosine: -sine };
    case 2:
      return { sine: -sine, cosine: -cosine };
    default:
      return { sine: -cosine, cosine: sine };
  }
}

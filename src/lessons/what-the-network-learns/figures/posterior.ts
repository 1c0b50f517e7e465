/** Numbers that sum up a posterior over the training digits, and how far two pictures are apart. */

/** One training digit that x_t may have come from. */
export interface Candidate {
  readonly index: number;
  readonly weight: number;
}

/** The `count` heaviest candidates, heaviest first; of equal ones the first. */
export function heaviest(weights: Float64Array, count: number): Candidate[] {
  const found: Candidate[] = [];
  weights.forEach((weight, index) => {
    if (found.length === count && weight <= found[count - 1]!.weight) return;
    const place = found.findIndex((other) => other.weight < weight);
    found.splice(place < 0 ? found.length : place, 0, { index, weight });
    if (found.length > count) found.pop();
  });
  return found;
}

/** exp(entropy): how many equally likely candidates would leave as much doubt. */
export function effectiveCandidates(weights: Float64Array): number {
  let entropy = 0;
  for (const weight of weights) if (weight > 0) entropy -= weight * Math.log(weight);
  return Math.exp(entropy);
}

/** The root of the mean squared difference of two pictures. */
export function rmsDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum / a.length);
}

/** A positive number with three significant digits, and no exponent where people read none. */
export function threeDigits(value: number): string {
  if (value === 0) return '0';
  if (value >= 1000) return Math.round(value).toLocaleString('en-US');
  if (value < 0.0001) return '< 0.0001';
  return String(Number(value.toPrecision(3)));
}

/** A share as a percentage; what would round to nothing or to all says so. */
export function percent(share: number): string {
  if (share > 0.9999) return '100 %';
  if (share < 0.0001) return '< 0.01 %';
  return `${(100 * share).toPrecision(3)} %`;
}

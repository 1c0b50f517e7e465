/** Counts values into equal bins, and says what a sum of Gaussians would put there. */
import { normalCdf } from '../../../lib/diffusion/index.ts';

/** The bins of every histogram of this lesson: `count` equal ones between `from` and `to`. */
export interface Bins {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Mean and standard deviation of some values. */
export interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

/** Share of the values per unit of x in each bin; values outside count in the whole, not in a bin. */
export function densities(values: ArrayLike<number>, { from, to, count }: Bins): Float64Array {
  const scale = count / (to - from);
  const counts = new Float64Array(count);
  for (let i = 0; i < values.length; i++) {
    const bin = Math.floor((values[i]! - from) * scale);
    if (bin >= 0 && bin < count) counts[bin]! += 1;
  }
  return counts.map((n) => (n / values.length) * scale);
}

/** The middles of the bins. */
export function binCentres({ from, to, count }: Bins): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => from + ((i + 0.5) * (to - from)) / count);
}

/** Mean and standard deviation (of the values themselves: divided by n). */
export function momentsOf(values: ArrayLike<number>): Moments {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / values.length) };
}

/**
 * What `densities` tends to, with more and more values, for draws from
 * q(x_t) = average over x0 of N(signal · x0, noise²) (Ho et al. 2020, eq. 4).
 */
export function expectedDensities(
  x0: ArrayLike<number>,
  weights: { readonly signal: number; readonly noise: number },
  bins: Bins,
): Float64Array {
  const edges = Float64Array.from(
    { length: bins.count + 1 },
    (_, i) => bins.from + (i * (bins.to - bins.from)) / bins.count,
  );
  const below = edges.map((edge) => {
    let sum = 0;
    for (const [value, share] of sharesOf(x0)) {
      sum += share * cdf((edge - weights.signal * value) / weights.noise);
    }
    return sum;
  });
  const width = (bins.to - bins.from) / bins.count;
  return below.subarray(1).map((upper, i) => (upper - below[i]!) / width);
}

const shares = new WeakMap<object, Map<number, number>>();

/** Which values there are, and what part of all each is; kept, since a picture has few grey levels. */
function sharesOf(x0: ArrayLike<number>): Map<number, number> {
  const known = shares.get(x0);
  if (known) return known;
  const found = new Map<number, number>();
  for (let i = 0; i < x0.length; i++) {
    found.set(x0[i]!, (found.get(x0[i]!) ?? 0) + 1 / x0.length);
  }
  shares.set(x0, found);
  return found;
}

const tableEnd = 8;
const tableSteps = 4096;
let table: Float64Array | null = null;

/** Φ(z) from a table, linear in between: the error stays below 5e-7. */
function cdf(z: number): number {
  table ??= Float64Array.from({ length: tableSteps + 2 }, (_, i) =>
    normalCdf(-tableEnd + (2 * tableEnd * i) / tableSteps),
  );
  if (z <= -tableEnd) return 0;
  if (z >= tableEnd) return 1;
  const position = ((z + tableEnd) / (2 * tableEnd)) * tableSteps;
  const index = Math.floor(position);
  return table[index]! + (position - index) * (table[index + 1]! - table[index]!);
}

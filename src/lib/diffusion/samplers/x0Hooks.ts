/** What may be done to a predicted x0 before a sampler uses it: clipping, and dynamic thresholding. */
import { check, checkBatch, checkPositiveInteger } from '../checks.ts';
import { emptyLike, type Numbers } from '../numbers.ts';
import type { X0Hook } from './walk.ts';

/**
 * Clips every number to [−limit, limit] (Ho et al. 2020 clip to the range of the data, [−1, 1]).
 *
 * @throws InvalidArgumentError when the limit is not above 0
 */
export function clipX0(limit = 1): X0Hook {
  check(limit > 0, 'limit', limit, 'a number above 0');
  return (x0) => {
    const out = emptyLike(x0);
    for (let i = 0; i < x0.length; i++) out[i] = Math.max(-limit, Math.min(limit, x0[i]!));
    return out;
  };
}

/** How dynamic thresholding finds its threshold. */
export interface DynamicThreshold {
  /** The share of |x0| of an image that stays as it is; 0.995 unless told. */
  readonly percentile?: number;
  /** No threshold above this; none unless told. */
  readonly mostThreshold?: number;
}

/** The value below which a share of the sorted numbers lies, interpolated linearly. */
function quantile(sorted: Numbers, share: number): number {
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const above = sorted[Math.min(sorted.length - 1, low + 1)]!;
  return sorted[low]! + (place - low) * (above - sorted[low]!);
}

/**
 * Dynamic thresholding (Saharia et al. 2022, section 2.3): for each image, s is the percentile of |x0|, at least 1; x0 is
 * clipped to [−s, s] and divided by s, so that no image leaves [−1, 1] and few pixels sit at its ends.
 *
 * @param dim numbers in an image
 * @throws InvalidArgumentError when an option is not allowed or, when used, x0 does not hold whole images
 */
export function dynamicThreshold(dim: number, options: DynamicThreshold = {}): X0Hook {
  const { percentile = 0.995, mostThreshold = Number.POSITIVE_INFINITY } = options;
  checkPositiveInteger('dim', dim);
  check(
    percentile > 0 && percentile <= 1,
    'percentile',
    percentile,
    'a number from 0 (excluded) to 1',
  );
  check(mostThreshold >= 1, 'mostThreshold', mostThreshold, 'a number of at least 1');
  return (x0) => {
    const count = checkBatch('x0', x0, dim);
    const out = emptyLike(x0);
    for (let image = 0; image < count; image++) {
      const from = image * dim;
      const sizes = x0
        .slice(from, from + dim)
        .map(Math.abs)
        .sort();
      const s = Math.min(mostThreshold, Math.max(1, quantile(sizes as Numbers, percentile)));
      for (let i = from; i < from + dim; i++) out[i] = Math.max(-s, Math.min(s, x0[i]!)) / s;
    }
    return out;
  };
}

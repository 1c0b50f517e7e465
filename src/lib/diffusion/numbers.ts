/** Batches of numbers: flat typed arrays, single or double precision, and results of the same kind. */

/** A batch of numbers, flattened. Functions return the same kind as their input. */
export type Numbers = Float32Array | Float64Array;

/** A new zero-filled array of the same precision as `like`. */
export function emptyLike<A extends Numbers>(like: A, length: number = like.length): A {
  const made = like instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
  return made as A;
}

/** a · x + b · y, entry by entry, in float64 and of the kind of x. */
export function combine<A extends Numbers>(a: number, x: A, b: number, y: Numbers): A {
  const out = emptyLike(x);
  for (let i = 0; i < x.length; i++) out[i] = a * x[i]! + b * y[i]!;
  return out;
}

/** The largest entry; −∞ of none. */
export function largest(values: ArrayLike<number>): number {
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) max = Math.max(max, values[i]!);
  return max;
}

/** log Σ exp(values), without overflow or underflow. */
export function logSumExp(values: ArrayLike<number>): number {
  const max = largest(values);
  if (!Number.isFinite(max)) return max;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i]! - max);
  return max + Math.log(sum);
}

/** Replaces log-weights by weights that sum to 1 (a softmax), in place. */
export function normaliseLogWeights(logWeights: Float64Array): Float64Array {
  const max = largest(logWeights);
  let sum = 0;
  for (let i = 0; i < logWeights.length; i++) {
    const weight = Math.exp(logWeights[i]! - max);
    logWeights[i] = weight;
    sum += weight;
  }
  for (let i = 0; i < logWeights.length; i++) logWeights[i]! /= sum;
  return logWeights;
}

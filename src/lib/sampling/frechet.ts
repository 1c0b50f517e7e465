/**
 * The squared Fréchet distance between Gaussians fitted to two sets of features (Dowson and Landau 1982;
 * Heusel et al. 2017, eq. 6), in float64.
 */

/** The mean and covariance of a set of features. */
interface Gaussian {
  readonly mean: Float64Array;
  /** [dim, dim], symmetric, divided by count − 1. */
  readonly covariance: Float64Array;
}

function fitGaussian(features: ArrayLike<number>, dim: number): Gaussian {
  const count = features.length / dim;
  if (!Number.isInteger(count) || count < 2) {
    throw new RangeError(`features must be at least two rows of ${dim} numbers.`);
  }
  const mean = new Float64Array(dim);
  for (let i = 0; i < features.length; i++) mean[i % dim]! += features[i]! / count;
  const covariance = new Float64Array(dim * dim);
  const centred = new Float64Array(dim);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < dim; i++) centred[i] = features[row * dim + i]! - mean[i]!;
    for (let i = 0; i < dim; i++) {
      for (let j = 0; j <= i; j++) covariance[i * dim + j]! += centred[i]! * centred[j]!;
    }
  }
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j <= i; j++) {
      covariance[j * dim + i] = covariance[i * dim + j]! /= count - 1;
    }
  }
  return { mean, covariance };
}

/** A symmetric matrix as V diag(values) Vᵀ; columns of `vectors`, [dim, dim], are the eigenvectors. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

const mostSweeps = 60;

/** The cosine and sine that make a_pq zero (Golub and Van Loan 2013, algorithm 8.5.1). */
function rotationFor(app: number, apq: number, aqq: number): { cos: number; sin: number } {
  const tau = (aqq - app) / (2 * apq);
  const tan = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.hypot(1, tau));
  const cos = 1 / Math.hypot(1, tan);
  return { cos, sin: tan * cos };
}

/** Columns p and q of a matrix become their rotation; with `rows`, rows p and q. */
function rotate(
  matrix: Float64Array,
  dim: number,
  [p, q]: readonly [number, number],
  { cos, sin }: { cos: number; sin: number },
  rows: boolean,
): void {
  const [step, a, b] = rows ? [1, p * dim, q * dim] : [dim, p, q];
  for (let k = 0; k < dim; k++) {
    const [left, right] = [matrix[a + k * step]!, matrix[b + k * step]!];
    matrix[a + k * step] = cos * left - sin * right;
    matrix[b + k * step] = sin * left + cos * right;
  }
}

/** Σ of the squares beside the diagonal, and of all. */
function squares(matrix: Float64Array, dim: number): { beside: number; all: number } {
  let beside = 0;
  let all = 0;
  for (const [i, value] of matrix.entries()) {
    all += value * value;
    if (i % (dim + 1) !== 0) beside += value * value;
  }
  return { beside, all };
}

/**
 * The eigenvalues and eigenvectors of a symmetric matrix, by cyclic Jacobi rotations.
 *
 * @param matrix [dim, dim]; it is copied
 */
export function symmetricEigen(matrix: Float64Array, dim: number): Eigen {
  const a = matrix.slice();
  const vectors = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) vectors[i * dim + i] = 1;
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    const { beside, all } = squares(a, dim);
    if (beside <= 1e-30 * all) break;
    for (let p = 0; p < dim; p++) {
      for (let q = p + 1; q < dim; q++) {
        if (a[p * dim + q] === 0) continue;
        const rotation = rotationFor(a[p * dim + p]!, a[p * dim + q]!, a[q * dim + q]!);
        rotate(a, dim, [p, q], rotation, false);
        rotate(a, dim, [p, q], rotation, true);
        rotate(vectors, dim, [p, q], rotation, false);
      }
    }
  }
  return { values: Float64Array.from({ length: dim }, (_, i) => a[i * dim + i]!), vectors };
}

/** [dim, dim] times [dim, dim]. */
function product(a: Float64Array, b: Float64Array, dim: number): Float64Array {
  const out = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) {
    for (let k = 0; k < dim; k++) {
      const factor = a[i * dim + k]!;
      for (let j = 0; j < dim; j++) out[i * dim + j]! += factor * b[k * dim + j]!;
    }
  }
  return out;
}

/** The symmetric square root of a covariance; what rounding made negative counts as 0. */
function squareRoot(covariance: Float64Array, dim: number): Float64Array {
  const { values, vectors } = symmetricEigen(covariance, dim);
  const scaled = vectors.map((value, i) => value * Math.sqrt(Math.max(0, values[i % dim]!)));
  const transposed = vectors.map((_, i) => vectors[(i % dim) * dim + Math.floor(i / dim)]!);
  return product(scaled, transposed, dim);
}

function trace(matrix: Float64Array, dim: number): number {
  let sum = 0;
  for (let i = 0; i < dim; i++) sum += matrix[i * dim + i]!;
  return sum;
}

/**
 * ‖μ_a − μ_b‖² + tr(C_a + C_b − 2 (C_a^½ C_b C_a^½)^½).
 *
 * @param a, b [count, dim] each, at least two rows
 * @throws RangeError when a set has fewer rows or no whole rows
 */
export function frechetDistance(a: ArrayLike<number>, b: ArrayLike<number>, dim: number): number {
  const [one, two] = [fitGaussian(a, dim), fitGaussian(b, dim)];
  const between = one.mean.reduce((sum, value, i) => sum + (value - two.mean[i]!) ** 2, 0);
  const root = squareRoot(one.covariance, dim);
  const inner = product(product(root, two.covariance, dim), root, dim);
  const { values } = symmetricEigen(inner, dim);
  const cross = values.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
  return between + trace(one.covariance, dim) + trace(two.covariance, dim) - 2 * cross;
}

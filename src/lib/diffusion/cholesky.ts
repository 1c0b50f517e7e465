/** Small dense matrices, row by row in flat arrays: Cholesky factor, its inverse, products. */

/**
 * The lower triangular L with L Lᵀ = A, or undefined when the symmetric A is not positive definite.
 *
 * @param a dim × dim, flattened
 */
export function cholesky(a: Float64Array, dim: number): Float64Array | undefined {
  const lower = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = a[i * dim + j]!;
      for (let k = 0; k < j; k++) rest -= lower[i * dim + k]! * lower[j * dim + k]!;
      if (i === j && !(rest > 0 && Number.isFinite(rest))) return undefined;
      lower[i * dim + j] = i === j ? Math.sqrt(rest) : rest / lower[j * dim + j]!;
    }
  }
  return lower;
}

/** The inverse of a lower triangular matrix, lower triangular itself. */
export function invertLower(lower: Float64Array, dim: number): Float64Array {
  const inverse = new Float64Array(dim * dim);
  for (let j = 0; j < dim; j++) {
    inverse[j * dim + j] = 1 / lower[j * dim + j]!;
    for (let i = j + 1; i < dim; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum += lower[i * dim + k]! * inverse[k * dim + j]!;
      inverse[i * dim + j] = -sum / lower[i * dim + i]!;
    }
  }
  return inverse;
}

/** Wᵀ W. With W = L⁻¹ it is A⁻¹, the precision matrix of a covariance A. */
export function gram(w: Float64Array, dim: number): Float64Array {
  const product = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j < dim; j++) {
      let sum = 0;
      for (let k = 0; k < dim; k++) sum += w[k * dim + i]! * w[k * dim + j]!;
      product[i * dim + j] = sum;
    }
  }
  return product;
}

/** factor · A B. */
export function multiply(
  a: Float64Array,
  b: Float64Array,
  dim: number,
  factor: number,
): Float64Array {
  const product = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j < dim; j++) {
      let sum = 0;
      for (let k = 0; k < dim; k++) sum += a[i * dim + k]! * b[k * dim + j]!;
      product[i * dim + j] = factor * sum;
    }
  }
  return product;
}

/** What one linear layer can make of its inputs: least squares over all timesteps, with a trace of ridge. */

/** Fits `weights · inputs + bias` to a target given at every row, and returns the fitted values. */
export type LinearFit = (target: ArrayLike<number>) => Float64Array;

/** Keeps the weights finite where inputs all but repeat each other; in units of the mean square of an input. */
const ridge = 1e-9;

/**
 * Prepares the fit for fixed inputs (rows of one length); a bias is added.
 * The normal equations are factorised once, so that a fit costs two products and two triangular solves.
 */
export function makeLinearFit(rows: readonly ArrayLike<number>[]): LinearFit {
  const inputs = rows.map((row) => Float64Array.from([...Array.from(row), 1]));
  const width = inputs[0]!.length;
  const gram = Array.from({ length: width }, () => new Float64Array(width));
  for (const row of inputs) {
    for (let i = 0; i < width; i++) {
      for (let j = 0; j <= i; j++) gram[i]![j]! += row[i]! * row[j]!;
    }
  }
  const trace = gram.reduce((sum, row, i) => sum + row[i]!, 0);
  for (let i = 0; i < width; i++) gram[i]![i]! += (ridge * trace) / width;
  const lower = cholesky(gram);
  return (target) => {
    const moments = new Float64Array(width);
    inputs.forEach((row, r) => {
      for (let i = 0; i < width; i++) moments[i]! += row[i]! * target[r]!;
    });
    const weights = solve(lower, moments);
    return Float64Array.from(inputs, (row) =>
      row.reduce((sum, value, i) => sum + value * weights[i]!, 0),
    );
  };
}

/** The lower factor L of a positive definite matrix L Lᵀ, given by its lower triangle. */
function cholesky(matrix: readonly Float64Array[]): Float64Array[] {
  const lower = matrix.map((row) => Float64Array.from(row));
  for (let i = 0; i < lower.length; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = lower[i]![j]!;
      for (let k = 0; k < j; k++) sum -= lower[i]![k]! * lower[j]![k]!;
      lower[i]![j] = i === j ? Math.sqrt(sum) : sum / lower[j]![j]!;
    }
  }
  return lower;
}

/** Solves L Lᵀ x = b. */
function solve(lower: readonly Float64Array[], b: Float64Array): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < x.length; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[i]![k]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  for (let i = x.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < x.length; k++) x[i]! -= lower[k]![i]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  return x;
}

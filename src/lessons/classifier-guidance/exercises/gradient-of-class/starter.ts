/** The gradient of log p(y | x) by x, for a classifier whose logits are the products of its rows of weights with x. */
export function gradLogProbability(x: number[], weights: number[][], y: number): number[] {
  // TODO: the logits, the probabilities, then the row of y less the mean row.
  return x;
}

/** The gradient of log p(y | x) by x, for a classifier whose logits are the products of its rows of weights with x. */
export function gradLogProbability(x: number[], weights: number[][], y: number): number[] {
  const logits = weights.map((row) => x.reduce((sum, value, i) => sum + row[i]! * value, 0));
  const most = Math.max(...logits);
  const parts = logits.map((logit) => Math.exp(logit - most));
  const all = parts.reduce((sum, part) => sum + part, 0);
  const p = parts.map((part) => part / all);
  return x.map((_, i) => {
    const mean = weights.reduce((sum, row, k) => sum + p[k]! * row[i]!, 0);
    return weights[y]![i]! - mean;
  });
}

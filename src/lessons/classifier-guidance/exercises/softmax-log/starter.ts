/** The log-probability of class y, from a classifier's logits; sound for logits of any size. */
export function logProbability(logits: number[], y: number): number {
  // TODO: the logit of y, less the logarithm of the sum of all exponentials. Mind large logits.
  return 0;
}

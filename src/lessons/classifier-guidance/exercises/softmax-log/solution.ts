/** The log-probability of class y, from a classifier's logits; sound for logits of any size. */
export function logProbability(logits: number[], y: number): number {
  const most = Math.max(...logits);
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - most);
  return logits[y]! - most - Math.log(sum);
}

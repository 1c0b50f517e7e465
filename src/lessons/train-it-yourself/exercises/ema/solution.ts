/** The averaged weights after a step: a share `decay` of what they were, and the rest from the weights as they are now. */
export function emaUpdate(average: number[], weights: number[], decay: number): number[] {
  return average.map((value, i) => decay * value + (1 - decay) * weights[i]!);
}

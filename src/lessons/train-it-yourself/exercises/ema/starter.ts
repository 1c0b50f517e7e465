/** The averaged weights after a step: a share `decay` of what they were, and the rest from the weights as they are now. */
export function emaUpdate(average: number[], weights: number[], decay: number): number[] {
  // TODO: mix the average and the weights in a new list.
  return average;
}

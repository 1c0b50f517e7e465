/** The simple loss of one prediction: the mean squared difference to the true noise. */
export function simpleLoss(eps: number[], epsPred: number[]): number {
  // TODO: square the differences, and take their mean.
  return 0;
}

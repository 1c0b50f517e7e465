/** How the learning rate and the averaging of the weights begin. */

/**
 * Rises evenly over the warm-up, then stays: a run can be stopped or lengthened at any step without
 * changing what came before.
 *
 * @param step updates made before this one
 */
export function learningRateAt(
  step: number,
  { learningRate, warmup }: { readonly learningRate: number; readonly warmup: number },
): number {
  return step < warmup ? (learningRate * (step + 1)) / warmup : learningRate;
}

/**
 * The decay of the exponential moving average of the weights: small while there is little to average,
 * so that the random first weights are soon forgotten.
 *
 * @param step updates made before this one
 * @param decay the decay in the long run
 */
export function emaDecayAt(step: number, decay: number): number {
  return Math.min(decay, (2 + step) / (11 + step));
}

/** The learning rate of a step, counted from 0: it rises evenly to the peak over the warm-up, and then stays there. */
export function learningRateAt(step: number, peak: number, warmup: number): number {
  return step < warmup ? (peak * (step + 1)) / warmup : peak;
}

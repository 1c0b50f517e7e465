/** The noisy picture x_t: the clean picture and noise, mixed so that a share alphaBar of the variance is the picture's. */
export function forwardSample(x0: number[], eps: number[], alphaBar: number): number[] {
  // TODO: weigh x0 and eps, and add them up.
  return x0;
}

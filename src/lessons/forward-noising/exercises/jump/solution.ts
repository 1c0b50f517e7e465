/** The noisy picture x_t: the clean picture and noise, mixed so that a share alphaBar of the variance is the picture's. */
export function forwardSample(x0: number[], eps: number[], alphaBar: number): number[] {
  const signal = Math.sqrt(alphaBar);
  const noise = Math.sqrt(1 - alphaBar);
  return x0.map((value, i) => signal * value + noise * eps[i]!);
}

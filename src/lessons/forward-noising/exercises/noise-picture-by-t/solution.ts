/** The noisy picture at timestep t: one jump, with the product of all that the steps 0 to t keep. */
export function noiseAt(x0: number[], eps: number[], t: number, betas: number[]): number[] {
  let alphaBar = 1;
  for (let i = 0; i <= t; i++) alphaBar *= 1 - betas[i]!;
  const signal = Math.sqrt(alphaBar);
  const noise = Math.sqrt(1 - alphaBar);
  return x0.map((value, i) => signal * value + noise * eps[i]!);
}

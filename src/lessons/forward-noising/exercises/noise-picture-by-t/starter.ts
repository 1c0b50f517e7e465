/** The noisy picture at timestep t: one jump, with the product of all that the steps 0 to t keep. */
export function noiseAt(x0: number[], eps: number[], t: number, betas: number[]): number[] {
  // TODO: multiply what the steps keep.
  // TODO: jump.
  return x0;
}

/** The walk of DDIM with eta 0, from noise to a clean picture; predict asks the network for the noise. */
export async function sample(
  xT: number[],
  timesteps: number[],
  alphasCumprod: number[],
  predict: (x: number[], t: number) => Promise<number[]>,
): Promise<number[]> {
  // TODO: visit the timesteps one after the other; ask the network at each, and take a step.
  return xT;
}

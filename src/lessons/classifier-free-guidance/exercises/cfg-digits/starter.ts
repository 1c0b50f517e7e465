/** A picture from the noise xT: a DDIM walk over the timesteps, guided with scale w, with each predicted clean picture clipped to [−1, 1]. */
export async function guidedSample(
  xT: number[],
  timesteps: number[],
  alphasCumprod: number[],
  predict: (x: number[], t: number, withClass: boolean) => Promise<number[]>,
  w: number,
): Promise<number[]> {
  const x = xT;
  for (const [k, t] of timesteps.entries()) {
    const cond = await predict(x, t, true);
    // TODO: ask without the class too, guide, predict and clip the clean picture, go to the next timestep.
  }
  return x;
}

/** For each visited timestep: the share of signal there, and the share where the step leads. */
export function stepPairs(timesteps: number[], alphasCumprod: number[]): [number, number][] {
  // TODO: make a pair for every visited timestep; the last one leads to 1.
  return [];
}

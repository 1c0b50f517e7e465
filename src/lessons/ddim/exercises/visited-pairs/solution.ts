/** For each visited timestep: the share of signal there, and the share where the step leads. */
export function stepPairs(timesteps: number[], alphasCumprod: number[]): [number, number][] {
  const pairs: [number, number][] = [];
  for (let i = 0; i < timesteps.length; i++) {
    const last = i === timesteps.length - 1;
    const alphaBar = alphasCumprod[timesteps[i]!]!;
    const alphaBarNext = last ? 1 : alphasCumprod[timesteps[i + 1]!]!;
    pairs.push([alphaBar, alphaBarNext]);
  }
  return pairs;
}

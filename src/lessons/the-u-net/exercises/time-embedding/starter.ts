/** The timestep as a list of dim numbers: first half of them sines, then half of them cosines. */
export function timestepEmbedding(t: number, dim: number): number[] {
  const half = dim / 2;
  // TODO: compute the frequency of each k below half, and collect sines and cosines.
  return [];
}

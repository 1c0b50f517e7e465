/** The timestep as a list of dim numbers: first half of them sines, then half of them cosines. */
export function timestepEmbedding(t: number, dim: number): number[] {
  const half = dim / 2;
  const sines: number[] = [];
  const cosines: number[] = [];
  for (let k = 0; k < half; k++) {
    const frequency = 10000 ** (-k / (half - 1));
    sines.push(Math.sin(t * frequency));
    cosines.push(Math.cos(t * frequency));
  }
  return [...sines, ...cosines];
}

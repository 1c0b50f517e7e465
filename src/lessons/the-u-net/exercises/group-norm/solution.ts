/** GroupNorm without scale and shift: each group of neighbouring channels gets mean 0 and standard deviation 1. */
export function groupNorm(x: number[][], groups: number): number[][] {
  const size = x.length / groups;
  return x.map((channel, c) => {
    const first = c - (c % size);
    const values = x.slice(first, first + size).flat();
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return channel.map((value) => (value - mean) / Math.sqrt(variance + 1e-5));
  });
}

/** The betas of the linear schedule: T numbers at equal distances, from first to last. */
export function linearBetas(T: number, first: number, last: number): number[] {
  const gap = (last - first) / Math.max(1, T - 1);
  return Array.from({ length: T }, (_, t) => first + t * gap);
}

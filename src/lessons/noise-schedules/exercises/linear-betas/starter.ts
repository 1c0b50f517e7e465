/** The betas of the linear schedule: T numbers at equal distances, from first to last. */
export function linearBetas(T: number, first: number, last: number): number[] {
  // TODO: make a list of T numbers.
  return [];
}

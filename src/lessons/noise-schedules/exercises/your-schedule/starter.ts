/** The betas of a schedule of your own, for any number of steps. */
export function makeBetas(T: number): number[] {
  // TODO: invent a schedule.
  return [];
}

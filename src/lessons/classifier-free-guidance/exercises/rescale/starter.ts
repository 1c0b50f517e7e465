/** The guided picture with a share of the spread that guidance added taken back. */
export function rescaleGuidance(guided: number[], cond: number[], share: number): number[] {
  // TODO: find both standard deviations, then scale the guided picture and mix.
  return guided;
}

/** ᾱ_t of the cosine schedule with T steps and offset s, not clipped. */
export function cosineAlphasCumprod(T: number, s: number): number[] {
  // TODO: write f, and make the list of T numbers from it.
  return [];
}

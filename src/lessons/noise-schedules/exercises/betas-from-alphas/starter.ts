/** The betas whose running products of 1 − β are the given ᾱ, none larger than most. */
export function betasFromAlphasCumprod(alphasCumprod: number[], most: number): number[] {
  // TODO: compare each ᾱ with the one before it.
  return alphasCumprod;
}

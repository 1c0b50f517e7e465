/** The betas whose running products of 1 − β are the given ᾱ, none larger than most. */
export function betasFromAlphasCumprod(alphasCumprod: number[], most: number): number[] {
  const betas: number[] = [];
  let before = 1;
  for (const alphaBar of alphasCumprod) {
    betas.push(Math.min(1 - alphaBar / before, most));
    before = alphaBar;
  }
  return betas;
}

/** ᾱ_t for every t: the share of the variance that is left after the steps 0 to t. */
export function alphasCumprod(betas: number[]): number[] {
  // TODO: multiply the shares that the steps keep, and note the product after each step.
  return betas;
}

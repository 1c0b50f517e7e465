/** 1 − ᾱ_t for every t: the share of the variance that is noise after the steps 0 to t. */
export function oneMinusAlphasCumprod(betas: number[]): number[] {
  // TODO: for betas = [0.0001] this gives 0.000100017 and not 0.0001.
  const result: number[] = [];
  let product = 1;
  for (const beta of betas) {
    product = Math.fround(product * (1 - beta));
    result.push(1 - product);
  }
  return result;
}

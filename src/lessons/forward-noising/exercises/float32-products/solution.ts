/** 1 − ᾱ_t for every t: the share of the variance that is noise after the steps 0 to t. */
export function oneMinusAlphasCumprod(betas: number[]): number[] {
  const result: number[] = [];
  let product = 1;
  for (const beta of betas) {
    product = product * (1 - beta);
    result.push(1 - product);
  }
  return result;
}

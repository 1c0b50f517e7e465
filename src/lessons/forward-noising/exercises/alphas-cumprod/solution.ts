/** ᾱ_t for every t: the share of the variance that is left after the steps 0 to t. */
export function alphasCumprod(betas: number[]): number[] {
  const result: number[] = [];
  let product = 1;
  for (const beta of betas) {
    product *= 1 - beta;
    result.push(product);
  }
  return result;
}

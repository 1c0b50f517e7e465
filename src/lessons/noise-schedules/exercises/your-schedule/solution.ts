/** The betas of a schedule of your own, for any number of steps. */
export function makeBetas(T: number): number[] {
  const alphaBar = (n: number) => Math.cos((n / T) * (Math.PI / 2)) ** 2;
  return Array.from({ length: T }, (_, t) => {
    const beta = 1 - alphaBar(t + 1) / alphaBar(t);
    return Math.min(beta, 0.999);
  });
}

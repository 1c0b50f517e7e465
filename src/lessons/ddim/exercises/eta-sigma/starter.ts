/** The deviation of the fresh noise in a DDIM step; eta says how much of the noise is fresh. */
export function sigmaOf(alphaBar: number, alphaBarNext: number, eta: number): number {
  // TODO: multiply eta and the two roots.
  return 0;
}

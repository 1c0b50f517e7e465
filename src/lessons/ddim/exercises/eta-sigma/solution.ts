/** The deviation of the fresh noise in a DDIM step; eta says how much of the noise is fresh. */
export function sigmaOf(alphaBar: number, alphaBarNext: number, eta: number): number {
  const ofNoise = Math.sqrt((1 - alphaBarNext) / (1 - alphaBar));
  const ofStretch = Math.sqrt(1 - alphaBar / alphaBarNext);
  return eta * ofNoise * ofStretch;
}

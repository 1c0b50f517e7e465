/** The natural logarithm of the signal-to-noise ratio at a given ᾱ. */
export function logSnr(alphaBar: number): number {
  return Math.log(alphaBar / (1 - alphaBar));
}

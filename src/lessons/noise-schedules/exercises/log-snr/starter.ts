/** The natural logarithm of the signal-to-noise ratio at a given ᾱ. */
export function logSnr(alphaBar: number): number {
  // TODO: divide signal by noise, and take the logarithm.
  return alphaBar;
}

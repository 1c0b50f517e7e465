/** The score at x_t, from the predicted noise. */
export function scoreFromEps(epsPred: number[], alphaBar: number): number[] {
  // TODO: turn the noise round, and divide it by its weight.
  return epsPred;
}

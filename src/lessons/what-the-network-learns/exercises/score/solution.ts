/** The score at x_t, from the predicted noise. */
export function scoreFromEps(epsPred: number[], alphaBar: number): number[] {
  const noise = Math.sqrt(1 - alphaBar);
  return epsPred.map((value) => -value / noise);
}

/** The clean picture that goes with a prediction of the noise in x_t. */
export function x0FromEps(xt: number[], epsPred: number[], alphaBar: number): number[] {
  const signal = Math.sqrt(alphaBar);
  const noise = Math.sqrt(1 - alphaBar);
  return xt.map((value, i) => (value - noise * epsPred[i]!) / signal);
}

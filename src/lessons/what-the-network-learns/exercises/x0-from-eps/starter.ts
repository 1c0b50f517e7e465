/** The clean picture that goes with a prediction of the noise in x_t. */
export function x0FromEps(xt: number[], epsPred: number[], alphaBar: number): number[] {
  // TODO: take the noise out of xt, and undo the shrinking.
  return xt;
}

/** The mean of DDPM's step back from xt, written with the predicted noise. */
export function meanFromEps(
  xt: number[],
  epsPred: number[],
  alpha: number,
  alphaBar: number,
): number[] {
  // TODO: take a part of the predicted noise out of xt, and undo the shrinking of this step.
  return xt;
}

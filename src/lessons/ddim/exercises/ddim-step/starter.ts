/** A DDIM step with eta 0: the predicted picture and the predicted noise, mixed anew at another noise level. */
export function ddimStep(
  xt: number[],
  epsPred: number[],
  alphaBar: number,
  alphaBarNext: number,
): number[] {
  // TODO: work out the clean guess, and mix it with the predicted noise at the new level.
  return xt;
}

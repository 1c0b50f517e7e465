/** DDPM's step from one visited noise level to the next; z is fresh noise. */
export function ancestralStep(
  xt: number[],
  epsPred: number[],
  z: number[],
  levels: { alphaBar: number; alphaBarPrev: number },
): number[] {
  // TODO: work out the clean guess, and cut it off at −1 and 1.
  // TODO: work out the mean of the step.
  // TODO: add fresh noise.
  return xt;
}

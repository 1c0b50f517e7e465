/** DDPM's step back from xt at timestep t, with the large variance; z is fresh noise. */
export function ddpmStep(
  xt: number[],
  epsPred: number[],
  t: number,
  betas: number[],
  z: number[],
): number[] {
  // TODO: compute the mean of the step.
  // TODO: add fresh noise, but not at the last step.
  return xt;
}

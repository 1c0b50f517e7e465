/** The posterior's variance at timestep t: what is open about x_{t−1} for someone who knows x_t and x_0. */
export function posteriorVariance(betas: number[], t: number): number {
  // TODO: multiply up ᾱ of the step before t and ᾱ of t, and put them into the formula.
  return 0;
}

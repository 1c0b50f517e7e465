/** The posterior's variance at timestep t: what is open about x_{t−1} for someone who knows x_t and x_0. */
export function posteriorVariance(betas: number[], t: number): number {
  let alphaBarPrev = 1;
  for (let i = 0; i < t; i++) alphaBarPrev *= 1 - betas[i]!;
  const alphaBar = alphaBarPrev * (1 - betas[t]!);
  return ((1 - alphaBarPrev) / (1 - alphaBar)) * betas[t]!;
}

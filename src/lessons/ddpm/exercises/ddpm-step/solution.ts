/** DDPM's step back from xt at timestep t, with the large variance; z is fresh noise. */
export function ddpmStep(
  xt: number[],
  epsPred: number[],
  t: number,
  betas: number[],
  z: number[],
): number[] {
  const beta = betas[t]!;
  let alphaBar = 1;
  for (let i = 0; i <= t; i++) alphaBar *= 1 - betas[i]!;
  const part = beta / Math.sqrt(1 - alphaBar);
  const sigma = t > 0 ? Math.sqrt(beta) : 0;
  return xt.map((value, i) => {
    const mean = (value - part * epsPred[i]!) / Math.sqrt(1 - beta);
    return mean + sigma * z[i]!;
  });
}

/** The walk of DDIM with eta 0, from noise to a clean picture; predict asks the network for the noise. */
export async function sample(
  xT: number[],
  timesteps: number[],
  alphasCumprod: number[],
  predict: (x: number[], t: number) => Promise<number[]>,
): Promise<number[]> {
  let x = xT;
  for (let i = 0; i < timesteps.length; i++) {
    const t = timesteps[i]!;
    const last = i === timesteps.length - 1;
    const alphaBar = alphasCumprod[t]!;
    const alphaBarNext = last ? 1 : alphasCumprod[timesteps[i + 1]!]!;
    const eps = await predict(x, t);
    x = x.map((value, j) => {
      const x0 = (value - Math.sqrt(1 - alphaBar) * eps[j]!) / Math.sqrt(alphaBar);
      return Math.sqrt(alphaBarNext) * x0 + Math.sqrt(1 - alphaBarNext) * eps[j]!;
    });
  }
  return x;
}

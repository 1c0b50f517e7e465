/** A picture from the noise xT: a DDIM walk over the timesteps, guided with scale w, with each predicted clean picture clipped to [−1, 1]. */
export async function guidedSample(
  xT: number[],
  timesteps: number[],
  alphasCumprod: number[],
  predict: (x: number[], t: number, withClass: boolean) => Promise<number[]>,
  w: number,
): Promise<number[]> {
  let x = xT;
  for (const [k, t] of timesteps.entries()) {
    const next = timesteps[k + 1] ?? -1;
    const alphaBarNext = next < 0 ? 1 : alphasCumprod[next]!;
    const signal = Math.sqrt(alphasCumprod[t]!);
    const sigma = Math.sqrt(1 - alphasCumprod[t]!);
    const cond = await predict(x, t, true);
    const uncond = await predict(x, t, false);
    x = x.map((value, i) => {
      const eps = uncond[i]! + w * (cond[i]! - uncond[i]!);
      const x0 = Math.max(-1, Math.min(1, (value - sigma * eps) / signal));
      const noise = (value - signal * x0) / sigma;
      return Math.sqrt(alphaBarNext) * x0 + Math.sqrt(1 - alphaBarNext) * noise;
    });
  }
  return x;
}

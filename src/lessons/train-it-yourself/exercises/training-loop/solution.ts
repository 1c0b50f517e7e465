/** Trains a network once: makes the noisy input, lets the network learn from it, and reports the timestep and the loss. */
export async function trainOnce(
  x0: number[],
  t: number,
  eps: number[],
  betas: number[],
  update: (xt: number[], t: number, target: number[]) => Promise<number>,
): Promise<{ t: number; loss: number }> {
  let alphaBar = 1;
  for (let s = 0; s <= t; s++) alphaBar *= 1 - betas[s]!;
  const signal = Math.sqrt(alphaBar);
  const noise = Math.sqrt(1 - alphaBar);
  const xt = x0.map((value, i) => signal * value + noise * eps[i]!);
  const loss = await update(xt, t, eps);
  return { t, loss };
}

/** One training example: what the network is shown, and what it should answer. */
export function trainingExample(
  x0: number[],
  eps: number[],
  t: number,
  betas: number[],
): { input: number[]; target: number[] } {
  let alphaBar = 1;
  for (let s = 0; s <= t; s++) alphaBar *= 1 - betas[s]!;
  const signal = Math.sqrt(alphaBar);
  const noise = Math.sqrt(1 - alphaBar);
  const input = x0.map((value, i) => signal * value + noise * eps[i]!);
  return { input, target: eps };
}

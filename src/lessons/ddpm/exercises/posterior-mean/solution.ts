/** The mean of DDPM's step back from xt, written with the predicted noise. */
export function meanFromEps(
  xt: number[],
  epsPred: number[],
  alpha: number,
  alphaBar: number,
): number[] {
  const part = (1 - alpha) / Math.sqrt(1 - alphaBar);
  const shrunk = Math.sqrt(alpha);
  return xt.map((value, i) => (value - part * epsPred[i]!) / shrunk);
}

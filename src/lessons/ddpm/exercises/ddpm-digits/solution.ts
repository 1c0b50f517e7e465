/** DDPM's step from one visited noise level to the next; z is fresh noise. */
export function ancestralStep(
  xt: number[],
  epsPred: number[],
  z: number[],
  levels: { alphaBar: number; alphaBarPrev: number },
): number[] {
  const { alphaBar, alphaBarPrev } = levels;
  const alpha = alphaBar / alphaBarPrev;
  const beta = 1 - alpha;
  const ofX0 = (Math.sqrt(alphaBarPrev) * beta) / (1 - alphaBar);
  const ofXt = (Math.sqrt(alpha) * (1 - alphaBarPrev)) / (1 - alphaBar);
  const sigma = Math.sqrt(((1 - alphaBarPrev) / (1 - alphaBar)) * beta);
  return xt.map((value, i) => {
    const guess = (value - Math.sqrt(1 - alphaBar) * epsPred[i]!) / Math.sqrt(alphaBar);
    const x0 = Math.max(-1, Math.min(1, guess));
    return ofX0 * x0 + ofXt * value + sigma * z[i]!;
  });
}

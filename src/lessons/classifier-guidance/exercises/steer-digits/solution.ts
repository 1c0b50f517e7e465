/** The next noisy picture of a walk that a classifier steers: one DDIM step, with the predicted clean picture clipped to [−1, 1]. */
export function guidedStep(
  xt: number[],
  epsPred: number[],
  gradient: number[],
  levels: { alphaBar: number; alphaBarNext: number },
  scale: number,
): number[] {
  const { alphaBar, alphaBarNext } = levels;
  const signal = Math.sqrt(alphaBar);
  const sigma = Math.sqrt(1 - alphaBar);
  return xt.map((x, i) => {
    const eps = epsPred[i]! - scale * sigma * gradient[i]!;
    const x0 = Math.max(-1, Math.min(1, (x - sigma * eps) / signal));
    const noise = (x - signal * x0) / sigma;
    return Math.sqrt(alphaBarNext) * x0 + Math.sqrt(1 - alphaBarNext) * noise;
  });
}

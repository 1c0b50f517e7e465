/** The next noisy picture of a walk that a classifier steers: one DDIM step, with the predicted clean picture clipped to [−1, 1]. */
export function guidedStep(
  xt: number[],
  epsPred: number[],
  gradient: number[],
  levels: { alphaBar: number; alphaBarNext: number },
  scale: number,
): number[] {
  // TODO: guide the noise, predict the clean picture and clip it, find its noise, go to the next level.
  return xt;
}

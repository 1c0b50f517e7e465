/** A DDIM step with eta 0: the predicted picture and the predicted noise, mixed anew at another noise level. */
export function ddimStep(
  xt: number[],
  epsPred: number[],
  alphaBar: number,
  alphaBarNext: number,
): number[] {
  return xt.map((value, i) => {
    const x0 = (value - Math.sqrt(1 - alphaBar) * epsPred[i]!) / Math.sqrt(alphaBar);
    return Math.sqrt(alphaBarNext) * x0 + Math.sqrt(1 - alphaBarNext) * epsPred[i]!;
  });
}

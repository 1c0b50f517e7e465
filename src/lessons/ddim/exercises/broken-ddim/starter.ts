/** A DDIM step from one noise level to another; eta says how much of the noise is fresh. */
export function ddimStep(
  xt: number[],
  epsPred: number[],
  z: number[],
  levels: { alphaBar: number; alphaBarNext: number; eta: number },
): number[] {
  // TODO: with eta = 0 the digits are right, with eta = 1 they are full of speckle. Find the fault.
  const { alphaBar, alphaBarNext, eta } = levels;
  const ofNoise = Math.sqrt((1 - alphaBarNext) / (1 - alphaBar));
  const sigma = eta * ofNoise * Math.sqrt(1 - alphaBar / alphaBarNext);
  const ofEps = Math.sqrt(1 - alphaBarNext);
  return xt.map((value, i) => {
    const x0 = (value - Math.sqrt(1 - alphaBar) * epsPred[i]!) / Math.sqrt(alphaBar);
    return Math.sqrt(alphaBarNext) * x0 + ofEps * epsPred[i]! + sigma * z[i]!;
  });
}

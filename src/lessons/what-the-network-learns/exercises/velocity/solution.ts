/** The velocity: the noise with the picture's weight, minus the picture with the noise's weight. */
export function vFrom(x0: number[], eps: number[], alphaBar: number): number[] {
  const signal = Math.sqrt(alphaBar);
  const noise = Math.sqrt(1 - alphaBar);
  return x0.map((value, i) => signal * eps[i]! - noise * value);
}

/** The noise that goes with a velocity, once x_t is known. */
export function epsFromV(xt: number[], v: number[], alphaBar: number): number[] {
  const signal = Math.sqrt(alphaBar);
  const noise = Math.sqrt(1 - alphaBar);
  return xt.map((value, i) => signal * v[i]! + noise * value);
}

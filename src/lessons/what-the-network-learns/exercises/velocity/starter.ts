/** The velocity: the noise with the picture's weight, minus the picture with the noise's weight. */
export function vFrom(x0: number[], eps: number[], alphaBar: number): number[] {
  // TODO: weigh eps and x0, and take one from the other.
  return x0;
}

/** The noise that goes with a velocity, once x_t is known. */
export function epsFromV(xt: number[], v: number[], alphaBar: number): number[] {
  // TODO: weigh v and xt so that x0 cancels and eps is left.
  return v;
}

/** The picture after one noising step: the picture before it, shrunk, and noise of variance beta. */
export function forwardStep(xPrev: number[], z: number[], beta: number): number[] {
  // TODO: shrink xPrev, and add noise of variance beta.
  return xPrev;
}

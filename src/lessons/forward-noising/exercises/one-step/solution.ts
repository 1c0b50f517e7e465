/** The picture after one noising step: the picture before it, shrunk, and noise of variance beta. */
export function forwardStep(xPrev: number[], z: number[], beta: number): number[] {
  const keep = Math.sqrt(1 - beta);
  const add = Math.sqrt(beta);
  return xPrev.map((value, i) => keep * value + add * z[i]!);
}

/** The guided noise: the predicted noise, less what would make the classifier surer, in units of noise. */
export function guideEps(
  epsPred: number[],
  gradient: number[],
  alphaBar: number,
  scale: number,
): number[] {
  // TODO: take the gradient off, with the right weight.
  return epsPred;
}

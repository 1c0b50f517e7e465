/** The guided noise: the predicted noise, less what would make the classifier surer, in units of noise. */
export function guideEps(
  epsPred: number[],
  gradient: number[],
  alphaBar: number,
  scale: number,
): number[] {
  const weight = scale * Math.sqrt(1 - alphaBar);
  return epsPred.map((eps, i) => eps - weight * gradient[i]!);
}

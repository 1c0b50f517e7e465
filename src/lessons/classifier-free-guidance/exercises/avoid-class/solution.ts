/** The guided prediction, away from a class to avoid if there is one, and away from “no class” otherwise. */
export function guideAway(
  predictions: { uncond: number[]; cond: number[]; avoid: number[] | null },
  w: number,
): number[] {
  const { uncond, cond, avoid } = predictions;
  const start = avoid ?? uncond;
  return cond.map((wanted, i) => start[i]! + w * (wanted - start[i]!));
}

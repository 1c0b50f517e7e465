/** The guided prediction, away from a class to avoid if there is one, and away from “no class” otherwise. */
export function guideAway(
  predictions: { uncond: number[]; cond: number[]; avoid: number[] | null },
  w: number,
): number[] {
  // TODO: choose where the walk starts, then walk towards cond and past it.
  return [];
}

/** The guided prediction: from the one without a class towards the one with it, w times as far. */
export function guide(epsUncond: number[], epsCond: number[], w: number): number[] {
  return epsUncond.map((uncond, i) => uncond + w * (epsCond[i]! - uncond));
}

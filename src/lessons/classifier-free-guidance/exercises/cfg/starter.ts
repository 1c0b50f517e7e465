/** The guided prediction: from the one without a class towards the one with it, w times as far. */
export function guide(epsUncond: number[], epsCond: number[], w: number): number[] {
  // TODO: start from epsUncond, and walk towards epsCond and past it.
  return epsCond;
}

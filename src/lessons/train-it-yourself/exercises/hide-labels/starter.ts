/** The classes that the network is told: each is the true one, or, where its draw falls below the share, the null class. */
export function hideLabels(
  classes: number[],
  draws: number[],
  share: number,
  nullClass: number,
): number[] {
  // TODO: put the null class in place of some of the labels.
  return classes;
}

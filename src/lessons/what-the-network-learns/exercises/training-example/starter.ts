/** One training example: what the network is shown, and what it should answer. */
export function trainingExample(
  x0: number[],
  eps: number[],
  t: number,
  betas: number[],
): { input: number[]; target: number[] } {
  // TODO: find the share of the signal at t, from the betas.
  // TODO: mix the input, and choose the target.
  return { input: x0, target: x0 };
}

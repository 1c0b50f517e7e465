/** Trains a network once: makes the noisy input, lets the network learn from it, and reports the timestep and the loss. */
export async function trainOnce(
  x0: number[],
  t: number,
  eps: number[],
  betas: number[],
  update: (xt: number[], t: number, target: number[]) => Promise<number>,
): Promise<{ t: number; loss: number }> {
  // TODO: find the share of the signal at t, and mix xt.
  // TODO: wait for the update, and report its loss.
  return { t, loss: 0 };
}

/** The guidance scale that holds at timestep t: w from one timestep to another, both included, and no guidance elsewhere. */
export function scaleAt(t: number, w: number, from: number, to: number): number {
  // TODO: guide only inside the interval.
  return w;
}

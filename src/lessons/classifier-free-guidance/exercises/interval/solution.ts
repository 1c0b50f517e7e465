/** The guidance scale that holds at timestep t: w from one timestep to another, both included, and no guidance elsewhere. */
export function scaleAt(t: number, w: number, from: number, to: number): number {
  return t >= from && t <= to ? w : 1;
}

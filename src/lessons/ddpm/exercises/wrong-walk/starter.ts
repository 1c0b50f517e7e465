/** The timesteps that a walk of so many steps visits, out of a schedule of T, the noisiest first. */
export function timesteps(T: number, steps: number): number[] {
  // TODO: pictures that are drawn along this list come out as speckled mush. Find the fault.
  const visited: number[] = [];
  for (let i = 0; i < steps; i++) {
    visited.push(steps - 1 - i);
  }
  return visited;
}

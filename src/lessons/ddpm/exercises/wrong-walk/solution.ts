/** The timesteps that a walk of so many steps visits, out of a schedule of T, the noisiest first. */
export function timesteps(T: number, steps: number): number[] {
  const stride = T / steps;
  const visited: number[] = [];
  for (let i = 0; i < steps; i++) {
    visited.push(T - 1 - i * stride);
  }
  return visited;
}

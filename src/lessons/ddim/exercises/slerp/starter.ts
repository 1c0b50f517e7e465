/** The noise between a and b, along the sphere: a at u = 0, b at u = 1. */
export function slerp(a: number[], b: number[], u: number): number[] {
  // TODO: this is the straight line. Find the angle, and weigh with sines.
  return a.map((value, i) => (1 - u) * value + u * b[i]!);
}

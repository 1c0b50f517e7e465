/** The noise between a and b, along the sphere: a at u = 0, b at u = 1. */
export function slerp(a: number[], b: number[], u: number): number[] {
  let [dot, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!;
    squaresA += a[i]! ** 2;
    squaresB += b[i]! ** 2;
  }
  const omega = Math.acos(dot / Math.sqrt(squaresA * squaresB));
  const ofA = Math.sin((1 - u) * omega) / Math.sin(omega);
  const ofB = Math.sin(u * omega) / Math.sin(omega);
  return a.map((value, i) => ofA * value + ofB * b[i]!);
}

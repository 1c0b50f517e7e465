/** SiLU and ReLU with their slopes. */

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** x · sigmoid(x). */
export const silu = (x: number): number => x * sigmoid(x);

/** The derivative of SiLU. */
export const siluSlope = (x: number): number => sigmoid(x) * (1 + x * (1 - sigmoid(x)));

/** max(0, x). */
export const relu = (x: number): number => Math.max(0, x);

/** The derivative of ReLU; at 0, where it has none, 0. */
export const reluSlope = (x: number): number => (x > 0 ? 1 : 0);

/** Where SiLU is lowest, by bisection on its slope. */
export function siluLowest(): number {
  let [low, high] = [-2, -1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (siluSlope(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** What Adam remembers: running means of the gradients and of their squares, and how many steps were taken. */
interface AdamState {
  m: number[];
  v: number[];
  step: number;
}

/** One step of Adam: the moved parameters, and what it remembers for the next step. */
export function adamStep(
  theta: number[],
  gradient: number[],
  state: AdamState,
  learningRate: number,
): AdamState & { theta: number[] } {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  const step = state.step + 1;
  const m = state.m.map((value, i) => beta1 * value + (1 - beta1) * gradient[i]!);
  const v = state.v.map((value, i) => beta2 * value + (1 - beta2) * gradient[i]! ** 2);
  const moved = theta.map((value, i) => {
    const mean = m[i]! / (1 - beta1 ** step);
    const square = v[i]! / (1 - beta2 ** step);
    return value - (learningRate * mean) / (Math.sqrt(square) + epsilon);
  });
  return { theta: moved, m, v, step };
}

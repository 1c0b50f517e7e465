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
  // TODO: count the step, and update m and v.
  // TODO: correct both for their start at zero, and move theta.
  return { theta, ...state };
}

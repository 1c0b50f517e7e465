/** SiLU from tfjs's own kernels: x σ(x), with derivative σ(x) (1 + x (1 − σ(x))). */
import type { Device, TensorInfo } from '../device.ts';
import type { Kernel } from '../kernel.ts';
import { add, multiply, scaled, shifted, using } from './arithmetic.ts';

const sigmoid = (d: Device, x: TensorInfo) => d.run('Sigmoid', { x });

/** x σ(x). */
export const siluForward = (d: Device, x: TensorInfo): TensorInfo =>
  using(d, [sigmoid(d, x)], (s) => multiply(d, x, s!));

/** gradient · (σ + x σ (1 − σ)). */
export function siluBackward(d: Device, x: TensorInfo, gradient: TensorInfo): TensorInfo {
  const s = sigmoid(d, x);
  const rest = using(d, [scaled(d, s, -1)], (minus) => shifted(d, minus!, 1));
  const active = multiply(d, x, s);
  const bend = multiply(d, active, rest);
  const slope = add(d, s, bend);
  const result = multiply(d, gradient, slope);
  d.free(s, rest, active, bend, slope);
  return result;
}

export const silu: Kernel = {
  forward: ({ device, inputs }) => siluForward(device, inputs[0]!),
  backward: ({ device, inputs, gradient }) => [siluBackward(device, inputs[0]!, gradient)],
};

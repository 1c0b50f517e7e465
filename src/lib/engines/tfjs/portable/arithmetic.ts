/** Elementwise arithmetic and sums over tfjs kernels that every backend has; each result is the caller's to free. */
import { countOf, type Device, reshaped, type TensorInfo } from '../device.ts';

export const multiply = (d: Device, a: TensorInfo, b: TensorInfo) => d.run('Multiply', { a, b });
export const add = (d: Device, a: TensorInfo, b: TensorInfo) => d.run('Add', { a, b });
export const subtract = (d: Device, a: TensorInfo, b: TensorInfo) => d.run('Sub', { a, b });

/** A number as a tensor. */
export const scalar = (d: Device, value: number) => d.upload(new Float32Array([value]), []);

/** value · x. */
export function scaled(d: Device, x: TensorInfo, value: number): TensorInfo {
  const factor = scalar(d, value);
  const result = multiply(d, x, factor);
  d.free(factor);
  return result;
}

/** x + value. */
export function shifted(d: Device, x: TensorInfo, value: number): TensorInfo {
  const term = scalar(d, value);
  const result = add(d, x, term);
  d.free(term);
  return result;
}

/** Sum over axes, which are dropped. */
export function sum(d: Device, x: TensorInfo, axis: readonly number[]): TensorInfo {
  return d.run('Sum', { x }, { axis: [...axis], keepDims: false });
}

/** Sum of all rows of a matrix-like tensor [..., columns]: [columns]. */
export function sumRows(d: Device, x: TensorInfo): TensorInfo {
  const columns = x.shape.at(-1)!;
  return sum(d, reshaped(x, [countOf(x.shape) / columns, columns]), [0]);
}

/** a · b of matrices, each transposed first if asked. */
export function matMul(
  d: Device,
  a: TensorInfo,
  b: TensorInfo,
  { transposeA = false, transposeB = false } = {},
): TensorInfo {
  return d.run('BatchMatMul', { a, b }, { transposeA, transposeB });
}

/** Runs `make` on intermediate tensors that are freed after it. */
export function using<Result>(
  d: Device,
  tensors: readonly TensorInfo[],
  make: (...tensors: readonly TensorInfo[]) => Result,
): Result {
  const result = make(...tensors);
  d.free(...tensors);
  return result;
}

/** Between PyTorch's axis order and the engine's: filters are [height, width, in, out] on the device, all else is alike. */
import type { Parameter } from '../../nets/graph.ts';
import { type Shape, sizeOf } from '../../nets/shapes.ts';

const isFilter = (shape: Shape) => shape.length === 4;

/** The shape on the device of a parameter of PyTorch's shape. */
export function deviceShape(shape: Shape): Shape {
  if (!isFilter(shape)) return shape;
  const [channelsOut, channelsIn, height, width] = shape as [number, number, number, number];
  return [height, width, channelsIn, channelsOut];
}

/** Calls `visit` with the index of each filter value in both orders. */
function eachFilterValue(shape: Shape, visit: (torch: number, device: number) => void): void {
  const [channelsOut, channelsIn, height, width] = shape as [number, number, number, number];
  const pixels = height * width;
  for (let o = 0; o < channelsOut; o++) {
    for (let i = 0; i < channelsIn; i++) {
      for (let p = 0; p < pixels; p++) {
        visit((o * channelsIn + i) * pixels + p, (p * channelsIn + i) * channelsOut + o);
      }
    }
  }
}

/** Copies values from PyTorch's order into `out` in the device's. */
export function toDevice(values: Float32Array, shape: Shape, out: Float32Array): Float32Array {
  if (!isFilter(shape)) out.set(values);
  else
    eachFilterValue(shape, (torch, device) => {
      out[device] = values[torch]!;
    });
  return out;
}

/** Values in PyTorch's order from the device's. */
export function fromDevice(values: Float32Array, shape: Shape): Float32Array<ArrayBuffer> {
  const out = new Float32Array(sizeOf(shape));
  if (!isFilter(shape)) out.set(values);
  else
    eachFilterValue(shape, (torch, device) => {
      out[torch] = values[device]!;
    });
  return out;
}

/** Buffers may be bound at multiples of 256 bytes. */
const alignment = 64;
export const aligned = (count: number, to = alignment): number => Math.ceil(count / to) * to;

/** Where each parameter lies in one flat array, in the graph's order. */
export interface FlatLayout {
  readonly offsets: ReadonlyMap<string, number>;
  readonly sizes: ReadonlyMap<string, number>;
  readonly total: number;
}

/** A flat layout in which every parameter starts at a place that can be bound, or at a multiple of `step`. */
export function flatLayout(parameters: readonly Parameter[], step = alignment): FlatLayout {
  const offsets = new Map<string, number>();
  const sizes = new Map<string, number>();
  let total = 0;
  for (const { name, shape } of parameters) {
    offsets.set(name, total);
    sizes.set(name, sizeOf(shape));
    total += aligned(sizeOf(shape), step);
  }
  return { offsets, sizes, total };
}

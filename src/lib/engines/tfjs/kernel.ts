/** What the engine asks of each step's implementation: forward, and backward from the gradient of its output. */
import type { PlanStep } from '../plan.ts';
import type { Device, TensorInfo } from './device.ts';

/** A step at work on a batch. The tensors belong to the caller. */
export interface Call {
  readonly device: Device;
  readonly step: PlanStep;
  readonly batch: number;
  readonly inputs: readonly TensorInfo[];
  readonly parameters: readonly TensorInfo[];
}

/** Where a step puts the gradients of its parameters. */
export interface GradientSink {
  /** Hands over a gradient of the parameter's shape in the engine's layout. */
  put(name: string, gradient: TensorInfo): void;
  /**
   * Where a step that writes in place puts its gradients: the place of its first parameter, with the second
   * parameter's gradient `secondAt` numbers further on.
   */
  place(name: string): { readonly tensor: TensorInfo; readonly secondAt: number };
}

/** The backward half of a call. */
export interface BackwardCall extends Call {
  readonly output: TensorInfo;
  /** Of the output's shape. */
  readonly gradient: TensorInfo;
  /** Which inputs need a gradient. */
  readonly wanted: readonly boolean[];
  /** Null where gradients of parameters are not wanted. */
  readonly sink: GradientSink | null;
}

/** One kind of step. Each tensor that it returns is the caller's to free. */
export interface Kernel {
  forward(call: Call): TensorInfo;
  /** Gradients by input; null where none is wanted or there is none. */
  backward(call: BackwardCall): readonly (TensorInfo | null)[];
}

/** The place of a step's gradients, for kernels that always write them. */
export function placeOf(sink: GradientSink | null, name: string) {
  if (!sink) throw new Error(`The gradient of "${name}" needs a place on this backend.`);
  return sink.place(name);
}

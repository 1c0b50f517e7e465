/** Group normalisation from tfjs's own kernels (Wu and He 2018): mean and variance over the pixels and channels of a group. */
import { type Device, reshaped, type TensorInfo } from '../device.ts';
import type { BackwardCall, Call, Kernel } from '../kernel.ts';
import { add, multiply, shifted, subtract, sumRows, using } from './arithmetic.ts';

const epsilon = 1e-5;

const meanOf = (d: Device, x: TensorInfo) => d.run('Mean', { x }, { axis: [1, 3], keepDims: true });

/** [B, H, W, C] seen as [B, H W, groups, C / groups]. */
function grouped({ shape }: TensorInfo, groups: number): number[] {
  const [batch, height, width, channels] = shape as [number, number, number, number];
  return [batch, height * width, groups, channels / groups];
}

interface Normalised {
  /** (x − mean) / √(variance + ε), in groups. */
  readonly xHat: TensorInfo;
  /** 1 / √(variance + ε), one a group. */
  readonly inverse: TensorInfo;
}

function normalise({ device: d, inputs, step }: Call): Normalised {
  const x = reshaped(inputs[0]!, grouped(inputs[0]!, step.settings.groups!));
  const centred = using(d, [meanOf(d, x)], (mean) => subtract(d, x, mean!));
  const variance = using(d, [multiply(d, centred, centred)], (square) => meanOf(d, square!));
  const inverse = using(d, [variance], (v) =>
    using(d, [shifted(d, v!, epsilon)], (sum) => d.run('Rsqrt', { x: sum! })),
  );
  const xHat = multiply(d, centred, inverse);
  d.free(centred);
  return { xHat, inverse };
}

/** rstd (g − mean g − x̂ mean(g x̂)) for the gradient g of x̂. */
function inputGradient(d: Device, { xHat, inverse }: Normalised, g: TensorInfo): TensorInfo {
  const along = using(d, [multiply(d, g, xHat)], (product) => meanOf(d, product!));
  const part = using(d, [along], (mean) => multiply(d, xHat, mean!));
  const centred = using(d, [meanOf(d, g)], (mean) => subtract(d, g, mean!));
  const rest = subtract(d, centred, part);
  const result = multiply(d, rest, inverse);
  d.free(part, centred, rest);
  return result;
}

function backward(call: BackwardCall): readonly (TensorInfo | null)[] {
  const { device: d, inputs, parameters, gradient, step, sink } = call;
  const { shape } = inputs[0]!;
  const normalised = normalise(call);
  const { xHat, inverse } = normalised;
  if (sink) {
    const flat = reshaped(xHat, shape);
    const weightGradient = using(d, [multiply(d, gradient, flat)], (p) => sumRows(d, p!));
    sink.put(step.parameters[0]!, weightGradient);
    sink.put(step.parameters[1]!, sumRows(d, gradient));
  }
  const g = multiply(d, gradient, parameters[0]!);
  const dx = inputGradient(d, normalised, reshaped(g, grouped(g, step.settings.groups!)));
  d.free(g, xHat, inverse);
  return [reshaped(dx, shape)];
}

export const groupNorm: Kernel = {
  forward(call) {
    const { device: d, inputs, parameters } = call;
    const { xHat, inverse } = normalise(call);
    const scaledUp = multiply(d, reshaped(xHat, inputs[0]!.shape), parameters[0]!);
    const result = add(d, scaledUp, parameters[1]!);
    d.free(xHat, inverse, scaledUp);
    return result;
  },
  backward,
};

/**
 * A small fully connected noise predictor for tiny images, forward and backward by hand in plain arrays:
 * linear → SiLU → linear → SiLU → linear on the pixels of x_t beside the sinusoidal embedding of t
 * (Ho et al. 2020, Algorithm 1). It is small enough to train in a page that loads no tensor library.
 */
import { type Rng, timestepEmbedding } from '../diffusion/index.ts';
import { type AdamState, adamStep, makeAdamState } from './adam.ts';

/** Sizes of the layers. */
export interface PixelDenoiserShape {
  /** Pixels of an image, in and out. */
  readonly pixels: number;
  /** Length of the timestep embedding (even). */
  readonly embedding: number;
  /** Width of both hidden layers. */
  readonly hidden: number;
}

/** Weights are stored `[out, in]`, row by row, as PyTorch's `nn.Linear` stores them. */
export interface PixelDenoiser {
  readonly shape: PixelDenoiserShape;
  /** weight 1, bias 1, weight 2, bias 2, weight 3, bias 3, one after the other. */
  readonly parameters: Float32Array;
}

/** A batch: `xt` and `eps` are `[batch, pixels]`, `timesteps` is `[batch]`. */
export interface DenoiserBatch {
  readonly xt: Float32Array;
  readonly timesteps: ArrayLike<number>;
  readonly eps: Float32Array;
}

interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** Offset of the weight in the parameters; the bias follows it. */
  readonly offset: number;
}

function layersOf({ pixels, embedding, hidden }: PixelDenoiserShape): readonly Layer[] {
  const sizes = [pixels + embedding, hidden, hidden, pixels];
  let offset = 0;
  return sizes.slice(1).map((outputs, i) => {
    const layer = { inputs: sizes[i]!, outputs, offset };
    offset += outputs * (layer.inputs + 1);
    return layer;
  });
}

/** Number of trainable numbers. */
export function countParameters(shape: PixelDenoiserShape): number {
  return layersOf(shape).reduce((sum, layer) => sum + layer.outputs * (layer.inputs + 1), 0);
}

/** Random weights: uniform in ±1/√inputs, as `nn.Linear` starts; the last layer starts at zero. */
export function makePixelDenoiser(shape: PixelDenoiserShape, rng: Rng): PixelDenoiser {
  const parameters = new Float32Array(countParameters(shape));
  const layers = layersOf(shape);
  for (const { inputs, outputs, offset } of layers.slice(0, -1)) {
    const bound = 1 / Math.sqrt(inputs);
    for (let i = 0; i < outputs * (inputs + 1); i++) {
      parameters[offset + i] = (2 * rng.uniform() - 1) * bound;
    }
  }
  return { shape, parameters };
}

function inputsOf(shape: PixelDenoiserShape, xt: Float32Array, timesteps: ArrayLike<number>) {
  const { pixels, embedding } = shape;
  const width = pixels + embedding;
  const inputs = new Float32Array(timesteps.length * width);
  for (let row = 0; row < timesteps.length; row++) {
    inputs.set(xt.subarray(row * pixels, (row + 1) * pixels), row * width);
    inputs.set(timestepEmbedding(timesteps[row]!, embedding), row * width + pixels);
  }
  return inputs;
}

function applyLinear(layer: Layer, parameters: Float32Array, input: Float32Array): Float32Array {
  const { inputs, outputs, offset } = layer;
  const rows = input.length / inputs;
  const output = new Float32Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    for (let o = 0; o < outputs; o++) {
      let sum = parameters[offset + outputs * inputs + o]!;
      const weight = offset + o * inputs;
      for (let i = 0; i < inputs; i++) sum += parameters[weight + i]! * input[row * inputs + i]!;
      output[row * outputs + o] = sum;
    }
  }
  return output;
}

/** Adds the layer's gradients to `gradients`, and returns the gradient of its input. */
function backLinear(
  layer: Layer,
  parameters: Float32Array,
  input: Float32Array,
  outputGradient: Float32Array,
  gradients: Float32Array,
): Float32Array {
  const { inputs, outputs, offset } = layer;
  const inputGradient = new Float32Array(input.length);
  const rows = input.length / inputs;
  for (let row = 0; row < rows; row++) {
    for (let o = 0; o < outputs; o++) {
      const g = outputGradient[row * outputs + o]!;
      if (g === 0) continue;
      gradients[offset + outputs * inputs + o]! += g;
      const weight = offset + o * inputs;
      const start = row * inputs;
      for (let i = 0; i < inputs; i++) {
        gradients[weight + i]! += g * input[start + i]!;
        inputGradient[start + i]! += g * parameters[weight + i]!;
      }
    }
  }
  return inputGradient;
}

function silu(input: Float32Array): Float32Array {
  return input.map((x) => x / (1 + Math.exp(-x)));
}

function backSilu(input: Float32Array, outputGradient: Float32Array): Float32Array {
  return outputGradient.map((g, i) => {
    const x = input[i]!;
    const sigmoid = 1 / (1 + Math.exp(-x));
    return g * sigmoid * (1 + x * (1 - sigmoid));
  });
}

function forwardAll(net: PixelDenoiser, xt: Float32Array, timesteps: ArrayLike<number>) {
  const [first, second, third] = layersOf(net.shape) as [Layer, Layer, Layer];
  const input = inputsOf(net.shape, xt, timesteps);
  const before1 = applyLinear(first, net.parameters, input);
  const hidden1 = silu(before1);
  const before2 = applyLinear(second, net.parameters, hidden1);
  const hidden2 = silu(before2);
  const epsPred = applyLinear(third, net.parameters, hidden2);
  return { input, before1, hidden1, before2, hidden2, epsPred };
}

/** The network's prediction of the noise in `xt`, `[batch, pixels]`. */
export function predictEps(
  net: PixelDenoiser,
  xt: Float32Array,
  timesteps: ArrayLike<number>,
): Float32Array {
  return forwardAll(net, xt, timesteps).epsPred;
}

/** The simple loss of a batch (Ho et al. 2020, eq. 14, as a mean) and its gradient for every parameter. */
export function lossAndGradients(
  net: PixelDenoiser,
  { xt, timesteps, eps }: DenoiserBatch,
): { loss: number; gradients: Float32Array } {
  const [first, second, third] = layersOf(net.shape) as [Layer, Layer, Layer];
  const pass = forwardAll(net, xt, timesteps);
  let loss = 0;
  const outputGradient = pass.epsPred.map((value, i) => {
    const error = value - eps[i]!;
    loss += (error * error) / eps.length;
    return (2 * error) / eps.length;
  });
  const gradients = new Float32Array(net.parameters.length);
  const { parameters } = net;
  const hidden2 = backLinear(third, parameters, pass.hidden2, outputGradient, gradients);
  const before2 = backSilu(pass.before2, hidden2);
  const hidden1 = backLinear(second, parameters, pass.hidden1, before2, gradients);
  backLinear(first, parameters, pass.input, backSilu(pass.before1, hidden1), gradients);
  return { loss, gradients };
}

/** One training step in place: gradients of the batch, then Adam. Returns the loss before the step. */
export function trainStep(
  net: PixelDenoiser,
  adam: AdamState,
  batch: DenoiserBatch,
  learningRate: number,
): { loss: number; gradientNorm: number } {
  const { loss, gradients } = lossAndGradients(net, batch);
  adamStep(net.parameters, gradients, adam, learningRate);
  return { loss, gradientNorm: Math.hypot(...blockNorms(gradients)) };
}

function blockNorms(values: Float32Array): number[] {
  const norms: number[] = [];
  for (let start = 0; start < values.length; start += 1024) {
    let sum = 0;
    for (const value of values.subarray(start, start + 1024)) sum += value * value;
    norms.push(Math.sqrt(sum));
  }
  return norms;
}

export { type AdamState, makeAdamState };

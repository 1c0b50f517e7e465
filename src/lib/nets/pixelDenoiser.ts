/**
 * A small fully connected noise predictor for tiny images, forward and backward by hand in plain arrays:
 * linear → SiLU → linear → SiLU → linear on the pixels of x_t beside the sinusoidal embedding of t
 * (Ho et al. 2020, Algorithm 1). It is small enough to train in a page that loads no tensor library.
 */
import { type Numbers, type Rng, simpleLoss, timestepEmbedding } from '../diffusion/index.ts';
import { type AdamState, adamStep, makeAdamState } from './adam.ts';
import {
  addLinearGradients,
  applyLinear,
  type LinearLayer,
  linearInputGradient,
  linearLayers,
  silu,
  siluInputGradient,
  zerosLike,
} from './denseLayers.ts';

/** Sizes of the layers. */
export interface PixelDenoiserShape {
  /** Pixels of an image, in and out. */
  readonly pixels: number;
  /** Length of the timestep embedding (even). */
  readonly embedding: number;
  /** Width of both hidden layers. */
  readonly hidden: number;
}

/**
 * The network. Weights are stored `[out, in]`, row by row, as PyTorch's `nn.Linear` stores them.
 * Training runs in single precision; double precision is for checking the gradients.
 */
export interface PixelDenoiser<A extends Numbers = Float32Array> {
  readonly shape: PixelDenoiserShape;
  /** weight 1, bias 1, weight 2, bias 2, weight 3, bias 3, one after the other. */
  readonly parameters: A;
}

/** A batch: `xt` and `eps` are `[batch, pixels]`, `timesteps` is `[batch]`. */
export interface DenoiserBatch<A extends Numbers = Float32Array> {
  readonly xt: A;
  readonly timesteps: ArrayLike<number>;
  readonly eps: A;
}

type ThreeLayers = readonly [LinearLayer, LinearLayer, LinearLayer];

function layersOf({ pixels, embedding, hidden }: PixelDenoiserShape): ThreeLayers {
  const layers = linearLayers([pixels + embedding, hidden, hidden, pixels]);
  return [layers[0]!, layers[1]!, layers[2]!];
}

/** Number of trainable numbers. */
export function countParameters(shape: PixelDenoiserShape): number {
  return layersOf(shape).reduce((sum, layer) => sum + layer.outputs * (layer.inputs + 1), 0);
}

/**
 * Random weights: uniform in ±1/√inputs, as `nn.Linear` starts. The last layer starts at zero, so
 * that an untrained network predicts no noise at all and its loss is the mean of ε².
 */
export function makePixelDenoiser(shape: PixelDenoiserShape, rng: Rng): PixelDenoiser {
  const parameters = new Float32Array(countParameters(shape));
  for (const { inputs, outputs, offset } of layersOf(shape).slice(0, -1)) {
    const bound = 1 / Math.sqrt(inputs);
    for (let i = 0; i < outputs * (inputs + 1); i++) {
      parameters[offset + i] = (2 * rng.uniform() - 1) * bound;
    }
  }
  return { shape, parameters };
}

/** Each row: the pixels of x_t, then the embedding of its timestep. */
function inputsOf<A extends Numbers>(
  { pixels, embedding }: PixelDenoiserShape,
  xt: A,
  timesteps: ArrayLike<number>,
): A {
  if (xt.length !== timesteps.length * pixels) {
    throw new RangeError(
      `xt must hold ${pixels} numbers for each of the ${timesteps.length} timesteps, but it holds ${xt.length}.`,
    );
  }
  const width = pixels + embedding;
  const inputs = zerosLike(xt, timesteps.length * width);
  for (let row = 0; row < timesteps.length; row++) {
    inputs.set(xt.subarray(row * pixels, (row + 1) * pixels), row * width);
    inputs.set(timestepEmbedding(timesteps[row]!, embedding), row * width + pixels);
  }
  return inputs;
}

function forwardAll<A extends Numbers>(
  { shape, parameters }: PixelDenoiser<A>,
  xt: A,
  timesteps: ArrayLike<number>,
) {
  const [first, second, third] = layersOf(shape);
  const input = inputsOf(shape, xt, timesteps);
  const before1 = applyLinear(first, parameters, input);
  const hidden1 = silu(before1);
  const before2 = applyLinear(second, parameters, hidden1);
  const hidden2 = silu(before2);
  const epsPred = applyLinear(third, parameters, hidden2);
  return { input, before1, hidden1, before2, hidden2, epsPred };
}

/**
 * The network's prediction of the noise in a batch.
 *
 * @param xt [batch · pixels]
 * @param timesteps [batch]
 * @returns [batch · pixels]
 * @throws RangeError when `xt` does not hold one image a timestep
 */
export function predictEps<A extends Numbers>(
  net: PixelDenoiser<A>,
  xt: A,
  timesteps: ArrayLike<number>,
): A {
  return forwardAll(net, xt, timesteps).epsPred;
}

/**
 * The simple loss of a batch (Ho et al. 2020, eq. 14, as a mean over all pixels of all images) and
 * its gradient for every parameter.
 *
 * @throws RangeError when the lengths of the batch do not fit
 */
export function lossAndGradients<A extends Numbers>(
  net: PixelDenoiser<A>,
  { xt, timesteps, eps }: DenoiserBatch<A>,
): { loss: number; gradients: A } {
  const { shape, parameters } = net;
  const [first, second, third] = layersOf(shape);
  const pass = forwardAll(net, xt, timesteps);
  const loss = simpleLoss(eps, pass.epsPred);
  const gradients = zerosLike(parameters, parameters.length);
  const outer = zerosLike(pass.epsPred, eps.length);
  for (let i = 0; i < eps.length; i++) outer[i] = (2 * (pass.epsPred[i]! - eps[i]!)) / eps.length;

  const last = { parameters, input: pass.hidden2, outputGradient: outer };
  addLinearGradients(third, last, gradients);
  const before2 = siluInputGradient(pass.before2, linearInputGradient(third, last));
  const middle = { parameters, input: pass.hidden1, outputGradient: before2 };
  addLinearGradients(second, middle, gradients);
  const before1 = siluInputGradient(pass.before1, linearInputGradient(second, middle));
  addLinearGradients(first, { parameters, input: pass.input, outputGradient: before1 }, gradients);
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
  return { loss, gradientNorm: euclideanNorm(gradients) };
}

function euclideanNorm(values: Numbers): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return Math.sqrt(sum);
}

export { type AdamState, makeAdamState };

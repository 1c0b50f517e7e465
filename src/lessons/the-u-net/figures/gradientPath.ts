/** How much of a gradient reaches the first of many layers, with and without shortcuts around them (He et al. 2016). */
import { makeRng, type Rng, sampleNormals } from '../../../lib/diffusion/index.ts';
import { silu, siluSlope } from './silu.ts';

/** Numbers in each layer. */
export const layerWidth = 32;

interface Layer {
  /** [layerWidth][layerWidth]. */
  readonly weights: readonly Float64Array[];
  readonly bias: Float64Array;
}

/** PyTorch's start for a linear layer: uniform in ±1/√fan-in, weights and bias. */
function drawLayer(rng: Rng): Layer {
  const bound = 1 / Math.sqrt(layerWidth);
  const draw = () =>
    Float64Array.from({ length: layerWidth }, () => (2 * rng.uniform() - 1) * bound);
  return { weights: Array.from({ length: layerWidth }, draw), bias: draw() };
}

const length = (vector: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += vector[i]! ** 2;
  return Math.sqrt(sum);
};

/** W h + b. */
const preActivation = ({ weights, bias }: Layer, h: Float64Array): Float64Array =>
  Float64Array.from(weights, (row, i) =>
    row.reduce((sum, weight, j) => sum + weight * h[j]!, bias[i]!),
  );

/** The gradient before a layer, from the one after it. */
function backThrough(
  { weights }: Layer,
  z: Float64Array,
  gradient: Float64Array,
  shortcut: boolean,
): Float64Array {
  const before = shortcut ? gradient.slice() : new Float64Array(layerWidth);
  for (let i = 0; i < layerWidth; i++) {
    const part = gradient[i]! * siluSlope(z[i]!);
    for (let j = 0; j < layerWidth; j++) before[j]! += weights[i]![j]! * part;
  }
  return before;
}

/**
 * Sends a random gradient back through `depth` layers h → SiLU(W h + b), or h → h + SiLU(W h + b), with random weights.
 *
 * @returns lengths of the gradient before layer 1, …, before layer `depth`, after it; relative to the last
 */
export function gradientPath(depth: number, shortcut: boolean, seed: number): number[] {
  const rng = makeRng(seed);
  const start = Float64Array.from(sampleNormals(rng, layerWidth));
  const pull = Float64Array.from(sampleNormals(rng, layerWidth));
  const layers = Array.from({ length: depth }, () => drawLayer(rng));
  const before: Float64Array[] = [];
  let h: Float64Array = start;
  for (const layer of layers) {
    const z = preActivation(layer, h);
    before.push(z);
    h = shortcut ? h.map((value, i) => value + silu(z[i]!)) : z.map(silu);
  }
  const lengths = [length(pull)];
  let gradient: Float64Array = pull;
  for (let l = depth - 1; l >= 0; l--) {
    gradient = backThrough(layers[l]!, before[l]!, gradient, shortcut);
    lengths.unshift(length(gradient));
  }
  return lengths.map((value) => value / lengths.at(-1)!);
}

/**
 * Linear layers and SiLU on flat arrays, forward and backward by hand (the chain rule; SiLU as in
 * Elfwing et al. 2018). Works in single and in double precision: results are of the kind of the input.
 */
import type { Numbers } from '../diffusion/index.ts';

/** Where one linear layer's numbers lie in a flat array of parameters. */
export interface LinearLayer {
  readonly inputs: number;
  readonly outputs: number;
  /** Offset of the weight `[outputs, inputs]`; the bias `[outputs]` follows it. */
  readonly offset: number;
}

/** The layers that lead through the given widths, their parameters one after the other. */
export function linearLayers(widths: readonly number[]): readonly LinearLayer[] {
  let offset = 0;
  return widths.slice(1).map((outputs, i) => {
    const layer = { inputs: widths[i]!, outputs, offset };
    offset += outputs * (layer.inputs + 1);
    return layer;
  });
}

/** A new array of zeros, of the precision of `like`. */
export function zerosLike<A extends Numbers>(like: A, length: number): A {
  const made = like instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
  return made as A;
}

/**
 * input · weightᵀ + bias.
 *
 * @param input [rows · inputs]
 * @returns [rows · outputs]
 */
export function applyLinear<A extends Numbers>(layer: LinearLayer, parameters: A, input: A): A {
  const { inputs, outputs } = layer;
  const rows = input.length / inputs;
  const output = zerosLike(input, rows * outputs);
  let row = 0;
  for (; row + 3 < rows; row += 4) fourRows(layer, parameters, input, row, output);
  for (; row < rows; row++) oneRow(layer, parameters, input, row, output);
  return output;
}

/** Four rows at once: each weight is read once, and the four sums do not wait for each other. */
function fourRows<A extends Numbers>(
  { inputs, outputs, offset }: LinearLayer,
  parameters: A,
  input: A,
  row: number,
  output: A,
): void {
  const a = row * inputs;
  const b = a + inputs;
  const c = b + inputs;
  const d = c + inputs;
  for (let o = 0; o < outputs; o++) {
    const weight = offset + o * inputs;
    const bias = parameters[offset + outputs * inputs + o]!;
    let sumA = bias;
    let sumB = bias;
    let sumC = bias;
    let sumD = bias;
    for (let i = 0; i < inputs; i++) {
      const w = parameters[weight + i]!;
      sumA += w * input[a + i]!;
      sumB += w * input[b + i]!;
      sumC += w * input[c + i]!;
      sumD += w * input[d + i]!;
    }
    const at = row * outputs + o;
    output[at] = sumA;
    output[at + outputs] = sumB;
    output[at + 2 * outputs] = sumC;
    output[at + 3 * outputs] = sumD;
  }
}

function oneRow<A extends Numbers>(
  { inputs, outputs, offset }: LinearLayer,
  parameters: A,
  input: A,
  row: number,
  output: A,
): void {
  for (let o = 0; o < outputs; o++) {
    const weight = offset + o * inputs;
    let sum = parameters[offset + outputs * inputs + o]!;
    for (let i = 0; i < inputs; i++) sum += parameters[weight + i]! * input[row * inputs + i]!;
    output[row * outputs + o] = sum;
  }
}

/** What a layer's backward pass reads. */
export interface LinearPass<A extends Numbers> {
  readonly parameters: A;
  /** What went in, [rows · inputs]. */
  readonly input: A;
  /** The loss's gradient for what came out, [rows · outputs]. */
  readonly outputGradient: A;
}

/**
 * Adds `a · x[at …] + b · x[at + stride …] + …`, four terms, to `sums`, which they all are as long
 * as. Both backward sums are made of this: four products for each number that is read and written.
 */
function addFour(
  sums: Float64Array,
  x: Numbers,
  at: number,
  stride: number,
  factors: readonly [number, number, number, number],
): void {
  const [a, b, c, d] = factors;
  const second = at + stride;
  const third = second + stride;
  const fourth = third + stride;
  for (let i = 0; i < sums.length; i++) {
    sums[i]! += a * x[at + i]! + b * x[second + i]! + c * x[third + i]! + d * x[fourth + i]!;
  }
}

/** The sum of count rows of x, each times its factor. */
function addRows(
  sums: Float64Array,
  x: Numbers,
  at: number,
  count: number,
  factorOf: (row: number) => number,
): void {
  const stride = sums.length;
  let row = 0;
  for (; row + 3 < count; row += 4) {
    const factors = [
      factorOf(row),
      factorOf(row + 1),
      factorOf(row + 2),
      factorOf(row + 3),
    ] as const;
    addFour(sums, x, at + row * stride, stride, factors);
  }
  for (; row < count; row++) {
    const factor = factorOf(row);
    for (let i = 0; i < stride; i++) sums[i]! += factor * x[at + row * stride + i]!;
  }
}

/** Adds the gradients of weight and bias to `gradients`, laid out as the parameters are. */
export function addLinearGradients<A extends Numbers>(
  { inputs, outputs, offset }: LinearLayer,
  { input, outputGradient }: LinearPass<A>,
  gradients: A,
): void {
  const rows = input.length / inputs;
  const sums = new Float64Array(inputs);
  for (let o = 0; o < outputs; o++) {
    sums.fill(0);
    addRows(sums, input, 0, rows, (row) => outputGradient[row * outputs + o]!);
    const weight = offset + o * inputs;
    for (let i = 0; i < inputs; i++) gradients[weight + i]! += sums[i]!;
    const bias = offset + outputs * inputs + o;
    for (let row = 0; row < rows; row++) gradients[bias]! += outputGradient[row * outputs + o]!;
  }
}

/**
 * The gradient for what went into the layer: outputGradient · weight.
 *
 * @returns [rows · inputs]
 */
export function linearInputGradient<A extends Numbers>(
  { inputs, outputs, offset }: LinearLayer,
  { parameters, input, outputGradient }: LinearPass<A>,
): A {
  const inputGradient = zerosLike(input, input.length);
  const rows = input.length / inputs;
  const sums = new Float64Array(inputs);
  for (let row = 0; row < rows; row++) {
    sums.fill(0);
    const start = row * outputs;
    addRows(sums, parameters, offset, outputs, (o) => outputGradient[start + o]!);
    inputGradient.set(sums, row * inputs);
  }
  return inputGradient;
}

/** x · sigmoid(x), entry by entry. */
export function silu<A extends Numbers>(input: A): A {
  const output = zerosLike(input, input.length);
  for (let i = 0; i < input.length; i++) output[i] = input[i]! / (1 + Math.exp(-input[i]!));
  return output;
}

/** outputGradient times SiLU's derivative σ(x) (1 + x (1 − σ(x))) at `input`. */
export function siluInputGradient<A extends Numbers>(input: A, outputGradient: A): A {
  const gradient = zerosLike(input, input.length);
  for (let i = 0; i < input.length; i++) {
    const x = input[i]!;
    const sigmoid = 1 / (1 + Math.exp(-x));
    gradient[i] = outputGradient[i]! * sigmoid * (1 + x * (1 - sigmoid));
  }
  return gradient;
}

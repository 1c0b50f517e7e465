/** Linear layers and SiLU: against the textbook sums, and their gradients against central differences. */
import { describe, expect, test } from 'vitest';
import { fillNormals, makeRng } from '../../../src/lib/diffusion/index.ts';
import {
  addLinearGradients,
  applyLinear,
  linearInputGradient,
  linearLayers,
  silu,
  siluInputGradient,
  zerosLike,
} from '../../../src/lib/nets/denseLayers.ts';
import { largestError } from '../diffusion/closeness.ts';
import { gradientError } from './finiteDifferences.ts';

const normals = (seed: number, length: number) =>
  fillNormals(makeRng(seed), new Float64Array(length));

/** Sum over i of w[o, i] x[row, i], plus the bias: the definition, term by term. */
function textbookLinear(
  parameters: Float64Array,
  x: Float64Array,
  inputs: number,
  outputs: number,
) {
  return Array.from({ length: (x.length / inputs) * outputs }, (_, at) => {
    const row = Math.floor(at / outputs);
    const o = at % outputs;
    let sum = parameters[inputs * outputs + o]!;
    for (let i = 0; i < inputs; i++) sum += parameters[o * inputs + i]! * x[row * inputs + i]!;
    return sum;
  });
}

test('layers lie one after the other, weight before bias', () => {
  expect(linearLayers([3, 5, 2])).toEqual([
    { inputs: 3, outputs: 5, offset: 0 },
    { inputs: 5, outputs: 2, offset: 20 },
  ]);
});

// Rows and outputs below, at and above four: the loops take four at a time and then the rest.
describe.each([
  [1, 3, 2],
  [4, 5, 4],
  [6, 7, 9],
])('%i rows of %i inputs to %i outputs', (rows, inputs, outputs) => {
  const layer = linearLayers([inputs, outputs])[0]!;
  const parameters = normals(1, outputs * (inputs + 1));
  const input = normals(2, rows * inputs);
  const outputGradient = normals(3, rows * outputs);
  /** A number whose gradient for the layer's output is `outputGradient`. */
  const inner = () =>
    applyLinear(layer, parameters, input).reduce((sum, y, i) => sum + y * outputGradient[i]!, 0);

  test('is the textbook sum', () => {
    const expected = textbookLinear(parameters, input, inputs, outputs);
    expect(largestError(applyLinear(layer, parameters, input), expected)).toBeLessThan(1e-13);
  });

  test('has the gradients of its parameters and of its input', () => {
    const pass = { parameters, input, outputGradient };
    const gradients = zerosLike(parameters, parameters.length);
    addLinearGradients(layer, pass, gradients);
    expect(gradientError(inner, parameters, gradients)).toBeLessThan(1e-9);
    expect(gradientError(inner, input, linearInputGradient(layer, pass))).toBeLessThan(1e-9);
  });

  test('adds to gradients that are there', () => {
    const pass = { parameters, input, outputGradient };
    const once = zerosLike(parameters, parameters.length);
    addLinearGradients(layer, pass, once);
    const twice = once.slice();
    addLinearGradients(layer, pass, twice);
    expect(
      largestError(
        twice,
        once.map((g) => 2 * g),
      ),
    ).toBeLessThan(1e-13);
  });
});

test('SiLU is x times the logistic function, which is ½ (1 + tanh(x / 2))', () => {
  const x = Float64Array.of(-30, -2, -0.5, 0, 1e-8, 0.7, 3, 30);
  const expected = x.map((value) => (value * (1 + Math.tanh(value / 2))) / 2);
  expect(largestError(silu(x), expected)).toBeLessThan(1e-13);
});

test('SiLU has the gradient of SiLU', () => {
  const x = normals(5, 20).map((value) => 3 * value);
  const outer = normals(6, 20);
  const inner = () => silu(x).reduce((sum, y, i) => sum + y * outer[i]!, 0);
  expect(gradientError(inner, x, siluInputGradient(x, outer))).toBeLessThan(1e-9);
});

test('results are of the precision of the input', () => {
  expect(silu(new Float32Array(2))).toBeInstanceOf(Float32Array);
  expect(zerosLike(new Float64Array(1), 3)).toEqual(new Float64Array(3));
});

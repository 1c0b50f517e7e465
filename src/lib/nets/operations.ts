/** The closed set of operations that networks are made of: for each its settings, shape rule, parameters and cost. */
import { type Initialiser, type Shape, sizeOf } from './shapes.ts';

/** The settings of each operation. */
export interface OperationSettings {
  /** Convolution, stride 1, "same" padding with zeros; weight [out, in, kernel, kernel], bias [out]. */
  conv2d: { readonly channels: number; readonly kernel: 1 | 3 };
  /** Group normalisation (Wu and He 2018), eps 1e-5; weight [channels], bias [channels]. */
  groupNorm: { readonly groups: number };
  /** x · sigmoid(x) (Hendrycks and Gimpel 2016; Elfwing et al. 2018). */
  silu: Record<never, never>;
  /** y = W x + b; weight [out, in], bias [out]. */
  linear: { readonly features: number };
  /** Maximum over 2×2 blocks; a tie goes to the first in row order. */
  maxPool2d: Record<never, never>;
  /** Bilinear, twice the size, corners aligned. */
  upsample2d: Record<never, never>;
  /** Joins channels. */
  concat: Record<never, never>;
  /** Sum of two tensors of one shape, or of an image [H, W, C] and a vector [C] added at each pixel. */
  add: Record<never, never>;
  /** Sinusoids of a timestep: half sines, half cosines. */
  timestepEmbedding: { readonly width: number };
  /** A table's row by index; weight [rows, width]. */
  embedding: { readonly rows: number; readonly width: number };
  /** Mean over all pixels: [H, W, C] to [C]. */
  globalMean2d: Record<never, never>;
  /** Zeros of the input's shape: stands where a connection is cut. */
  zeros: Record<never, never>;
}

/** A parameter as an operation declares it; the node's name is put before its name. */
interface OwnParameter {
  readonly name: string;
  readonly shape: Shape;
  readonly initialiser: Initialiser;
}

/** One operation. Functions throw a sentence when the shapes do not fit. */
export interface Operation<Settings> {
  shape(inputs: readonly Shape[], settings: Settings): Shape;
  parameters(inputs: readonly Shape[], settings: Settings): readonly OwnParameter[];
  multiplyAdds(inputs: readonly Shape[], output: Shape, settings: Settings): number;
}

const none = () => [];

function image(shape: Shape | undefined): readonly [number, number, number] {
  if (shape?.length !== 3) throw new Error(`needs an image [H, W, C], not [${shape}]`);
  return shape as unknown as readonly [number, number, number];
}

function vector(shape: Shape | undefined): number {
  if (shape?.length !== 1) throw new Error(`needs a vector [length], not [${shape}]`);
  return shape[0]!;
}

/** PyTorch's default for linear and convolutional layers: uniform in ±1/√fan-in, weight and bias alike. */
function weightAndBias(weight: Shape, outputs: number, fanIn: number): OwnParameter[] {
  const initialiser = { kind: 'uniform', bound: 1 / Math.sqrt(fanIn) } as const;
  return [
    { name: 'weight', shape: weight, initialiser },
    { name: 'bias', shape: [outputs], initialiser },
  ];
}

function addShape([a, b]: readonly Shape[]): Shape {
  if (!a || !b) throw new Error('needs two inputs');
  const same = a.length === b.length && a.every((side, i) => side === b[i]);
  if (same || (a.length === 3 && b.length === 1 && a[2] === b[0])) return a;
  throw new Error(`cannot add [${b}] to [${a}]`);
}

function concatShape(inputs: readonly Shape[]): Shape {
  const [first, ...rest] = inputs.map(image);
  if (!first) throw new Error('needs at least one input');
  for (const other of rest) {
    if (other[0] !== first[0] || other[1] !== first[1]) {
      throw new Error(`cannot join [${first}] and [${other}]: their heights or widths differ`);
    }
  }
  return [first[0], first[1], [first, ...rest].reduce((sum, shape) => sum + shape[2], 0)];
}

function pooledShape([input]: readonly Shape[]): Shape {
  const [height, width, channels] = image(input);
  if (height % 2 || width % 2) throw new Error(`cannot halve [${input}]: its sides must be even`);
  return [height / 2, width / 2, channels];
}

function groupNormShape([input]: readonly Shape[], { groups }: { readonly groups: number }): Shape {
  const [, , channels] = image(input);
  if (channels % groups)
    throw new Error(`${channels} channels do not divide into ${groups} groups`);
  return input!;
}

/** Every operation, by name. */
export const operations: {
  readonly [Op in keyof OperationSettings]: Operation<OperationSettings[Op]>;
} = {
  conv2d: {
    shape: ([input], { channels }) => [...image(input).slice(0, 2), channels],
    parameters: ([input], { channels, kernel }) => {
      const fanIn = image(input)[2] * kernel * kernel;
      return weightAndBias([channels, image(input)[2], kernel, kernel], channels, fanIn);
    },
    multiplyAdds: ([input], output, { kernel }) =>
      sizeOf(output) * image(input)[2] * kernel * kernel,
  },
  groupNorm: {
    shape: groupNormShape,
    parameters: ([input]) => [
      { name: 'weight', shape: [image(input)[2]], initialiser: { kind: 'constant', value: 1 } },
      { name: 'bias', shape: [image(input)[2]], initialiser: { kind: 'constant', value: 0 } },
    ],
    multiplyAdds: (_, output) => 4 * sizeOf(output),
  },
  silu: {
    shape: ([input]) => input!,
    parameters: none,
    multiplyAdds: (_, output) => 4 * sizeOf(output),
  },
  linear: {
    shape: ([input], { features }) => {
      vector(input);
      return [features];
    },
    parameters: ([input], { features }) =>
      weightAndBias([features, vector(input)], features, vector(input)),
    multiplyAdds: ([input], _, { features }) => vector(input) * features,
  },
  maxPool2d: {
    shape: pooledShape,
    parameters: none,
    multiplyAdds: (_, output) => 4 * sizeOf(output),
  },
  upsample2d: {
    shape: ([input]) => {
      const [height, width, channels] = image(input);
      return [2 * height, 2 * width, channels];
    },
    parameters: none,
    multiplyAdds: (_, output) => 4 * sizeOf(output),
  },
  concat: { shape: concatShape, parameters: none, multiplyAdds: () => 0 },
  add: { shape: addShape, parameters: none, multiplyAdds: (_, output) => sizeOf(output) },
  timestepEmbedding: {
    shape: (_, { width }) => [width],
    parameters: none,
    multiplyAdds: (_, output) => sizeOf(output),
  },
  embedding: {
    shape: (_, { width }) => [width],
    parameters: (_, { rows, width }) => [
      { name: 'weight', shape: [rows, width], initialiser: { kind: 'normal' } },
    ],
    multiplyAdds: () => 0,
  },
  globalMean2d: {
    shape: ([input]) => [image(input)[2]],
    parameters: none,
    multiplyAdds: ([input]) => sizeOf(input!),
  },
  zeros: { shape: ([input]) => input!, parameters: none, multiplyAdds: () => 0 },
};

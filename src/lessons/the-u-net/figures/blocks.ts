/** The U-Net's graph as a reader meets it: blocks with a shape, parameters and a share of the arithmetic. */
import {
  countMultiplyAdds,
  type Graph,
  type GraphNode,
  type Shape,
  sizeOf,
  type UNetSettings,
} from '../../../lib/nets/index.ts';

/** One operation of a block, counted. */
export interface Part {
  readonly node: GraphNode;
  readonly parameters: number;
  readonly multiplyAdds: number;
}

/** What a block is made of, and what it costs for one picture. */
export interface Block {
  /** The first part of its nodes' names ("enc1"); `embedding` for all that turns t and y into a vector. */
  readonly name: string;
  readonly parts: readonly Part[];
  /** The node whose value leaves the block. */
  readonly output: string;
  readonly shape: Shape;
  readonly parameters: number;
  readonly multiplyAdds: number;
}

/** The settings of the networks that the course ships or trains, and one of the size used for colour photographs. */
export const presets = {
  digits: { size: 8, channelsIn: 1, channelsOut: 1, base: 16, embedding: 64, classes: 10 },
  garments: { size: 32, channelsIn: 1, channelsOut: 1, base: 16, embedding: 64, classes: 10 },
  colour: { size: 32, channelsIn: 3, channelsOut: 3, base: 64, embedding: 128, classes: 0 },
} as const satisfies Record<string, UNetSettings>;

const embeddingNodes = new Set(['time_mlp', 'class_embedding', 'conditioning']);

/** The block that a node belongs to. */
export function blockOf(node: string): string {
  const first = node.split('.')[0]!;
  return embeddingNodes.has(first) ? 'embedding' : first;
}

function countPart(graph: Graph, node: GraphNode): Part {
  const own = graph.parameters.filter(({ name }) => node.parameters.includes(name));
  return {
    node,
    parameters: own.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    multiplyAdds: countMultiplyAdds(graph, node),
  };
}

/** The blocks of a U-Net, in the order in which they run. */
export function blocksOf(graph: Graph): Block[] {
  const groups = new Map<string, Part[]>();
  for (const node of graph.nodes) {
    const name = blockOf(node.name);
    groups.set(name, [...(groups.get(name) ?? []), countPart(graph, node)]);
  }
  return [...groups].map(([name, parts]) => {
    const { node } = parts.at(-1)!;
    return {
      name,
      parts,
      output: node.name,
      shape: node.shape,
      parameters: parts.reduce((sum, part) => sum + part.parameters, 0),
      multiplyAdds: parts.reduce((sum, part) => sum + part.multiplyAdds, 0),
    };
  });
}

/** The block with that name. Throws when there is none. */
export function blockNamed(blocks: readonly Block[], name: string): Block {
  const found = blocks.find((block) => block.name === name);
  if (!found) throw new Error(`The network has no block "${name}".`);
  return found;
}

/** The skip connections, from the top level down: the block they leave, and the node that takes them in. */
export const skips = [
  { from: 'enc1', to: 'up1', node: 'up1.concat' },
  { from: 'enc2', to: 'up2', node: 'up2.concat' },
  { from: 'enc3', to: 'up3', node: 'up3.concat' },
] as const;

/** Multiply-adds of all nodes, for one picture. */
export const totalMultiplyAdds = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, block) => sum + block.multiplyAdds, 0);

/** Trainable numbers of all blocks. */
export const totalParameters = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, block) => sum + block.parameters, 0);

/**
 * Side of the square window of input pixels that one value of a block's output can depend on through convolutions and
 * pooling; GroupNorm's means, which see everything, are left out. The blocks are those on the way down.
 */
export function receptiveField(blocks: readonly Block[], name: string): number {
  let field = 1;
  let stride = 1;
  for (const block of blocks) {
    for (const { node } of block.parts) {
      if (node.operation === 'conv2d' && node.settings['kernel'] === 3) field += 2 * stride;
      if (node.operation !== 'maxPool2d') continue;
      field += stride;
      stride *= 2;
    }
    if (block.name === name) break;
  }
  return field;
}

/** Weights of 3×3 convolutions that only ever meet the zeros around a picture of one pixel. */
export function idleWeights(blocks: readonly Block[]): number {
  const onOnePixel = blocks
    .flatMap(({ parts }) => parts)
    .filter(({ node }) => node.operation === 'conv2d' && node.settings['kernel'] === 3)
    .filter(({ node }) => node.shape[0] === 1 && node.shape[1] === 1);
  return onOnePixel.reduce((sum, { node, parameters }) => {
    const biases = node.shape[2]!;
    return sum + ((parameters - biases) * 8) / 9;
  }, 0);
}

/** How many 3×3 convolutions follow one another from the input to the output. */
export const convolutionsInRow = (blocks: readonly Block[]): number =>
  blocks
    .flatMap(({ parts }) => parts)
    .filter(({ node }) => node.operation === 'conv2d' && node.settings['kernel'] === 3).length;

/** Networks as graphs: the same parameters as their PyTorch twins, and clear words when shapes do not fit. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { classifier } from '../../../src/lib/nets/classifier.ts';
import {
  countMultiplyAdds,
  countParameters,
  type Graph,
  makeGraphBuilder,
  shapeIn,
} from '../../../src/lib/nets/graph.ts';
import { mlp } from '../../../src/lib/nets/mlp.ts';
import { unet } from '../../../src/lib/nets/unet.ts';

const { stateDicts } = JSON.parse(readFileSync('tests/fixtures/nets/stateDicts.json', 'utf8')) as {
  stateDicts: Record<string, Record<string, number[]>>;
};

const small = { size: 32, channelsIn: 1, channelsOut: 1, base: 16, embedding: 64, classes: 10 };
const digits = { size: 8, channelsIn: 1, base: 16, classes: 10, embedding: 0 };

const twins: Readonly<Record<string, Graph>> = {
  unet: unet(small),
  'unet, three channels, no classes': unet({
    size: 64,
    channelsIn: 3,
    channelsOut: 3,
    base: 64,
    embedding: 128,
    classes: 0,
  }),
  classifier: classifier(digits),
  'noisy classifier': classifier({ ...digits, embedding: 64 }),
  mlp: mlp({ dim: 2, hidden: 64, embedding: 32, classes: 3 }),
  'mlp, no classes': mlp({ dim: 3, hidden: 16, embedding: 8, classes: 0 }),
};

test('every twin that PyTorch describes is built here', () => {
  expect(Object.keys(twins)).toEqual(Object.keys(stateDicts));
});

test.each(Object.entries(twins))('%s has the state dict of its PyTorch twin', (name, graph) => {
  const ours = Object.fromEntries(graph.parameters.map((entry) => [entry.name, entry.shape]));
  expect(ours).toEqual(stateDicts[name]);
});

describe('the U-Net', () => {
  const graph = twins['unet']!;

  test('keeps its levels’ shapes: each half as large and twice as deep', () => {
    expect(shapeIn(graph, 'enc1.out')).toEqual([32, 32, 16]);
    expect(shapeIn(graph, 'enc3.out')).toEqual([8, 8, 64]);
    expect(shapeIn(graph, 'bottleneck.out')).toEqual([4, 4, 128]);
    expect(shapeIn(graph, 'up1.concat')).toEqual([32, 32, 48]);
    expect(shapeIn(graph, graph.output)).toEqual([32, 32, 1]);
  });

  test('lists every node after all that it reads', () => {
    const known = new Set(graph.inputs.map(({ name }) => name));
    for (const node of graph.nodes) {
      for (const input of node.inputs)
        expect(known, `${node.name} reads ${input}`).toContain(input);
      known.add(node.name);
    }
  });

  test('counts a convolution’s arithmetic as out · H · W · in · k²', () => {
    const conv = graph.nodes.find(({ name }) => name === 'enc2.conv1')!;
    expect(countMultiplyAdds(graph, conv)).toBe(32 * 16 * 16 * 16 * 9);
    expect(countParameters(graph)).toBe(
      Object.values(stateDicts['unet']!).reduce(
        (sum, shape) => sum + shape.reduce((a, b) => a * b, 1),
        0,
      ),
    );
  });

  test.each([
    ['size', 12, 'size must be a positive multiple of 8, but it is 12'],
    ['base', 20, 'base must be a positive multiple of 8, but it is 20'],
    ['embedding', 5, 'embedding must be an even integer of at least 4, but it is 5'],
    ['classes', 1.5, 'classes must be an integer of at least 0, but it is 1.5'],
  ] as const)('refuses %s = %s', (name, value, message) => {
    expect(() => unet({ ...small, [name]: value })).toThrow(message);
  });
});

test('the MLP reads a point and gives one back', () => {
  const graph = mlp({ dim: 2, hidden: 64, embedding: 32, classes: 3 });
  expect(shapeIn(graph, graph.output)).toEqual([2]);
  expect(graph.inputs.map(({ name }) => name)).toEqual(['x', 't', 'y']);
  expect(graph.parameters.find(({ name }) => name === 'class_embedding.weight')?.shape).toEqual([
    4, 32,
  ]);
});

describe('a mistake in a graph is named', () => {
  const start = () => {
    const g = makeGraphBuilder('demo');
    g.input('x', [5, 4, 6]);
    g.input('v', [3]);
    return g;
  };

  test.each([
    ['an odd side', () => start().add('pool', 'maxPool2d', ['x'], {}), /demo, pool: cannot halve/],
    [
      'groups',
      () => start().add('norm', 'groupNorm', ['x'], { groups: 4 }),
      /6 channels do not divide/,
    ],
    [
      'a vector',
      () => start().add('conv', 'conv2d', ['v'], { channels: 1, kernel: 3 }),
      /needs an image/,
    ],
    ['a sum', () => start().add('sum', 'add', ['x', 'v'], {}), /demo, sum: cannot add \[3\]/],
    ['a name', () => start().input('x', [1]), /two nodes "x"/],
    ['an unknown', () => start().add('act', 'silu', ['y'], {}), /nothing is called "y"/],
  ])('%s', (_, build, message) => {
    expect(build).toThrow(message);
  });
});

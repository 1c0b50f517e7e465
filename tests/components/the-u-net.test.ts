/** The arithmetic behind the U-Net lesson's figures: against hand counts, closed forms and finite differences. */
import { describe, expect, test } from 'vitest';
import {
  pythonBlock,
  pythonMethod,
  typescriptBlock,
  upTo,
} from '../../src/lessons/the-u-net/codeBlocks.ts';
import {
  blockNamed,
  blockOf,
  blocksOf,
  convolutionsInRow,
  idleWeights,
  presets,
  receptiveField,
  skips,
  totalMultiplyAdds,
  totalParameters,
} from '../../src/lessons/the-u-net/figures/blocks.ts';
import { powerOfTen } from '../../src/lessons/the-u-net/figures/drawGradientPath.ts';
import { layOutNetwork, roomFor } from '../../src/lessons/the-u-net/figures/drawNetwork.ts';
import { gradientPath, layerWidth } from '../../src/lessons/the-u-net/figures/gradientPath.ts';
import {
  type Disturbance,
  disturbed,
  disturbedChannel,
  filteredDigit,
  groupNorm,
  groupStatistics,
  groups,
  largestChanges,
  perGroup,
} from '../../src/lessons/the-u-net/figures/groupNorm.ts';
import { makeLinearFit } from '../../src/lessons/the-u-net/figures/linearFit.ts';
import { channelMaps, columnsFor, enlarged } from '../../src/lessons/the-u-net/figures/maps.ts';
import { silu, siluLowest, siluSlope } from '../../src/lessons/the-u-net/figures/silu.ts';
import { threeByThree } from '../../src/lessons/the-u-net/figures/threeByThree.ts';
import {
  bareNumber,
  embeddingWidth,
  fitWish,
  rmsDifference,
  similarity,
  timesteps,
  vectors,
  wishes,
} from '../../src/lessons/the-u-net/figures/timestepVectors.ts';
import {
  amount,
  large,
  shapeText,
  share,
  signed,
  three,
} from '../../src/lessons/the-u-net/figures/words.ts';
import { n } from '../../src/lessons/the-u-net/numbers.ts';
import { code } from '../../src/lessons/the-u-net/sources.ts';
import { makeRng, sampleNormals } from '../../src/lib/diffusion/index.ts';
import { countParameters, unet } from '../../src/lib/nets/index.ts';

const networks = Object.entries(presets).map(([name, settings]) => {
  const graph = unet(settings);
  return { name, settings, graph, blocks: blocksOf(graph) };
});
const { graph: digitsGraph, blocks: digits } = networks.find(({ name }) => name === 'digits')!;
const { blocks: garments } = networks.find(({ name }) => name === 'garments')!;

describe('blocks', () => {
  test.each(networks)(
    'of $name take in every node and every parameter once',
    ({ graph, blocks }) => {
      const nodes = blocks.flatMap(({ parts }) => parts.map(({ node }) => node.name));
      expect(nodes).toEqual(graph.nodes.map(({ name }) => name));
      expect(totalParameters(blocks)).toBe(countParameters(graph));
      expect(blocks.map(({ name }) => name)).toHaveLength(15);
      for (const { name, output } of blocks) expect(blockOf(output)).toBe(name);
    },
  );

  test('a block counts as by hand', () => {
    // enc2 at 16 × 16: conv1 16→32, conv2 32→32, shortcut 16→32, two norms, the time's linear layer 64→32.
    const convs = 32 * 16 * 9 + 32 + (32 * 32 * 9 + 32) + (32 * 16 + 32);
    const enc2 = blockNamed(garments, 'enc2');
    expect(enc2.parameters).toBe(convs + 2 * 64 + 64 * 32 + 32);
    const pixels = 16 * 16;
    const products = pixels * 32 * (16 * 9 + 32 * 9 + 16);
    // Two norms and two SiLUs at four a value, two sums, the linear layer, and SiLU on its 32 numbers.
    const rest = pixels * 32 * (4 * 4 + 2) + 64 * 32 + 4 * 32;
    expect(enc2.multiplyAdds).toBe(products + rest);
  });

  test('the image’s size changes the arithmetic and not the parameters', () => {
    expect(totalParameters(digits)).toBe(543_409);
    expect(totalParameters(garments)).toBe(543_409);
    expect(totalMultiplyAdds(garments) / totalMultiplyAdds(digits)).toBeCloseTo(16, 0);
  });

  test('the levels of one side cost nearly the same, all but enc1, and the way up costs most', () => {
    const total = totalMultiplyAdds(garments);
    const cost = (name: string) => blockNamed(garments, name).multiplyAdds / total;
    const spread = (names: readonly string[]) => {
      const costs = names.map(cost);
      return Math.max(...costs) / Math.min(...costs);
    };
    expect(spread(['enc2', 'enc3', 'bottleneck'])).toBeLessThan(1.05);
    expect(spread(['dec3', 'dec2', 'dec1'])).toBeLessThan(1.05);
    expect(cost('enc1') / cost('enc2')).toBeLessThan(0.8);
    const up = cost('dec3') + cost('dec2') + cost('dec1');
    expect(n.wayUp).toBe(share(up, 1));
    expect(up).toBeGreaterThan(2 / 3);
  });

  test('all seven residual blocks have a learned shortcut: each changes the channels', () => {
    const shortcuts = digitsGraph.nodes.filter(({ name }) => name.endsWith('.residual'));
    expect(shortcuts.map(({ settings }) => settings['kernel'])).toEqual(Array(7).fill(1));
  });

  test('windows, idle weights and convolutions in a row are as counted by hand', () => {
    // Two convolutions a block; strides 1, 2, 4, 8; each pooling adds one stride.
    expect(receptiveField(garments, 'enc1')).toBe(5);
    expect(receptiveField(garments, 'enc2')).toBe(5 + 1 + 4 * 2);
    expect(receptiveField(garments, 'bottleneck')).toBe(1 + 4 * (1 + 2 + 4 + 8) + 1 + 2 + 4);
    expect(idleWeights(digits)).toBe(8 * 128 * (64 + 128));
    expect(idleWeights(garments)).toBe(0);
    expect(convolutionsInRow(digits)).toBe(14);
  });

  test('each skip leads from the block that it names into the second input of its node', () => {
    for (const { from, to, node } of skips) {
      const concat = digitsGraph.nodes.find(({ name }) => name === node)!;
      expect(concat.operation).toBe('concat');
      expect(blockOf(node)).toBe(to);
      expect(concat.inputs[1]).toBe(`${from}.out`);
    }
  });
});

describe('the drawing to scale', () => {
  const room = roomFor(640, { barHeight: 150, size: 32, base: 64 });

  test.each(networks)('$name: heights are rows, widths are channels', ({ graph, blocks }) => {
    const picture = layOutNetwork(graph, blocks, room);
    expect(picture.rowHeight).toBe(150 / 32);
    for (const { shape, width, height } of picture.bars) {
      expect(height).toBeCloseTo(shape[0]! * picture.rowHeight, 9);
      if (width > 1.5) expect(width).toBeCloseTo(shape[2]! * picture.channelWidth, 9);
    }
    const up2 = picture.bars.find(({ name }) => name === 'up2')!;
    expect(up2.skipWidth / up2.width).toBeCloseTo(1 / 3, 9);
  });

  test.each(networks)(
    '$name: bars stand in order, apart, and inside the room',
    ({ graph, blocks }) => {
      for (const width of [270, 640, 900]) {
        const base = Math.max(width < 480 ? 16 : 32, blocks[1]!.shape[2]!);
        const narrow = roomFor(width, { barHeight: 56, size: 32, base });
        const { bars } = layOutNetwork(graph, blocks, narrow);
        bars.slice(1).forEach((bar, i) => {
          expect(bar.x).toBeGreaterThan(bars[i]!.x + bars[i]!.width + 5);
        });
        const last = bars.at(-1)!;
        expect(last.x + last.width).toBeCloseTo(width - narrow.rightMargin, 6);
      }
    },
  );
});

describe('the timestep as a vector', () => {
  test('its similarity is the mean cosine of the distance, whatever the place', () => {
    const half = embeddingWidth / 2;
    for (const [t, s] of [
      [0, 7],
      [300, 310],
      [999, 1],
    ] as const) {
      let sum = 0;
      for (let k = 0; k < half; k++) sum += Math.cos((t - s) * 10000 ** (-k / (half - 1)));
      expect(similarity(t, s)).toBeCloseTo(sum / half, 10);
    }
    expect(similarity(123, 123)).toBeCloseTo(1, 12);
    expect(n.nearlyConstant).toBe(
      vectors[0]!.filter((_, i) => {
        const column = vectors.map((vector) => vector[i]!);
        return Math.max(...column) - Math.min(...column) < 0.1;
      }).length,
    );
  });

  test('from the bare number the best fit is the least-squares line', () => {
    const target = wishes.near.values(300);
    const x = timesteps.map(bareNumber);
    const mean = (values: ArrayLike<number>) =>
      Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
    const [mx, my] = [mean(x), mean(target)];
    const slope =
      x.reduce((sum, value, i) => sum + (value - mx) * (target[i]! - my), 0) /
      x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
    const line = x.map((value) => my + slope * (value - mx));
    expect(rmsDifference(fitWish(target).bare, line)).toBeLessThan(1e-7);
  });

  test('the fit gives back what is a weighted sum of its inputs', () => {
    const rows = Array.from({ length: 40 }, (_, i) => [Math.sin(i), i / 40, Math.cos(3 * i)]);
    const target = rows.map(([a, b, c]) => 2 * a! - 3 * b! + 0.5 * c! + 4);
    expect(rmsDifference(makeLinearFit(rows)(target), target)).toBeLessThan(1e-6);
  });

  test('sines beat the bare number on every wish, many times over on smooth ones', () => {
    for (const { values } of Object.values(wishes)) {
      const target = values(300);
      const { sines, bare } = fitWish(target);
      expect(rmsDifference(target, sines)).toBeLessThan(rmsDifference(target, bare) / 3);
    }
    const near = wishes.near.values(300);
    expect(rmsDifference(near, fitWish(near).sines)).toBeLessThan(0.01);
  });
});

describe('GroupNorm', () => {
  const digit = Float32Array.from({ length: 64 }, (_, i) => Math.sin(i * 0.7));
  const maps = filteredDigit(digit, 1);
  const result = groupNorm(maps);
  const normed = (disturbance: Disturbance) => groupNorm(disturbed(maps, disturbance));

  test('gives every group mean 0 and, but for its ε, deviation 1', () => {
    const before = groupStatistics(maps);
    groupStatistics(result).forEach(({ mean, deviation }, g) => {
      expect(mean).toBeCloseTo(0, 12);
      const { deviation: own } = before[g]!;
      expect(deviation).toBeCloseTo(own / Math.sqrt(own ** 2 + 1e-5), 12);
    });
  });

  test('takes back what was done to a whole group, and not what was done to one channel', () => {
    for (const what of ['all', 'group'] as const) {
      const changes = largestChanges(normed({ what, gain: 10, shift: -3 }), result);
      expect(Math.max(...changes)).toBeLessThan(1e-3);
    }
    const changes = largestChanges(normed({ what: 'channel', gain: 10, shift: 0 }), result);
    const own = Math.floor(disturbedChannel / perGroup);
    expect(changes[own]).toBeGreaterThan(0.5);
    expect(changes.filter((_, g) => g !== own)).toEqual(Array(groups - 1).fill(0));
  });

  test('its filters are 3 × 3 sums with zeros around the picture', () => {
    const ones = new Float32Array(9).fill(1);
    expect([...threeByThree(ones, 3, Array(9).fill(1), 0.5)]).toEqual(
      [4, 6, 4, 6, 9, 6, 4, 6, 4].map((sum) => sum + 0.5),
    );
    const right = [0, 0, 0, 0, 0, 1, 0, 0, 0];
    expect([...threeByThree([1, 2, 3, 4], 2, right, 0)]).toEqual([2, 0, 4, 0]);
  });
});

describe('SiLU', () => {
  test('its slope is its derivative', () => {
    for (const x of [-5, -1.3, 0, 0.4, 3]) {
      const step = 1e-5;
      expect(siluSlope(x)).toBeCloseTo((silu(x + step) - silu(x - step)) / (2 * step), 8);
    }
    expect(siluSlope(0)).toBe(0.5);
  });

  test('is lowest where x = −1 − silu(x)', () => {
    // σ(x) (1 + x (1 − σ(x))) = 0 means x σ(x) = 1 + x: the minimum is 1 + x.
    const lowest = siluLowest();
    expect(silu(lowest)).toBeCloseTo(1 + lowest, 12);
    expect(n.siluLowestAt).toBe('−1.28');
  });
});

describe('the gradient’s way back', () => {
  /** The same network written again, forward only; its gradient is measured by differences. */
  function measured(depth: number, shortcut: boolean, seed: number): number {
    const rng = makeRng(seed);
    const start = [...sampleNormals(rng, layerWidth)];
    const pull = [...sampleNormals(rng, layerWidth)];
    const bound = 1 / Math.sqrt(layerWidth);
    const draw = () => (2 * rng.uniform() - 1) * bound;
    const layers = Array.from({ length: depth }, () => ({
      weights: Array.from({ length: layerWidth }, () => Array.from({ length: layerWidth }, draw)),
      bias: Array.from({ length: layerWidth }, draw),
    }));
    const loss = (h0: number[]) => {
      let h = h0;
      for (const { weights, bias } of layers) {
        const f = weights.map((row, i) =>
          silu(row.reduce((sum, w, j) => sum + w * h[j]!, bias[i]!)),
        );
        h = shortcut ? h.map((value, i) => value + f[i]!) : f;
      }
      return h.reduce((sum, value, i) => sum + value * pull[i]!, 0);
    };
    const step = 1e-5;
    const gradient = start.map((_, i) => {
      const moved = (by: number) => loss(start.map((value, j) => (i === j ? value + by : value)));
      return (moved(step) - moved(-step)) / (2 * step);
    });
    const length = (vector: number[]) => Math.hypot(...vector);
    return length(gradient) / length(pull);
  }

  test.each([true, false])('is the derivative, with shortcuts: %s', (shortcut) => {
    const path = gradientPath(3, shortcut, 5);
    expect(path).toHaveLength(4);
    expect(path.at(-1)).toBe(1);
    expect(path[0]! / measured(3, shortcut, 5)).toBeCloseTo(1, 5);
  });

  test('fades without shortcuts and does not with them, whatever the seed', () => {
    for (let seed = 1; seed <= 10; seed++) {
      expect(gradientPath(14, false, seed)[0]).toBeLessThan(1e-6);
      expect(gradientPath(14, true, seed)[0]).toBeGreaterThan(0.5);
    }
  });
});

describe('maps', () => {
  test('take channels apart and keep the place of each pixel', () => {
    const { pictures, lowest, highest, mean } = channelMaps(
      [1, 10, 2, 20, 3, 30, 4, -40],
      [2, 2, 2],
    );
    const scale = pictures[0]![0]!;
    expect(
      pictures.map((picture) => [...picture].map((value) => Math.round(value / scale))),
    ).toEqual([
      [1, 2, 3, 4],
      [10, 20, 30, -40],
    ]);
    expect([lowest, highest, mean]).toEqual([-40, 30, 3.75]);
  });

  test('a vector is a row of pictures of one pixel, and a wrong length is refused', () => {
    expect(channelMaps(new Float32Array(128), [128]).pictures).toHaveLength(128);
    expect(() => channelMaps([1, 2, 3], [2, 2, 1])).toThrow('holds 4 values, not 3');
    expect([1, 16, 32, 64, 128].map(columnsFor)).toEqual([1, 8, 8, 16, 32]);
  });

  test('are enlarged by repeating pixels', () => {
    const picture = enlarged([1, 2, 3, 4], 2);
    expect(picture).toHaveLength(64);
    expect([0, 3, 4, 31, 32, 63].map((i) => picture[i])).toEqual([1, 1, 2, 2, 3, 4]);
    expect(new Set(enlarged([5], 1))).toEqual(new Set([5]));
  });

  test('the scale is told by all but the two largest values in a hundred', () => {
    const values = Float32Array.from({ length: 100 }, (_, i) => (i === 99 ? 1000 : i / 10));
    expect(channelMaps(values, [10, 10, 1]).range).toBeCloseTo(9.7, 5);
  });
});

describe('code beside code', () => {
  test('takes whole definitions out of the files, dedented', () => {
    expect(code.residualBlock.python).toMatch(
      /^class ResidualBlock[\s\S]*return h \+ self.residual\(x\)$/,
    );
    expect(code.residualBlock.typescript).toMatch(/^function residualBlock[\s\S]*\n}$/);
    expect(code.whole.python).toMatch(/^class UNet[\s\S]*return self.out\(dec1\)$/);
    expect(code.conditioning.python).toMatch(/^def __init__[\s\S]*time_mlp[\s\S]*\n\ndef forward/);
    expect(code.conditioning.python).toMatch(/embedded = embedded \+ self.class_embedding\(y\)$/);
    for (const { python, typescript } of Object.values(code)) {
      expect(python.split('\n').length).toBeLessThan(45);
      expect(typescript.split('\n').length).toBeLessThan(30);
    }
  });

  test('says what is missing when a file no longer has it', () => {
    const python =
      'class A:\n    def f(self):\n        return 1\n\n    def g(self):\n        return 2\n\n\nx = 3\n';
    expect(pythonMethod(python, 'A', 'f')).toBe('def f(self):\n    return 1');
    expect(pythonBlock(python, 'class A')).toMatch(/return 2$/);
    expect(() => pythonBlock(python, 'class B')).toThrow('“class B”');
    expect(() => typescriptBlock('function f() {\n', 'function f')).toThrow('does not end');
    expect(() => upTo('a\nb', 'c')).toThrow('“c”');
  });
});

test('amounts are written for reading', () => {
  expect([0, 0.00001, 0.0123456, 1.5, -2.345, 1234].map(three)).toEqual([
    '0',
    '0.0000',
    '0.0123',
    '1.50',
    '−2.35',
    '1234',
  ]);
  expect([signed(-0.001, 2), signed(-1.5, 1), signed(2, 0)]).toEqual(['0.00', '−1.5', '2']);
  expect([share(0, 9), share(1, 9000), share(1, 3)]).toEqual(['0 %', '< 0.1 %', '33.3 %']);
  expect([amount(3), amount(0.014), amount(1.42e-7)]).toEqual(['3.0', '0.014', '1.4 · 10⁻⁷']);
  expect([large(999), large(45_575_936), large(2.5e9)]).toEqual([
    '999',
    '45.6 million',
    '2.50 billion',
  ]);
  expect([powerOfTen(0.1), powerOfTen(1e-7), powerOfTen(100)]).toEqual(['0.1', '10⁻⁷', '100']);
  expect(shapeText([1, 1, 1])).toBe('1 × 1 pixel, 1 channel');
});

/**
 * The course's U-Net as a graph: three levels and a bottleneck of residual blocks, each told the time
 * (after Ronneberger et al. 2015 and Ho et al. 2020, section 4 and appendix B).
 */
import { type Graph, type GraphBuilder, GraphError, makeGraphBuilder } from './graph.ts';

/** What a U-Net is for. */
export interface UNetSettings {
  /** Side of the square images: a multiple of 8. */
  readonly size: number;
  readonly channelsIn: number;
  readonly channelsOut: number;
  /** Channels of the first level: a multiple of 8. The levels have 1, 2, 4 and 8 times as many. */
  readonly base: number;
  /** Width of the time embedding: even, at least 4. */
  readonly embedding: number;
  /** Number of classes; 0 for a network without conditioning. The null class comes after the last one. */
  readonly classes: number;
}

function checkSettings(settings: UNetSettings): void {
  const rules: readonly [keyof UNetSettings, (value: number) => boolean, string][] = [
    ['size', (value) => value > 0 && value % 8 === 0, 'a positive multiple of 8'],
    ['channelsIn', (value) => value > 0, 'a positive integer'],
    ['channelsOut', (value) => value > 0, 'a positive integer'],
    ['base', (value) => value > 0 && value % 8 === 0, 'a positive multiple of 8'],
    ['embedding', (value) => value >= 4 && value % 2 === 0, 'an even integer of at least 4'],
    ['classes', (value) => value >= 0, 'an integer of at least 0'],
  ];
  for (const [name, allows, allowed] of rules) {
    const value = settings[name];
    if (!Number.isInteger(value) || !allows(value)) {
      throw new GraphError(`unet: ${name} must be ${allowed}, but it is ${value}.`);
    }
  }
}

/** conv3x3 → GroupNorm(8) → SiLU, plus SiLU(Linear(time)), conv3x3 → GroupNorm(8) → SiLU, plus a 1x1 shortcut. */
function residualBlock(
  g: GraphBuilder,
  name: string,
  input: string,
  embedded: string,
  channels: number,
): string {
  let h = g.add(`${name}.conv1`, 'conv2d', [input], { channels, kernel: 3 });
  h = g.add(`${name}.norm1`, 'groupNorm', [h], { groups: 8 });
  h = g.add(`${name}.act1`, 'silu', [h], {});
  const time = g.add(`${name}.time_mlp`, 'linear', [embedded], { features: channels });
  h = g.add(`${name}.addTime`, 'add', [h, g.add(`${name}.actTime`, 'silu', [time], {})], {});
  h = g.add(`${name}.conv2`, 'conv2d', [h], { channels, kernel: 3 });
  h = g.add(`${name}.norm2`, 'groupNorm', [h], { groups: 8 });
  h = g.add(`${name}.act2`, 'silu', [h], {});
  const same = g.shapeOf(input)[2] === channels;
  const shortcut = same
    ? input
    : g.add(`${name}.residual`, 'conv2d', [input], { channels, kernel: 1 });
  return g.add(`${name}.out`, 'add', [h, shortcut], {});
}

/** Inputs `t` (and `y`): the embedding that every block reads, [embedding]. */
export function conditioning(g: GraphBuilder, width: number, classes: number): string {
  const t = g.input('t', [], 'index');
  const sinusoids = g.add('time_mlp.0', 'timestepEmbedding', [t], { width });
  const linear = g.add('time_mlp.1', 'linear', [sinusoids], { features: width });
  const time = g.add('time_mlp.2', 'silu', [linear], {});
  if (classes === 0) return time;
  const y = g.input('y', [], 'index');
  const label = g.add('class_embedding', 'embedding', [y], { rows: classes + 1, width });
  return g.add('conditioning', 'add', [time, label], {});
}

/**
 * Builds the U-Net. Inputs: `x` [size, size, channelsIn], `t` and, with classes, `y`; output: [size, size, channelsOut].
 *
 * @throws GraphError that names the setting, its value and what is allowed
 */
export function unet(settings: UNetSettings): Graph {
  checkSettings(settings);
  const { size, channelsIn, channelsOut, base, embedding, classes } = settings;
  const g = makeGraphBuilder('unet');
  const x = g.input('x', [size, size, channelsIn]);
  const embedded = conditioning(g, embedding, classes);
  const block = (name: string, input: string, channels: number) =>
    residualBlock(g, name, input, embedded, channels);
  const down = (name: string, input: string) => g.add(name, 'maxPool2d', [input], {});
  const up = (name: string, input: string, skip: string) => {
    const larger = g.add(`${name}.upsample`, 'upsample2d', [input], {});
    return g.add(`${name}.concat`, 'concat', [larger, skip], {});
  };
  const enc1 = block('enc1', x, base);
  const enc2 = block('enc2', down('pool1', enc1), 2 * base);
  const enc3 = block('enc3', down('pool2', enc2), 4 * base);
  const deep = block('bottleneck', down('pool3', enc3), 8 * base);
  const dec3 = block('dec3', up('up3', deep, enc3), 4 * base);
  const dec2 = block('dec2', up('up2', dec3, enc2), 2 * base);
  const dec1 = block('dec1', up('up1', dec2, enc1), base);
  return g.finish(g.add('out', 'conv2d', [dec1], { channels: channelsOut, kernel: 1 }));
}

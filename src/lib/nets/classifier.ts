/**
 * A small image classifier as a graph; told the time, it is the noise-aware p(y | x_t) that classifier
 * guidance needs (Dhariwal and Nichol 2021, section 4).
 */
import { type Graph, type GraphBuilder, makeGraphBuilder } from './graph.ts';
import { conditioning } from './unet.ts';

/** What a classifier is for. */
export interface ClassifierSettings {
  /** Side of the square images: a multiple of 4. */
  readonly size: number;
  readonly channelsIn: number;
  /** Channels of the first stage: a multiple of 8. */
  readonly base: number;
  readonly classes: number;
  /** Width of the time embedding; 0 for a classifier of clean images. */
  readonly embedding: number;
}

function stage(
  g: GraphBuilder,
  index: number,
  input: string,
  channels: number,
  embedded: string | null,
): string {
  let h = g.add(`conv${index}`, 'conv2d', [input], { channels, kernel: 3 });
  h = g.add(`norm${index}`, 'groupNorm', [h], { groups: 8 });
  if (embedded) {
    const time = g.add(`time${index}`, 'linear', [embedded], { features: channels });
    h = g.add(`addTime${index}`, 'add', [h, time], {});
  }
  return g.add(`act${index}`, 'silu', [h], {});
}

/**
 * Builds the classifier. Inputs: `x` and, when it is noise-aware, `t`; output: logits [classes]. The node
 * `act4` holds the features, [4 · base], in which Fréchet distances are measured.
 *
 * @throws GraphError when the shapes do not fit
 */
export function classifier(settings: ClassifierSettings): Graph {
  const { size, channelsIn, base, classes, embedding } = settings;
  const g = makeGraphBuilder('classifier');
  const x = g.input('x', [size, size, channelsIn]);
  const embedded = embedding > 0 ? conditioning(g, embedding, 0) : null;
  let h = stage(g, 1, x, base, embedded);
  h = stage(g, 2, g.add('pool1', 'maxPool2d', [h], {}), 2 * base, embedded);
  h = stage(g, 3, g.add('pool2', 'maxPool2d', [h], {}), 4 * base, embedded);
  h = g.add('mean', 'globalMean2d', [h], {});
  h = g.add('features', 'linear', [h], { features: 4 * base });
  h = g.add('act4', 'silu', [h], {});
  return g.finish(g.add('logits', 'linear', [h], { features: classes }));
}

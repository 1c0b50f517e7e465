/** A denoiser for points in the plane as a graph: three hidden layers, each told the time. */
import { type Graph, makeGraphBuilder } from './graph.ts';
import { conditioning } from './unet.ts';

/** What an MLP denoiser is for. */
export interface MlpSettings {
  /** Numbers in a point, in and out. */
  readonly dim: number;
  readonly hidden: number;
  /** Width of the time embedding: even, at least 4. */
  readonly embedding: number;
  /** Number of classes; 0 for none. */
  readonly classes: number;
}

const layers = 3;

/** Builds the denoiser. Inputs: `x` [dim], `t` and, with classes, `y`; output: [dim]. */
export function mlp({ dim, hidden, embedding, classes }: MlpSettings): Graph {
  const g = makeGraphBuilder('mlp');
  let h = g.input('x', [dim]);
  const embedded = conditioning(g, embedding, classes);
  for (let i = 1; i <= layers; i++) {
    const linear = g.add(`hidden${i}`, 'linear', [h], { features: hidden });
    const time = g.add(`time${i}`, 'linear', [embedded], { features: hidden });
    h = g.add(`act${i}`, 'silu', [g.add(`addTime${i}`, 'add', [linear, time], {})], {});
  }
  return g.finish(g.add('out', 'linear', [h], { features: dim }));
}

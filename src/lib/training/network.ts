/** The network that a training run trains, and where its numbers start. */
import { fork, type Rng } from '../diffusion/index.ts';
import type { Parameters, TrainingState } from '../engines/engine.ts';
import type { Graph } from '../nets/graph.ts';
import type { NamedTensor } from '../nets/safetensors.ts';
import { type Initialiser, sizeOf } from '../nets/shapes.ts';
import { type UNetSettings, unet } from '../nets/unet.ts';
import { embeddingWidth, imageSizes, type TrainingSettings } from './settings.ts';

/** The U-Net of a run. Class i is the i-th of the settings' labels; the null class comes after the last. */
export function networkSettings({ data, base, classes }: TrainingSettings): UNetSettings {
  return {
    size: imageSizes[data],
    channelsIn: 1,
    channelsOut: 1,
    base,
    embedding: embeddingWidth,
    classes: classes.length,
  };
}

/** The graph of a run's network. */
export const networkOf = (settings: TrainingSettings): Graph => unet(networkSettings(settings));

function drawValues(rng: Rng, initialiser: Initialiser, length: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(length);
  if (initialiser.kind === 'constant') return values.fill(initialiser.value);
  for (let i = 0; i < length; i++) {
    values[i] =
      initialiser.kind === 'normal' ? rng.normal() : initialiser.bound * (2 * rng.uniform() - 1);
  }
  return values;
}

/** A graph's first parameters, each tensor from its own generator of the seed: adding one changes no other. */
export function initialParameters(graph: Graph, seed: number): Parameters {
  return new Map(
    graph.parameters.map(({ name, shape, initialiser }): [string, NamedTensor] => {
      const rng = fork(seed, `weights/${name}`);
      return [name, { shape, values: drawValues(rng, initialiser, sizeOf(shape)) }];
    }),
  );
}

/** A run's state before its first step: averaged weights as the raw ones, Adam's averages 0. */
export function initialState(graph: Graph, model: Parameters): TrainingState {
  const zeros = (): Parameters =>
    new Map(
      graph.parameters.map(({ name, shape }): [string, NamedTensor] => [
        name,
        { shape, values: new Float32Array(sizeOf(shape)) },
      ]),
    );
  return { step: 0, model, ema: model, adamMean: zeros(), adamSquare: zeros() };
}

/** What the tests of the U-Net lesson share: the shipped model in Node, its digits, and how to read the figures. */
import { engineForNode } from '../../scripts/engineForNode.ts';
import { imagesFromDisk } from '../../scripts/imagesFromDisk.ts';
import { modelFromDisk } from '../../scripts/modelsFromDisk.ts';
import { digitPixels, schedule } from '../../src/lessons/the-u-net/figures/modelSchedule.ts';
import type { ImageDataset } from '../../src/lib/datasets/index.ts';
import {
  convertPrediction,
  forwardSample,
  makeRng,
  sampleNormals,
} from '../../src/lib/diffusion/index.ts';
import type { Network } from '../../src/lib/engines/engine.ts';
import { silenceInputs } from '../../src/lib/nets/silence.ts';

export { expectPicture, expectReading, modelMs } from './modelFigures.ts';

export const lesson = '/lessons/the-u-net/';

/** The console's words on a machine whose WebGPU is a program: none of them is about the course. */
export const adapterNoise = /powerPreference|WebGPU|GPU|swiftshader|Dawn/i;

export const heldOut = await imagesFromDisk('digits-8', 'test');

/** The nth held-out digit of a class. */
export function digitOf(label: number, nth = 0, data: ImageDataset = heldOut): Float32Array {
  const indices = [...data.labels.keys()].filter((index) => data.labels[index] === label);
  const index = indices[nth]!;
  return data.images.subarray(index * digitPixels, (index + 1) * digitPixels);
}

/** x_t by one jump, with the noise that a figure draws from this seed. */
export function jumpTo(x0: Float32Array, t: number, seed = 1): Float32Array {
  return forwardSample(schedule, x0, t, sampleNormals(makeRng(seed), digitPixels));
}

/** The clean picture that predicted noise implies. */
export const x0Of = (xt: Float32Array, t: number, epsPred: Float32Array): Float32Array =>
  convertPrediction(schedule, { from: 'eps', to: 'x0', xt, t, value: epsPred });

/** The shipped model on another engine than the browser's, each set of silenced skips loaded once. */
export async function modelInNode() {
  const engine = await engineForNode(['wasm']);
  const { graph, parameters } = await modelFromDisk('digits-8');
  const networks = new Map<string, Network>();
  const network = (silenced: readonly string[] = []) => {
    const key = silenced.join(' ');
    const known = networks.get(key) ?? engine.load(silenceInputs(graph, silenced, 1), parameters);
    networks.set(key, known);
    return known;
  };
  /** Values of the named nodes, and the predicted noise, for pictures of one timestep. */
  const look = async (
    xt: Float32Array,
    t: number,
    labels: readonly number[],
    names: readonly string[] = [],
    silenced: readonly string[] = [],
  ) => {
    const inputs = { x: xt, t: labels.map(() => t), y: labels };
    const found = await network(silenced).activations(inputs, [...names, graph.output]);
    return { epsPred: found.get(graph.output)!, found };
  };
  return { graph, network, look, dispose: () => engine.dispose() };
}

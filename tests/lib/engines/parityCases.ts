/** The networks with which engines are compared with PyTorch: weights, inputs, outputs and gradients from the fixtures. */
import { readFileSync } from 'node:fs';
import type { Inputs, Parameters } from '../../../src/lib/engines/engine.ts';
import {
  type ClassifierSettings,
  classifier,
  type Graph,
  type MlpSettings,
  mlp,
  type UNetSettings,
  unet,
} from '../../../src/lib/nets/index.ts';
import { type NamedTensor, readSafetensors } from '../../../src/lib/nets/safetensors.ts';

interface CaseEntry {
  readonly id: string;
  readonly kind: 'unet' | 'mlp' | 'classifier';
  readonly settings: unknown;
  readonly batch: number;
  readonly weights: string;
  readonly reference: string;
  /** Parameters whose gradient is exactly zero in theory (a bias before a normalisation of its own channel). */
  readonly zeroGradients: readonly string[];
  readonly adam?: {
    readonly steps: number;
    readonly learningRate: number;
    readonly losses: readonly number[];
  };
}

/** One network with PyTorch's answers. */
export interface ParityCase extends CaseEntry {
  readonly graph: Graph;
  readonly parameters: Parameters;
  readonly inputs: Inputs;
  readonly tensors: ReadonlyMap<string, NamedTensor>;
}

const folder = 'tests/fixtures/engines';
const read = (file: string) => readSafetensors(readFileSync(`${folder}/${file}`)).tensors;

function graphOf({ kind, settings }: CaseEntry): Graph {
  if (kind === 'unet') return unet(settings as UNetSettings);
  if (kind === 'mlp') return mlp(settings as MlpSettings);
  return classifier(settings as ClassifierSettings);
}

/** Every case of the fixtures. */
export const parityCases: readonly ParityCase[] = (
  JSON.parse(readFileSync(`${folder}/cases.json`, 'utf8')) as { cases: CaseEntry[] }
).cases.map((entry) => {
  const graph = graphOf(entry);
  const tensors = read(entry.reference);
  const inputs = Object.fromEntries(
    graph.inputs.map(({ name }) => [name, tensors.get(name)!.values]),
  );
  return { ...entry, graph, parameters: read(entry.weights), inputs, tensors };
});

/** The largest difference, relative to the largest of the expected values. */
export function largestError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let difference = 0;
  let scale = 0;
  for (let i = 0; i < expected.length; i++) {
    difference = Math.max(difference, Math.abs(actual[i]! - expected[i]!));
    scale = Math.max(scale, Math.abs(expected[i]!));
  }
  return actual.length === expected.length ? difference / scale : Number.POSITIVE_INFINITY;
}

/** The page of engines.test.ts: runs one network forward and backward on a backend of this browser. */
import { startTfjs } from '../../src/lib/compute/backend.ts';
import type { BackendInfo, BackendName, Inputs } from '../../src/lib/engines/engine.ts';
import {
  type ClassifierSettings,
  classifier,
  type MlpSettings,
  mlp,
  type UNetSettings,
  unet,
} from '../../src/lib/nets/index.ts';

/** A network as it travels to the page. */
export interface PageCase {
  readonly kind: 'unet' | 'mlp' | 'classifier';
  readonly settings: unknown;
  readonly parameters: readonly (readonly [string, readonly number[], readonly number[]])[];
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly outputGradient: readonly number[];
}

/** What the page answers. */
export interface PageAnswer {
  readonly backend: BackendInfo;
  readonly output: readonly number[];
  /** Empty where the backend cannot train. */
  readonly x: readonly number[];
  readonly parameters: readonly (readonly [string, readonly number[]])[];
  readonly tensorsLeft: number;
}

function graphOf({ kind, settings }: PageCase) {
  if (kind === 'unet') return unet(settings as UNetSettings);
  if (kind === 'mlp') return mlp(settings as MlpSettings);
  return classifier(settings as ClassifierSettings);
}

async function run(backend: BackendName, asked: PageCase): Promise<PageAnswer> {
  const engine = await startTfjs([backend]);
  const parameters = asked.parameters.map(
    ([name, shape, values]) => [name, { shape, values: Float32Array.from(values) }] as const,
  );
  const network = engine.load(graphOf(asked), new Map(parameters));
  const gradient = Float32Array.from(asked.outputGradient);
  const output = await network.forward(asked.inputs as Inputs);
  const found = engine.backend.trains
    ? await network.gradients(asked.inputs as Inputs, gradient)
    : null;
  network.dispose();
  const gradients = [...(found?.parameters ?? [])];
  return {
    backend: engine.backend,
    output: [...output],
    x: [...(found?.x ?? [])],
    parameters: gradients.map(([name, { values }]) => [name, [...values]]),
    tensorsLeft: engine.memory().tensors,
  };
}

Object.assign(globalThis, { runNetwork: run });

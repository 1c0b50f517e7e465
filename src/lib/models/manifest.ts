/** The manifest of a shipped model: its type, and the check that a file is one. */
import { DataLoadError } from '../datasets/index.ts';
import { type ClassifierSettings, classifier } from '../nets/classifier.ts';
import type { Graph } from '../nets/graph.ts';
import { type UNetSettings, unet } from '../nets/unet.ts';

/** What a shipped network is. */
export type Architecture =
  | ({ readonly kind: 'unet' } & UNetSettings)
  | ({ readonly kind: 'classifier' } & ClassifierSettings);

/** What manifest.json says of a model, as far as running it needs; written by training/ship.py. */
export interface ModelManifest {
  readonly id: string;
  readonly architecture: Architecture;
  /** What a denoiser predicts; null for a classifier. */
  readonly prediction: 'eps' | 'x0' | 'v' | null;
  readonly weights: { readonly file: string; readonly bytes: number; readonly sha256: string };
  /** The data set that it learnt. */
  readonly data: string;
  /** Of a denoiser; null for a classifier of clean images. */
  readonly schedule: string | null;
  readonly T: number | null;
  /** What its makers measured, by name. */
  readonly measured: Readonly<Record<string, unknown>>;
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

/** The network of an architecture. */
export function graphOf(architecture: Architecture): Graph {
  return architecture.kind === 'unet' ? unet(architecture) : classifier(architecture);
}

/** An architecture whose graph can be built, or a sentence part that says what is wrong. */
function readArchitecture(value: unknown): Architecture | string {
  const fields = fieldsOf(value);
  const { kind } = fields;
  if (kind !== 'unet' && kind !== 'classifier')
    return 'architecture.kind must be unet or classifier';
  const keys =
    kind === 'unet'
      ? ['size', 'channelsIn', 'channelsOut', 'base', 'embedding', 'classes']
      : ['size', 'channelsIn', 'base', 'embedding', 'classes'];
  const wrong = keys.find((key) => !Number.isSafeInteger(fields[key]));
  if (wrong) return `architecture.${wrong} must be a whole number`;
  const architecture = fields as unknown as Architecture;
  try {
    graphOf(architecture);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return architecture;
}

function readWeights(value: unknown): ModelManifest['weights'] | string {
  const { file, bytes, sha256 } = fieldsOf(value);
  if (typeof file !== 'string' || !/^[\w-]+\.safetensors$/.test(file)) {
    return 'weights.file must be a plain file name that ends in .safetensors';
  }
  if (!Number.isSafeInteger(bytes) || Number(bytes) < 8) return 'weights.bytes must be a length';
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) {
    return 'weights.sha256 must be 64 hexadecimal digits';
  }
  return { file, bytes: Number(bytes), sha256 };
}

const denoises = ['eps', 'x0', 'v'];

/**
 * Checks a parsed manifest.json.
 *
 * @param url where it came from, for the message
 * @throws DataLoadError of kind `format` that names what is wrong
 */
export function parseModelManifest(json: unknown, url: string): ModelManifest {
  const fail = (reason: string): never => {
    const message = `The model description ${url} is damaged: ${reason}. Reload the page; if it happens again, tell whoever runs this site.`;
    throw new DataLoadError('format', message, url);
  };
  const { id, architecture, prediction = null, weights, data, training, measured } = fieldsOf(json);
  const { schedule = null, T = null } = fieldsOf(training);
  if (typeof id !== 'string' || typeof data !== 'string') return fail('id and data must be texts');
  const network = readArchitecture(architecture);
  if (typeof network === 'string') return fail(network);
  const file = readWeights(weights);
  if (typeof file === 'string') return fail(file);
  if (network.kind === 'unet') {
    if (!denoises.includes(String(prediction))) return fail('prediction must be eps, x0 or v');
    if (typeof schedule !== 'string') return fail('training.schedule must be a text');
    if (!Number.isSafeInteger(T) || Number(T) < 1) return fail('training.T must be a whole number');
  }
  return {
    id,
    architecture: network,
    prediction: prediction as ModelManifest['prediction'],
    weights: file,
    data,
    schedule: schedule as string | null,
    T: T as number | null,
    measured: fieldsOf(measured),
  };
}

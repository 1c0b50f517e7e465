/** Loads a shipped model: manifest, weights, checks, and the graph that they belong to. */
import {
  type DataCache,
  DataLoadError,
  type Fetch,
  type LoadProgress,
  loadDescription,
  loadFile,
  makeDataCache,
} from '../datasets/index.ts';
import type { Graph } from '../nets/graph.ts';
import {
  checkParameters,
  type NamedTensor,
  readSafetensors,
  SafetensorsError,
} from '../nets/safetensors.ts';
import { graphOf, type ModelManifest, parseModelManifest } from './manifest.ts';

/** A network and its numbers. */
export interface ShippedModel {
  readonly manifest: ModelManifest;
  readonly graph: Graph;
  /** By PyTorch's state-dict name, in PyTorch's axis order. */
  readonly parameters: ReadonlyMap<string, NamedTensor>;
}

/** Which model, and how to get it. */
export interface LoadModelOptions {
  /** Its folder under `weights/`. */
  readonly id: string;
  /** The site's base path + 'weights/'. */
  readonly baseUrl: string;
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly fetch?: Fetch | undefined;
  /** Where downloads are kept; the browser's Cache API by default, nothing with `null`. */
  readonly cache?: DataCache | null | undefined;
}

/** The tensors of a weight file, if they are the graph's. */
function readWeights(bytes: Uint8Array, graph: Graph, title: string, url: string) {
  try {
    const { tensors } = readSafetensors(bytes);
    checkParameters(tensors, graph.parameters);
    return tensors;
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
    const message = `${title} does not fit its description. ${error.message} Tell whoever runs this site.`;
    throw new DataLoadError('format', message, url, error);
  }
}

/**
 * Loads a model. The file's length and SHA-256 are checked; a kept copy that is damaged is fetched again.
 *
 * @throws DataLoadError with a `kind` and a message for the reader
 */
export async function loadModel(options: LoadModelOptions): Promise<ShippedModel> {
  const { id, baseUrl, onProgress, signal } = options;
  const title = `Model “${id}”`;
  const folder = `${baseUrl.replace(/\/?$/, '/')}${encodeURIComponent(id)}/`;
  const sources = {
    title,
    fetch: options.fetch ?? globalThis.fetch,
    cache: options.cache === null ? undefined : (options.cache ?? makeDataCache()),
  };
  const manifest = await loadDescription(
    `${folder}manifest.json`,
    parseModelManifest,
    sources,
    signal,
  );
  const { file, bytes: totalBytes, sha256 } = manifest.weights;
  const expected = { url: `${folder}${file}`, title, bytes: totalBytes, sha256 };
  const content = await loadFile(expected, sources, signal, (loadedBytes) =>
    onProgress?.({ loadedBytes, totalBytes }),
  );
  const graph = graphOf(manifest.architecture);
  return { manifest, graph, parameters: readWeights(content, graph, title, expected.url) };
}

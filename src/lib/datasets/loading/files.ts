/** Gets a data set's manifest and shards: shared while under way, kept in the cache, checked. */

import type { DataCache } from './dataCache.ts';
import { download, type ExpectedFile, type Fetch, isExpected, openResponse } from './download.ts';
import { abortedError, DataLoadError } from './errors.ts';
import { gunzip } from './gunzip.ts';
import { type ImageManifest, parseManifest, type ShardEntry } from './manifest.ts';
import { SharedLoads } from './sharedLoad.ts';

/** Where a data set's files come from. */
export interface Sources {
  /** What to call the data set when talking to the reader. */
  readonly title: string;
  /** The data set's folder, with a slash at its end. */
  readonly folderUrl: string;
  readonly fetch: Fetch;
  readonly cache: DataCache | undefined;
}

/** Loads under way, apart for each way of fetching, so that a stand-in never serves a page. */
const shardLoads = new WeakMap<Fetch, SharedLoads<Uint8Array<ArrayBuffer>>>();

function loadsOf(fetch: Fetch): SharedLoads<Uint8Array<ArrayBuffer>> {
  const loads = shardLoads.get(fetch) ?? new SharedLoads();
  shardLoads.set(fetch, loads);
  return loads;
}

function parseJson(text: string, title: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = `The data description of ${title} is damaged: it is not JSON. Reload the page; if it happens again, tell whoever runs this site.`;
    throw new DataLoadError('format', message, url, cause);
  }
}

async function readText(response: Response, title: string, url: string, signal?: AbortSignal) {
  try {
    return await response.text();
  } catch (cause) {
    if (signal?.aborted) throw abortedError(title, url);
    const message = `The data description of ${title} stopped half way. Check the connection and try again.`;
    throw new DataLoadError('truncated', message, url, cause);
  }
}

/**
 * A small JSON file that describes others. It is always fetched; the copy kept from an earlier visit
 * serves when the server cannot be reached, so that kept files can be used offline.
 *
 * @param parse checks the JSON; it throws DataLoadError
 */
export async function loadDescription<T>(
  url: string,
  parse: (json: unknown, url: string) => T,
  { title, fetch, cache }: Omit<Sources, 'folderUrl'>,
  signal?: AbortSignal,
): Promise<T> {
  try {
    const response = await openResponse(url, title, { fetch, signal });
    const text = await readText(response, title, url, signal);
    const description = parse(parseJson(text, title, url), url);
    await cache?.write(url, new TextEncoder().encode(text));
    return description;
  } catch (error) {
    const offline = error instanceof DataLoadError && error.kind === 'offline';
    const kept = offline ? await cache?.read(url) : undefined;
    if (!kept) throw error;
    return parse(parseJson(new TextDecoder().decode(kept), title, url), url);
  }
}

/** The data set's manifest. */
export function loadManifest(sources: Sources, signal?: AbortSignal): Promise<ImageManifest> {
  return loadDescription(`${sources.folderUrl}manifest.json`, parseManifest, sources, signal);
}

/** One file's bytes as served: from the cache if the copy is sound, else downloaded and kept. */
export async function loadFile(
  file: ExpectedFile,
  { fetch, cache }: Pick<Sources, 'fetch' | 'cache'>,
  signal: AbortSignal | undefined,
  onBytes: (received: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = `${file.url}?sha256=${file.sha256}`;
  const kept = await cache?.read(key);
  if (kept && isExpected(kept, file)) {
    onBytes(file.bytes);
    return kept;
  }
  if (kept) await cache?.remove(key);
  const content = await download(file, { fetch, signal, onBytes });
  await cache?.write(key, content);
  return content;
}

/**
 * One shard, checked and decompressed. Asked for several times at once, it is fetched once.
 * @returns its raw bytes: pixels, then labels
 */
export function loadShard(
  shard: ShardEntry,
  sources: Sources,
  waiter: { signal?: AbortSignal; onBytes?: (received: number) => void },
): Promise<Uint8Array<ArrayBuffer>> {
  const { title, folderUrl } = sources;
  const { bytes, sha256 } = shard;
  const file: ExpectedFile = { url: `${folderUrl}${shard.file}`, title, bytes, sha256 };
  return loadsOf(sources.fetch).load(
    `${file.url}?sha256=${sha256}`,
    async (signal, onBytes) =>
      gunzip(await loadFile(file, sources, signal, onBytes), shard.rawBytes, title),
    { title, ...waiter },
  );
}

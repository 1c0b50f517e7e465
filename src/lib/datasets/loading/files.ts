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
 * The data set's manifest. It is small and always fetched; the copy kept from an earlier visit
 * serves when the server cannot be reached, so that kept shards can be used offline.
 */
export async function loadManifest(
  { title, folderUrl, fetch, cache }: Sources,
  signal?: AbortSignal,
): Promise<ImageManifest> {
  const url = `${folderUrl}manifest.json`;
  try {
    const response = await openResponse(url, title, { fetch, signal });
    const text = await readText(response, title, url, signal);
    const manifest = parseManifest(parseJson(text, title, url), url);
    await cache?.write(url, new TextEncoder().encode(text));
    return manifest;
  } catch (error) {
    const offline = error instanceof DataLoadError && error.kind === 'offline';
    const kept = offline ? await cache?.read(url) : undefined;
    if (!kept) throw error;
    return parseManifest(parseJson(new TextDecoder().decode(kept), title, url), url);
  }
}

/** One shard's bytes as served: from the cache if the copy is sound, else downloaded and kept. */
async function fetchShard(
  file: ExpectedFile,
  { fetch, cache }: Sources,
  signal: AbortSignal,
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
      gunzip(await fetchShard(file, sources, signal, onBytes), shard.rawBytes, title),
    { title, ...waiter },
  );
}

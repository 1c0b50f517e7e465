/** Loads images of a data set: manifest, shards, checks, and pixels scaled to [−1, 1]. */

import { InvalidArgumentError } from '../../diffusion/index.ts';
import { type ImageDatasetId, type ImageDatasetInfo, imageDatasets } from '../images/index.ts';
import { type DataCache, makeDataCache } from './dataCache.ts';
import type { Fetch } from './download.ts';
import { DataLoadError, throwIfAborted } from './errors.ts';
import { loadManifest, loadShard, type Sources } from './files.ts';
import type { ImageManifest, ShardEntry } from './manifest.ts';
import { unpackShard } from './unpackShard.ts';

/** Images ready for training, in the order in which they are served. */
export interface ImageDataset {
  readonly id: ImageDatasetId;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: 1;
  /** [count * height * width], image after image, row after row, in [−1, 1]. */
  readonly images: Float32Array<ArrayBuffer>;
  /** [count], index into classNames. */
  readonly labels: Uint8Array<ArrayBuffer>;
  readonly classNames: readonly string[];
}

/** Download progress over all shards that the request needs, in compressed bytes. */
export interface LoadProgress {
  readonly loadedBytes: number;
  readonly totalBytes: number;
}

/** What to load, and how. */
export interface LoadImagesOptions {
  readonly id: ImageDatasetId;
  readonly split: 'train' | 'test';
  /** At most this many images, from the start; only the shards they are in are fetched. */
  readonly limit?: number | undefined;
  /** The site's base path + 'data/'. */
  readonly baseUrl: string;
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly fetch?: Fetch | undefined;
  /** Where downloads are kept; the browser's Cache API by default, nothing with `null`. */
  readonly cache?: DataCache | null | undefined;
}

/** The first shards that together hold `limit` images. */
function shardsFor(shards: readonly ShardEntry[], limit: number): ShardEntry[] {
  const needed: ShardEntry[] = [];
  let count = 0;
  for (const shard of shards) {
    if (count >= limit) break;
    needed.push(shard);
    count += shard.count;
  }
  return needed;
}

function checkLimit(limit: number | undefined): number {
  if (limit === undefined) return Number.POSITIVE_INFINITY;
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new InvalidArgumentError('limit', limit, 'a positive integer');
}

function infoOf(id: ImageDatasetId): ImageDatasetInfo {
  if (Object.hasOwn(imageDatasets, id)) return imageDatasets[id];
  throw new InvalidArgumentError('id', id, `one of ${Object.keys(imageDatasets).join(', ')}`);
}

/** Fails if the manifest describes other images than the registry promises. */
function checkAgrees(manifest: ImageManifest, info: ImageDatasetInfo, url: string): void {
  const { shape, classNames } = manifest;
  const agrees =
    manifest.id === info.folder &&
    shape.height + 2 * info.padding === info.height &&
    shape.width + 2 * info.padding === info.width &&
    classNames.length === info.classNames.length &&
    classNames.every((name, i) => name === info.classNames[i]);
  if (agrees) return;
  const message = `The data description ${url} is not the one of ${info.label}. Reload the page; if it happens again, tell whoever runs this site.`;
  throw new DataLoadError('format', message, url);
}

/** Fetches shards at once, and unpacks them; if one fails, the others are stopped. */
async function loadShards(
  shards: readonly ShardEntry[],
  sources: Sources,
  { onProgress, signal }: LoadImagesOptions,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const stop = new AbortController();
  const joined = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const totalBytes = shards.reduce((sum, shard) => sum + shard.bytes, 0);
  const received = shards.map(() => 0);
  const report = (i: number, bytes: number) => {
    received[i] = bytes;
    onProgress?.({ loadedBytes: received.reduce((sum, n) => sum + n, 0), totalBytes });
  };
  const loads = shards.map((shard, i) =>
    loadShard(shard, sources, { signal: joined, onBytes: (bytes) => report(i, bytes) }),
  );
  try {
    return await Promise.all(loads);
  } finally {
    stop.abort();
    await Promise.allSettled(loads);
  }
}

/**
 * Loads the images and labels of one split, or its first `limit` images.
 *
 * Every shard's length and SHA-256 are checked; a kept copy that is damaged is fetched again.
 * Shards are class-balanced: ten images in a row hold one of each class (the digits' last few,
 * where some classes have run out, excepted).
 *
 * @returns images scaled to [−1, 1] and labels; see ImageDataset for shapes
 * @throws DataLoadError with a `kind` and a message for the reader; InvalidArgumentError for a bad `id` or `limit`
 */
export async function loadImages(options: LoadImagesOptions): Promise<ImageDataset> {
  const { id, split, baseUrl, signal } = options;
  const limit = checkLimit(options.limit);
  const info = infoOf(id);
  throwIfAborted(signal, info.label);
  const sources: Sources = {
    title: info.label,
    folderUrl: `${baseUrl.replace(/\/?$/, '/')}${info.folder}/`,
    fetch: options.fetch ?? globalThis.fetch,
    cache: options.cache === null ? undefined : (options.cache ?? makeDataCache()),
  };
  const manifest = await loadManifest(sources, signal);
  checkAgrees(manifest, info, `${sources.folderUrl}manifest.json`);
  const shards = shardsFor(manifest.splits[split].shards, limit);
  const raw = await loadShards(shards, sources, options);
  throwIfAborted(signal, info.label);
  return assemble(raw, shards, manifest, info, limit);
}

/** Joins unpacked shards into one data set. */
function assemble(
  raw: readonly Uint8Array[],
  shards: readonly ShardEntry[],
  manifest: ImageManifest,
  info: ImageDatasetInfo,
  limit: number,
): ImageDataset {
  const { height, width, padding } = info;
  const available = shards.reduce((sum, shard) => sum + shard.count, 0);
  const count = Math.min(limit, available);
  const images = new Float32Array(count * height * width).fill(-1);
  const labels = new Uint8Array(count);
  let start = 0;
  for (const [i, shard] of shards.entries()) {
    const keep = Math.min(shard.count, count - start);
    unpackShard({ raw: raw[i]!, shard, manifest, padding, keep, start, images, labels });
    start += keep;
  }
  const { id, classNames } = info;
  return { id, count, height, width, channels: 1, images, labels, classNames };
}

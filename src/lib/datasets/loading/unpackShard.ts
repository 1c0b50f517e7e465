/** Turns a shard's raw bytes into pixels in [−1, 1] and labels, padded where asked. */

import { DataLoadError } from './errors.ts';
import type { ImageManifest, ShardEntry } from './manifest.ts';

/** A shard's bytes, and where its images go. */
export interface UnpackRequest {
  /** Pixels of all images, then labels. */
  readonly raw: Uint8Array;
  readonly shard: ShardEntry;
  readonly manifest: ImageManifest;
  /** Pixels of background to leave on each side; the caller has filled `images` with it. */
  readonly padding: number;
  /** How many of the shard's images to take. */
  readonly keep: number;
  /** The position of the first one among all images. */
  readonly start: number;
  readonly images: Float32Array;
  readonly labels: Uint8Array;
}

/** The value in [−1, 1] of each of the 256 bytes: linear, `low` to −1 and `high` to 1. */
function scaleTable([low, high]: readonly [number, number]): Float32Array {
  return Float32Array.from({ length: 256 }, (_, byte) => (2 * (byte - low)) / (high - low) - 1);
}

function copyPixels({ raw, manifest, padding, keep, start, images }: UnpackRequest): void {
  const { height, width } = manifest.shape;
  const rowLength = width + 2 * padding;
  const imageLength = rowLength * (height + 2 * padding);
  const scaled = scaleTable(manifest.valueRange);
  let from = 0;
  for (let i = 0; i < keep; i++) {
    for (let y = 0; y < height; y++) {
      const to = (start + i) * imageLength + (y + padding) * rowLength + padding;
      for (let x = 0; x < width; x++) images[to + x] = scaled[raw[from++]!]!;
    }
  }
}

/**
 * Writes the first `keep` images and labels of a shard to their place in the whole.
 * @throws DataLoadError of kind `format` if a pixel or label lies outside the manifest's range
 */
export function unpackShard(request: UnpackRequest): void {
  const { raw, shard, manifest, keep, start, labels } = request;
  const pixels = raw.subarray(0, shard.count * manifest.shape.height * manifest.shape.width);
  const shardLabels = raw.subarray(pixels.length);
  const [low, high] = manifest.valueRange;
  const inRange = pixels.every((byte) => byte >= low && byte <= high);
  if (!inRange || !shardLabels.every((label) => label < manifest.classNames.length)) {
    const message = `${manifest.title}: ${shard.file} holds values that its description rules out. Tell whoever runs this site.`;
    throw new DataLoadError('format', message);
  }
  copyPixels(request);
  labels.set(shardLabels.subarray(0, keep), start);
}

/** Loads the site's own data files in Node, for benches, and for tests that must know what a figure should show. */
import { readFileSync } from 'node:fs';
import { type ImageDataset, type ImageDatasetId, loadImages } from '../src/lib/datasets/index.ts';

/** The images that the site serves, read from `public/data`. */
export function imagesFromDisk(
  id: ImageDatasetId,
  split: 'train' | 'test' = 'train',
  limit?: number,
): Promise<ImageDataset> {
  const fetchFile: typeof fetch = async (input) =>
    new Response(readFileSync(`public${new URL(String(input)).pathname}`));
  return loadImages({
    id,
    split,
    baseUrl: 'http://localhost/data/',
    fetch: fetchFile,
    cache: null,
    ...(limit === undefined ? {} : { limit }),
  });
}

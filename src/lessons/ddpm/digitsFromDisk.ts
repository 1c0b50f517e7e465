/** Reads the digits while the site is built, for the numbers in this lesson's prose; pages never load it. */
import { readFileSync } from 'node:fs';
import { type ImageDataset, loadImages } from '../../lib/datasets/index.ts';

/** The digits of one split, from `public/data`, by the loader that pages use. */
export function digitsFromDisk(split: 'train' | 'test'): Promise<ImageDataset> {
  return loadImages({
    id: 'digits-8',
    split,
    baseUrl: 'public/data/',
    fetch: async (path) => new Response(readFileSync(path)),
    cache: null,
  });
}

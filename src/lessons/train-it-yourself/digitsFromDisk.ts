/** Reads the digits and what the shipped model says of itself while the site is built, for the numbers in this lesson's prose. */
import { readFileSync } from 'node:fs';
import { type ImageDataset, loadImages } from '../../lib/datasets/index.ts';

/** The training digits, from `public/data`, by the loader that pages use. */
export function digitsFromDisk(): Promise<ImageDataset> {
  return loadImages({
    id: 'digits-8',
    split: 'train',
    baseUrl: 'public/data/',
    fetch: async (path) => new Response(readFileSync(path)),
    cache: null,
  });
}

/** How many steps the shipped digits model was trained for. */
export function shippedSteps(): number {
  const manifest = JSON.parse(readFileSync('public/weights/digits-8/manifest.json', 'utf8')) as {
    readonly training: { readonly steps: number };
  };
  return manifest.training.steps;
}

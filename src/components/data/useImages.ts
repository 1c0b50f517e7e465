/** Loads a data set once for the whole page, and lets every figure that needs it follow the progress. */
import { type Signal, signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import {
  type ImageDataset,
  type ImageDatasetId,
  imageDatasets,
  loadImages,
} from '../../lib/datasets/index.ts';
import { dataUrl } from '../figure/site.ts';

/** Where a load stands. */
export type LoadState =
  | { readonly status: 'idle' }
  | { readonly status: 'loading'; readonly loadedBytes: number; readonly totalBytes: number }
  | { readonly status: 'ready'; readonly data: ImageDataset }
  | { readonly status: 'failed'; readonly message: string };

const idle: LoadState = { status: 'idle' };
const loads = new Map<string, Signal<LoadState>>();

function loadOf(key: string): Signal<LoadState> {
  const load = loads.get(key) ?? signal<LoadState>({ status: 'idle' });
  loads.set(key, load);
  return load;
}

/** The two parts of a data set: what models learn from, and what is kept back to test them. */
export type ImageSplit = 'train' | 'test';

interface Wanted {
  readonly id: ImageDatasetId;
  readonly split: ImageSplit;
  readonly limit: number;
}

async function start(load: Signal<LoadState>, wanted: Wanted): Promise<void> {
  if (load.value.status === 'loading' || load.value.status === 'ready') return;
  load.value = { status: 'loading', loadedBytes: 0, totalBytes: 0 };
  try {
    const data = await loadImages({
      ...wanted,
      baseUrl: dataUrl,
      onProgress: (progress) => {
        load.value = { status: 'loading', ...progress };
      },
    });
    load.value = { status: 'ready', data };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    load.value = { status: 'failed', message };
  }
}

/** What a figure gets: the state now, and a way to try again after a failure. */
export interface ImagesHandle {
  readonly state: LoadState;
  readonly retry: () => void;
}

/**
 * The first `limit` images of a data set's split (all of them, and the training split, by default),
 * loaded when first wanted. With `id` null nothing is loaded.
 */
export function useImages(
  id: ImageDatasetId | null,
  limit = Number.POSITIVE_INFINITY,
  split: ImageSplit = 'train',
): ImagesHandle {
  const count = id === null ? 0 : Math.min(limit, imageDatasets[id].counts[split]);
  const load = loadOf(`${id}/${split}/${count}`);
  const begin = () => {
    if (id !== null) void start(load, { id, split, limit: count });
  };
  useEffect(begin, [id, split, count, load]);
  // The first render must be what the server rendered, even when another figure has loaded the set.
  const [mounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  const state = load.value;
  return { state: mounted ? state : idle, retry: begin };
}

/** Loads a data set once for the whole page, and lets every figure that needs it follow the progress. */
import { type Signal, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
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

const loads = new Map<string, Signal<LoadState>>();

function loadOf(key: string): Signal<LoadState> {
  const load = loads.get(key) ?? signal<LoadState>({ status: 'idle' });
  loads.set(key, load);
  return load;
}

async function start(load: Signal<LoadState>, id: ImageDatasetId, limit: number): Promise<void> {
  if (load.value.status === 'loading' || load.value.status === 'ready') return;
  load.value = { status: 'loading', loadedBytes: 0, totalBytes: 0 };
  try {
    const data = await loadImages({
      id,
      split: 'train',
      limit,
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
 * The first `limit` training images of a data set (all of them by default), loaded when first wanted.
 * With `id` null nothing is loaded.
 */
export function useImages(id: ImageDatasetId | null, limit?: number): ImagesHandle {
  const count = id === null ? 0 : Math.min(limit ?? Infinity, imageDatasets[id].counts.train);
  const load = loadOf(`${id}/${count}`);
  useEffect(() => {
    if (id !== null) void start(load, id, count);
  }, [id, count, load]);
  return { state: load.value, retry: () => id !== null && void start(load, id, count) };
}

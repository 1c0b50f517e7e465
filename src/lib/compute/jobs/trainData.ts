/** What a run learns from: the site's images of the chosen classes, or the reader's own images made smaller. */
import {
  areaAverage,
  type DataCache,
  type Fetch,
  type LoadProgress,
  loadImages,
} from '../../datasets/index.ts';
import type { SessionData } from '../../training/session.ts';
import { imageSizes, type TrainingSettings } from '../../training/settings.ts';

/** Where images come from. */
export interface DataSources {
  readonly dataUrl: string;
  /** The reader's own images, [count, 28, 28] in [−1, 1]. */
  readonly own: Float32Array | null;
  readonly onProgress: (progress: LoadProgress) => void;
  readonly signal: AbortSignal;
  readonly fetch?: Fetch | undefined;
  readonly cache?: DataCache | null | undefined;
}

const ownSize = 28;

/** The reader's images at the size that the network has, without classes. */
function shrinkOwn(own: Float32Array | null): SessionData {
  const count = (own?.length ?? 0) / ownSize ** 2;
  if (!own || count < 1) {
    throw new Error(
      'This run learns from your own pictures, and there are none: draw or add some.',
    );
  }
  const size = imageSizes.own;
  const window = { left: 0, top: 0, step: ownSize / size, size, background: -1 };
  const images = new Float32Array(count * size ** 2);
  for (let i = 0; i < count; i++) {
    const pixels = own.subarray(i * ownSize ** 2, (i + 1) * ownSize ** 2);
    images.set(areaAverage({ pixels, width: ownSize, height: ownSize }, window), i * size ** 2);
  }
  return { images, count, classes: null };
}

/** The images whose label is asked for, with the label's place in the list as their class. */
export function selectClasses(
  all: { readonly images: Float32Array; readonly labels: ArrayLike<number> },
  labels: readonly number[],
): SessionData {
  const pixels = all.images.length / all.labels.length;
  const chosen = Array.from({ length: all.labels.length }, (_, i) => i).filter((i) =>
    labels.includes(all.labels[i]!),
  );
  const images = new Float32Array(chosen.length * pixels);
  for (const [row, i] of chosen.entries()) {
    images.set(all.images.subarray(i * pixels, (i + 1) * pixels), row * pixels);
  }
  const classes = Int32Array.from(chosen, (i) => labels.indexOf(all.labels[i]!));
  return { images, count: chosen.length, classes };
}

/**
 * Loads the training images of a run.
 *
 * @throws DataLoadError; Error with a sentence when the reader's own images are wanted and there are none
 */
export async function loadTrainingData(
  { data, classes }: TrainingSettings,
  sources: DataSources,
): Promise<SessionData> {
  if (data === 'own') return shrinkOwn(sources.own);
  const { dataUrl, onProgress, signal, fetch, cache } = sources;
  const options = { id: data, split: 'train', baseUrl: dataUrl } as const;
  return selectClasses(await loadImages({ ...options, onProgress, signal, fetch, cache }), classes);
}

/** The two shipped denoisers of this lesson's figures: sizes, class names, the schedule that both were trained with. */
import { imageDatasets } from '../../../lib/datasets/index.ts';
import { makeCosineSchedule } from '../../../lib/diffusion/index.ts';

/** The schedule of both models: cosine, T = 1000. */
export const schedule = makeCosineSchedule({ T: 1000 });

/** A shipped denoiser's id. */
export type ModelId = 'digits-8' | 'fashion-32';

/** What figures need to know of a model before it is open. */
export interface ModelChoice {
  readonly value: ModelId;
  readonly label: string;
  /** Side of an image. */
  readonly size: number;
  /** How a sentence names its images. */
  readonly images: string;
}

/** The models, in the order in which menus show them. */
export const models: readonly ModelChoice[] = [
  { value: 'digits-8', label: 'Digits, 8 × 8', size: 8, images: 'digits' },
  { value: 'fashion-32', label: 'Garments, 32 × 32', size: 32, images: 'garments' },
];

/** A model by its id. */
export const modelOf = (id: ModelId): ModelChoice => models.find(({ value }) => value === id)!;

/** The ten classes, one image each. */
export const tenClasses: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** The class that stands for “not told”. */
export const nullClass = 10;

/** The name of a class: "7", "Sneaker". */
export const className = (id: ModelId, label: number): string =>
  imageDatasets[id].classNames[label] ?? 'none';

/**
 * Where the walk to noise ends and the walk back begins. Above it, x̂₀ divides by a signal of a few per cent and less: an
 * error in the predicted noise returns many times as large.
 */
export const inversionTop = 950;

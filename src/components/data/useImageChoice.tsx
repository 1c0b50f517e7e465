/** Lets a figure's reader choose one image: a digit, a garment, or one of their own. */
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { type ImageDatasetId, imageDatasets, type OwnImage } from '../../lib/datasets/index.ts';
import { Choices } from '../controls/Choices.tsx';
import { ClassControls } from './ClassControls.tsx';
import { LoadStatus } from './LoadStatus.tsx';
import { OwnImagesPanel } from './OwnImagesPanel.tsx';
import { nameOf, ownImageSize, ownImages, shownOwnIndex } from './ownImages.ts';
import { type LoadState, useImages } from './useImages.ts';

/** Where images come from. */
export type ImageSource = 'digits-8' | 'fashion-28' | 'own';

/** One image, ready to be noised. */
export interface ChosenImage {
  /** Values in [−1, 1], row by row. */
  readonly pixels: Float32Array;
  /** Side in pixels. */
  readonly size: number;
  /** How a sentence names it: "a handwritten 3", "an ankle boot". */
  readonly name: string;
}

interface Choice {
  readonly source: ImageSource;
  readonly label: number;
  /** Which image of that class, counted from 0. */
  readonly nth: number;
  readonly own: number;
}

const firstShard = 1000;

const sources: readonly { value: ImageSource; label: string }[] = [
  { value: 'digits-8', label: 'Digits' },
  { value: 'fashion-28', label: 'Garments' },
  { value: 'own', label: 'Your own' },
];

function limitOf(source: ImageSource): number | undefined {
  return source === 'fashion-28' ? firstShard : undefined;
}

/** Index of the nth image of a class, going round when there are fewer. */
export function indexOfClass(labels: Uint8Array, label: number, nth: number): number {
  const indices: number[] = [];
  labels.forEach((value, index) => {
    if (value === label) indices.push(index);
  });
  return indices[nth % Math.max(1, indices.length)] ?? 0;
}

/** How a sentence names an image of a class. */
export function imageName(source: ImageDatasetId, label: number): string {
  const className = imageDatasets[source].classNames[label] ?? '';
  if (source === 'digits-8') return `a handwritten ${className}`;
  const lower = className.toLowerCase().replace('t-shirt/top', 'T-shirt or top');
  if (lower === 'trouser') return 'a pair of trousers';
  return `${/^[aeiou]/.test(lower) ? 'an' : 'a'} ${lower}`;
}

export interface ImageChoiceOptions {
  readonly source?: ImageSource;
  readonly label?: number;
  readonly sources?: readonly ImageSource[];
}

/** The chosen image (null until loaded), the controls that choose it, and a reset. */
export function useImageChoice(options: ImageChoiceOptions = {}): {
  readonly image: ChosenImage | null;
  /** A sentence that says why there is no image, for as long as there is none. */
  readonly waiting: string;
  readonly controls: ComponentChildren;
  readonly reset: () => void;
} {
  const start: Choice = {
    source: options.source ?? 'digits-8',
    label: options.label ?? 3,
    nth: 0,
    own: ownImages.value.length - 1,
  };
  const [choice, setChoice] = useState(start);
  const change = (part: Partial<Choice>) => setChoice((now) => ({ ...now, ...part }));
  const dataset: ImageDatasetId | null = choice.source === 'own' ? null : choice.source;
  const images = useImages(dataset, limitOf(choice.source));
  const offered = options.sources ?? sources.map(({ value }) => value);
  const own = ownImages.value;
  const ownIndex = shownOwnIndex(own, choice.own);
  const controls = (
    <>
      <div class="fn-row">
        <Choices
          legend="Picture"
          value={choice.source}
          options={sources.filter(({ value }) => offered.includes(value))}
          onChange={(source) => change({ source, nth: 0 })}
        />
        {dataset && <ClassControls dataset={dataset} choice={choice} change={change} />}
      </div>
      {dataset && <LoadStatus images={images} title={imageDatasets[dataset].label} />}
      {choice.source === 'own' && (
        <OwnImagesPanel selected={ownIndex} onSelect={(own) => change({ own })} />
      )}
    </>
  );
  const { state } = images;
  // biome-ignore lint/correctness/useExhaustiveDependencies: own is a signal's value, and it changes
  const image = useMemo(
    () => (dataset === null ? ownChoice(own, ownIndex) : chosen(choice, dataset, state)),
    [choice, dataset, state, own, ownIndex],
  );
  return { image, waiting: waitingFor(dataset, state), controls, reset: () => setChoice(start) };
}

function waitingFor(dataset: ImageDatasetId | null, state: LoadState): string {
  if (dataset === null) return 'There is no picture of yours yet: draw one, or bring a file.';
  return state.status === 'failed'
    ? 'The picture could not be loaded.'
    : 'The picture is being loaded.';
}

function ownChoice(own: readonly OwnImage[], index: number): ChosenImage | null {
  const mine = own[index];
  if (!mine) return null;
  return { pixels: mine.pixels, size: ownImageSize, name: `your ${nameOf(mine, index)}` };
}

function chosen(choice: Choice, dataset: ImageDatasetId, state: LoadState): ChosenImage | null {
  if (state.status !== 'ready') return null;
  const { images, labels, height, width } = state.data;
  const index = indexOfClass(labels, choice.label, choice.nth);
  const length = height * width;
  return {
    pixels: images.subarray(index * length, (index + 1) * length),
    size: width,
    name: imageName(dataset, choice.label),
  };
}

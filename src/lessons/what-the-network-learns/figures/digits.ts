/** What all figures of this lesson share: the schedule, the digits' size, and the ideal denoiser. */
import { useMemo } from 'preact/hooks';
import { type LoadState, useImages } from '../../../components/data/useImages.ts';
import { type ImageDataset, imageDatasets } from '../../../lib/datasets/index.ts';
import { makeIdealDenoiser, makeLinearSchedule } from '../../../lib/diffusion/index.ts';

/** The linear schedule with T = 1000 (Ho et al. 2020, section 4). */
export const schedule = makeLinearSchedule({ T: 1000 });

/** The last timestep. */
export const lastStep = schedule.T - 1;

/** Side of a digit, and how many pixels it has. */
export const digitSize = 8;
export const digitPixels = digitSize * digitSize;

/** How many digits the ideal denoiser knows, as a sentence writes it, and the badge of what it computes. */
export const trainingCount = imageDatasets['digits-8'].counts.train.toLocaleString('en-US');
export const idealBadge = `exact formula over ${trainingCount} training digits`;

/** Shades of grey a pixel of a digit has. */
export const digitLevels = 17;

/** Image `index` of a data set, without a copy. */
export function imageAt(data: ImageDataset, index: number): Float32Array {
  return data.images.subarray(index * digitPixels, (index + 1) * digitPixels);
}

/** The loaded data set, or null. */
export function readyData(state: LoadState): ImageDataset | null {
  return state.status === 'ready' ? state.data : null;
}

/** The training digits once loaded, their load's handle, and the ideal denoiser made of them. */
export function useTrainingDigits() {
  const images = useImages('digits-8');
  const data = readyData(images.state);
  const ideal = useMemo(
    () =>
      data &&
      makeIdealDenoiser({
        data: data.images,
        count: data.count,
        dim: digitPixels,
        labels: data.labels,
      }),
    [data],
  );
  return { images, data, ideal };
}

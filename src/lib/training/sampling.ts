/** Draws a run's pictures: DDIM without fresh noise (Song et al. 2021a), with guidance where the network has classes. */
import type { Schedule } from '../diffusion/index.ts';
import type { Network } from '../engines/engine.ts';
import { drawImages } from '../sampling/draw.ts';
import { plainSettings } from '../sampling/settings.ts';
import type { TrainablePrediction } from './settings.ts';

/** Which images to draw. */
export interface ImageRequest {
  readonly schedule: Schedule;
  readonly prediction: TrainablePrediction;
  /** The noise to start from, [count, ...shape of x]. */
  readonly start: Float32Array;
  /** One class index an image; null for a network without classes. */
  readonly classes: readonly number[] | null;
  /** The class index that stands for none. */
  readonly nullClass: number;
  /** w of ε_uncond + w (ε_cond − ε_uncond): 1 is none (Ho and Salimans 2022, with w = 1 + their w). */
  readonly guidanceScale: number;
  /** How many times the network is asked; all T where the schedule has fewer. */
  readonly steps: number;
  readonly onStep?: (step: number) => Promise<void> | void;
}

/** Draws images with x0 clipped to [−1, 1]; [count, ...shape of x]. */
export async function sampleImages(
  network: Network,
  request: ImageRequest,
): Promise<Float32Array<ArrayBuffer>> {
  const { schedule, prediction, start, classes, nullClass, guidanceScale, onStep } = request;
  const settings = { ...plainSettings(Math.min(request.steps, schedule.T)), guidanceScale };
  const denoiser = { network, schedule, prediction, classes: classes ? nullClass : 0 };
  const { images } = await drawImages(denoiser, {
    settings,
    classes: classes ?? [],
    start,
    seed: 0,
    ...(onStep ? { onStep: ({ row }) => onStep(row) } : {}),
  });
  return images;
}

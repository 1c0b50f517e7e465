/** Draws images with a network: DDIM without fresh noise (Song et al. 2021a), with guidance where it has classes. */
import {
  makeDdimTable,
  predictionCoefficients,
  type SamplerTable,
  type Schedule,
} from '../diffusion/index.ts';
import type { Network, WalkStep } from '../engines/engine.ts';
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

/**
 * A deterministic sampler's table in the terms of a network that predicts something.
 *
 * @throws Error when the table needs fresh noise; InvalidArgumentError when x0 cannot be had from the
 *   prediction at one of its steps
 */
export function makeWalkSteps(
  schedule: Schedule,
  prediction: TrainablePrediction,
  table: SamplerTable,
): WalkStep[] {
  return table.map(({ t, xt, x0, noise }) => {
    if (noise !== 0) throw new Error('A walk on the device takes samplers without fresh noise.');
    return { t, x0: predictionCoefficients(schedule, t, prediction, 'x0'), next: { xt, x0 } };
  });
}

/** Draws images with x0 clipped to [−1, 1]; [count, ...shape of x]. */
export function sampleImages(
  network: Network,
  request: ImageRequest,
): Promise<Float32Array<ArrayBuffer>> {
  const { schedule, prediction, start, classes, nullClass, guidanceScale, onStep } = request;
  const table = makeDdimTable(schedule, { steps: Math.min(request.steps, schedule.T) });
  return network.walk({
    start,
    ...(classes ? { classes, nullClass } : {}),
    guidanceScale: classes ? guidanceScale : 1,
    steps: makeWalkSteps(schedule, prediction, table),
    clip: true,
    ...(onStep ? { onStep } : {}),
  });
}

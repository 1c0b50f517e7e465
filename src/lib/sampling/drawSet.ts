/** Draws a set of images of all classes in turn, in batches, for measuring it. */
import { fork, sampleNormals } from '../diffusion/index.ts';
import type { Network } from '../engines/engine.ts';
import { countCalls, type Denoiser, type Drawn, drawImages } from './draw.ts';
import type { DrawSettings } from './settings.ts';

const waitEvery = 8;

/** Which set. */
export interface SetRequest {
  readonly settings: DrawSettings;
  readonly count: number;
  /** Numbers in an image. */
  readonly pixels: number;
  readonly seed: number | string;
  /** Images in a batch; 50 unless told. */
  readonly atOnce?: number;
  readonly classifier?: Network;
  /** Network calls so far and in all, counted for each image; may cancel by throwing. */
  readonly onProgress?: (done: number, total: number) => Promise<void> | void;
}

/** The images with the classes that were asked for. */
export interface DrawnSet extends Drawn {
  readonly classes: readonly number[];
}

/** Draws the set; image i has class i modulo the classes, and noise that does not depend on the settings. */
export async function drawSet(denoiser: Denoiser, request: SetRequest): Promise<DrawnSet> {
  const { settings, count, pixels, seed, atOnce = 50, classifier, onProgress } = request;
  const classes = Array.from({ length: count }, (_, i) => i % Math.max(1, denoiser.classes));
  const images = new Float32Array(count * pixels);
  const total = countCalls(denoiser, settings) * count;
  let done = 0;
  let calls = 0;
  for (let from = 0; from < count; from += atOnce) {
    const part = classes.slice(from, from + atOnce);
    const before = done;
    const drawn = await drawImages(denoiser, {
      settings,
      classes: part,
      start: sampleNormals(fork(seed, `batch ${from}`), part.length * pixels),
      seed: `${seed}/batch ${from}`,
      ...(classifier ? { classifier } : {}),
      onStep: async (step) => {
        // Steps are given to the device sooner than it makes them: waiting now and then keeps the progress honest.
        if (step.row % waitEvery === waitEvery - 1) await step.look();
        done = before + step.calls * part.length;
        await onProgress?.(done, total);
      },
    });
    images.set(drawn.images, from * pixels);
    calls = drawn.calls;
  }
  return { images, classes, calls };
}

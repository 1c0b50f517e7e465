/** Walks a picture to noise and the noise back to a picture, one after the other. */
import { useMemo } from 'preact/hooks';
import { type DrawRequest, plainDraw, useDraw } from '../../../components/model/useDraw.ts';
import type { ShippedModel } from '../../../components/model/useShippedModel.ts';
import { inversionTop } from './models.ts';
import type { Subject } from './useSubject.tsx';
import { isDone, useWalks } from './useWalks.ts';

/** A picture's noise, and the picture that is drawn from it. */
export interface Inverted {
  readonly noise: Float32Array | null;
  readonly back: Float32Array | null;
  /** The steps that `back` was made with. */
  readonly steps: number;
  /** Network calls of both ways. */
  readonly calls: number;
  readonly milliseconds: number;
}

/** Without clipping: what clipping changes cannot be walked back. */
function requestFor(
  start: Float32Array,
  told: number,
  steps: number,
  direction: DrawRequest['direction'],
): DrawRequest {
  return {
    classes: [told],
    settings: { ...plainDraw, options: { steps, startAt: inversionTop }, x0: 'none' },
    seed: 0,
    start,
    direction,
    frameEvery: Math.max(1, Math.round(steps / 25)),
  };
}

/**
 * Inverts the subject whenever it, the steps or the class that is told on the way back changes.
 *
 * @param told on the way back
 */
export function useInversion(
  model: ShippedModel,
  subject: Subject | null,
  steps: number,
  told: number,
) {
  const toNoise = useDraw(model);
  const toImage = useDraw(model);
  const out = useMemo(
    () => subject && requestFor(subject.pixels, subject.label, steps, 'toNoise'),
    [subject, steps],
  );
  const noise = isDone(toNoise, out) ? toNoise.drawing!.images : null;
  const home = useMemo(
    () => noise && requestFor(noise, told, steps, 'toImages'),
    [noise, told, steps],
  );
  const { again, stop } = useWalks(model, [
    { draw: toNoise, request: out },
    { draw: toImage, request: home },
  ]);
  const done = home !== null && isDone(toImage, home);
  const [a, b] = [toNoise.drawing, toImage.drawing];
  const inverted: Inverted = {
    noise,
    back: done ? b!.images : null,
    steps,
    calls: (a?.calls ?? 0) + (done ? b!.calls : 0),
    milliseconds: (a?.milliseconds ?? 0) + (done ? b!.milliseconds : 0),
  };
  return {
    inverted,
    done,
    busy: toNoise.busy || toImage.busy,
    /** The latest x on the way out and on the way home. */
    live: {
      noise: noise ?? (a?.request === out ? (a?.frames.at(-1)?.x ?? null) : null),
      back: done ? b!.images : b?.request === home ? (b?.frames.at(-1)?.x ?? null) : null,
    },
    problem: toNoise.problem || toImage.problem,
    again,
    stop,
  };
}

/** Draws images with an open model, step by step: keeps the frames as they come, and stops when asked or when the figure leaves. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { JobCancelled, type Jobs } from '../../lib/compute/client.ts';
import type { DrawnFrame } from '../../lib/compute/protocol.ts';
import { plainSettings } from '../../lib/sampling/settings.ts';
import type { ShippedModel } from './useShippedModel.ts';

/** What is asked of the worker, without the model. */
export type DrawRequest = Omit<Jobs['modelDraw']['request'], 'id'>;

/** DDIM in 25 steps without guidance, x0 clipped: what figures start from. */
export const plainDraw = plainSettings(25);

/** A walk, under way or done. */
export interface Drawing {
  readonly request: DrawRequest;
  /** The frames so far, first row first. */
  readonly frames: readonly DrawnFrame[];
  /** [count, size, size], when it is done. */
  readonly images: Float32Array | null;
  readonly calls: number;
  readonly milliseconds: number;
}

/** A figure's hand on its walks. */
export interface Draw {
  /** The latest walk; the one before stays until the new one's first frame comes. */
  readonly drawing: Drawing | null;
  readonly busy: boolean;
  /** What went wrong; empty when nothing did. */
  readonly problem: string;
  /** Starts a walk in place of the one under way; resolves when it is done or stopped. */
  readonly draw: (request: DrawRequest) => Promise<void>;
  readonly stop: () => void;
}

/**
 * Walks of one figure.
 *
 * @param keep `all` frames, for figures that scrub, or the `last` alone
 */
export function useDraw(model: ShippedModel, keep: 'all' | 'last' = 'last'): Draw {
  const { compute, id } = model;
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const controller = useRef<AbortController | null>(null);
  const stop = () => controller.current?.abort();
  useEffect(() => () => controller.current?.abort(), []);

  const draw = async (request: DrawRequest): Promise<void> => {
    controller.current?.abort();
    const abort = new AbortController();
    controller.current = abort;
    const current = () => controller.current === abort;
    setProblem('');
    setBusy(true);
    let frames: DrawnFrame[] = [];
    const onProgress = (frame: DrawnFrame) => {
      if (!current()) return;
      frames = keep === 'all' ? [...frames, frame] : [frame];
      const { calls, milliseconds } = frame;
      setDrawing({ request, frames, images: null, calls, milliseconds });
    };
    try {
      const done = await compute.run(
        'modelDraw',
        { ...request, id },
        { onProgress, signal: abort.signal },
      );
      if (current()) setDrawing({ request, frames, ...done });
    } catch (error) {
      const told = !(error instanceof JobCancelled) && current();
      if (told) setProblem(error instanceof Error ? error.message : String(error));
    }
    if (current()) setBusy(false);
  };
  return { drawing, busy, problem, draw, stop };
}

/** The pictures of a flat batch, [count, size, size]. */
export function picturesOf(images: Float32Array, size: number): Float32Array[] {
  const pixels = size * size;
  return Array.from({ length: images.length / pixels }, (_, i) =>
    images.subarray(i * pixels, (i + 1) * pixels),
  );
}

/** Measures sets of images one after the other, keeps the points, and can be stopped and taken up again. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { dataUrl } from '../../../components/figure/site.ts';
import { plainDraw } from '../../../components/model/useDraw.ts';
import type { ShippedClassifier, ShippedModel } from '../../../components/model/useShippedModel.ts';
import { JobCancelled } from '../../../lib/compute/client.ts';
import type { SetQuality } from '../../../lib/compute/protocol.ts';
import { type Cell, type QualityPoint, timeLeft } from './quality.ts';

/** What was measured with one model, one number of images and one seed. */
export interface Measured {
  /** The model, the number of images and the seed. */
  readonly key: string;
  readonly points: readonly QualityPoint[];
  /** The same measures of training images. */
  readonly real: SetQuality | null;
}

/** Where a measurement stands. */
export interface Progress {
  readonly cell: Cell | null;
  /** Image calls of the network done and wanted, over all sets of this run. */
  readonly done: number;
  readonly total: number;
  readonly millisecondsLeft: number | null;
}

const nothing = (key: string): Measured => ({ key, points: [], real: null });

/**
 * Measurements of one figure.
 *
 * @param key of the model, the number of images and the seed: another one starts afresh
 */
export function useQuality(
  model: ShippedModel,
  classifier: ShippedClassifier,
  { key, count, seed }: { readonly key: string; readonly count: number; readonly seed: number },
) {
  const [kept, setKept] = useState<Measured>(nothing(key));
  const [progress, setProgress] = useState<Progress | null>(null);
  const [problem, setProblem] = useState('');
  const controller = useRef<AbortController | null>(null);
  const stop = () => controller.current?.abort();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another model, number or seed ends what runs
  useEffect(() => () => controller.current?.abort(), [key]);
  const measured = kept.key === key ? kept : nothing(key);

  const which = { id: model.id, classifierId: classifier.id, dataUrl };
  const measureCell = async (
    cell: Cell,
    onProgress: (part: { readonly done: number }) => void,
    signal: AbortSignal,
  ): Promise<QualityPoint> => {
    const settings = { ...plainDraw, sampler: cell.sampler, options: cell.options };
    const { frechet, accuracy, milliseconds } = await model.compute.run(
      'modelMeasure',
      { ...which, settings, count, seed },
      { signal, onProgress },
    );
    return { ...cell, frechet, accuracy, milliseconds };
  };

  const run = async (plan: readonly Cell[]): Promise<void> => {
    const abort = new AbortController();
    controller.current = abort;
    const { signal } = abort;
    const add = (change: (now: Measured) => Measured) =>
      setKept((now) => change(now.key === key ? now : nothing(key)));
    const total = plan.reduce((sum, { calls }) => sum + calls * count, 0);
    let done = { calls: 0, milliseconds: 0 };
    const tell = (cell: Cell | null, calls: number) =>
      setProgress({
        cell,
        done: calls,
        total,
        millisecondsLeft: timeLeft(done, total - calls),
      });
    setProblem('');
    tell(null, 0);
    try {
      if (!measured.real) {
        const real = await model.compute.run('realMeasure', { ...which, count }, { signal });
        add((now) => ({ ...now, real }));
      }
      for (const cell of plan) {
        const before = done;
        const started = performance.now();
        const reached = (calls: number) => {
          const milliseconds = before.milliseconds + performance.now() - started;
          done = { calls: before.calls + calls, milliseconds };
          if (!signal.aborted) tell(cell, done.calls);
        };
        reached(0);
        const point = await measureCell(cell, (part) => reached(part.done), signal);
        reached(cell.calls * count);
        add((now) => ({ ...now, points: [...now.points, point] }));
      }
    } catch (error) {
      const told = !(error instanceof JobCancelled) && !signal.aborted;
      if (told) setProblem(error instanceof Error ? error.message : String(error));
    }
    if (controller.current === abort) setProgress(null);
  };
  const forget = () => {
    stop();
    setKept(nothing(key));
    setProblem('');
  };
  return { measured, progress, problem, run, stop, forget, clear: () => setProblem('') };
}

/** Measures one guidance scale after the other in the worker, keeps what was measured, and can be stopped. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { dataUrl } from '../../../components/figure/site.ts';
import type { ShippedClassifier, ShippedModel } from '../../../components/model/useShippedModel.ts';
import { JobCancelled, type Jobs } from '../../../lib/compute/client.ts';
import type { SetQuality } from '../../../lib/compute/protocol.ts';
import { callsAt, type MeasureClock, scales, settingsAt, type TradePoint } from './tradePoints.ts';

/** One measured scale: its numbers, one image a class, and what it cost. */
export interface Measured extends TradePoint {
  readonly images: Float32Array;
  readonly calls: number;
  readonly milliseconds: number;
}

/** All that was measured of one model with so many images. */
export interface TradeRun {
  readonly points: readonly Measured[];
  /** Training images, measured alike. */
  readonly real: SetQuality | null;
}

/** Which images. */
export interface TradeRequest {
  readonly count: number;
  readonly seed: number;
}

const nothing: TradeRun = { points: [], real: null };

/** What to tell while it goes: done calls of this scale and of the scales before. */
function clockOf(points: readonly TradePoint[], here: number, count: number, since: number) {
  const before = points.reduce((sum, { scale }) => sum + callsAt(scale) * count, 0);
  const total = scales.reduce((sum, scale) => sum + callsAt(scale) * count, 0);
  return { done: before + here, total, milliseconds: performance.now() - since };
}

/** Where measuring stands: all calls made, and how it stood when the last scale was finished. */
export interface TradeClock {
  readonly now: MeasureClock;
  readonly finished: MeasureClock | null;
}

interface RunContext {
  readonly signal: AbortSignal;
  readonly onRun: (change: (now: TradeRun) => TradeRun) => void;
  readonly onClock: (clock: TradeClock) => void;
}

/** Measures the real images, then every scale. */
async function measureAll(
  model: ShippedModel,
  classifier: ShippedClassifier,
  { count, seed }: TradeRequest,
  { signal, onRun, onClock }: RunContext,
): Promise<void> {
  const which = { id: model.id, classifierId: classifier.id, dataUrl, count };
  const real = await model.compute.run('realMeasure', which, { signal });
  onRun((now) => ({ ...now, real }));
  const since = performance.now();
  const points: TradePoint[] = [];
  let finished: MeasureClock | null = null;
  for (const scale of scales) {
    const onProgress = ({ done }: Jobs['modelMeasure']['progress']) =>
      onClock({ now: clockOf(points, done, count, since), finished });
    const settings = settingsAt(scale);
    const request = { ...which, settings, seed };
    const found = await model.compute.run('modelMeasure', request, { signal, onProgress });
    points.push({ scale, ...found });
    finished = clockOf(points, 0, count, since);
    onClock({ now: finished, finished });
    onRun((now) => ({ ...now, points: [...now.points, { scale, ...found }] }));
  }
}

/** Measures when asked. */
export function useTrade(model: ShippedModel, classifier: ShippedClassifier) {
  const [run, setRun] = useState(nothing);
  const [clock, setClock] = useState<TradeClock | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const controller = useRef<AbortController | null>(null);
  const stop = () => controller.current?.abort();
  useEffect(() => () => controller.current?.abort(), []);

  const measure = async (request: TradeRequest) => {
    stop();
    const abort = new AbortController();
    controller.current = abort;
    const current = () => controller.current === abort && !abort.signal.aborted;
    setRun(nothing);
    setClock(null);
    setProblem('');
    setBusy(true);
    try {
      await measureAll(model, classifier, request, {
        signal: abort.signal,
        onRun: (change) => current() && setRun(change),
        onClock: (now) => current() && setClock(now),
      });
    } catch (error) {
      if (!(error instanceof JobCancelled) && current()) setProblem((error as Error).message);
    }
    if (controller.current === abort) setBusy(false);
  };

  /** Forgets what was measured, and stops. */
  const forget = () => {
    stop();
    controller.current = null;
    setRun(nothing);
    setClock(null);
    setBusy(false);
    setProblem('');
  };
  return { run, clock, busy, problem, measure, stop, forget };
}

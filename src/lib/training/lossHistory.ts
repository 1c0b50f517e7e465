/** The losses of a run of any length, thinned as they come: at most 2,000 points, each a mean over its steps. */
import type { StepLosses } from '../engines/engine.ts';
import type { LossHistory } from './progress.ts';

const mostPoints = 2000;
/** Share of the smoothed loss that stays from one step to the next: it looks back about 50 steps. */
const smoothing = 0.98;
/** Examples over which the loss of a noise level is averaged. */
const noiseWindow = 400;
const mostBins = 10;

/** Everything that a history goes on from, as JSON holds it. */
export interface StoredLossHistory {
  /** Steps a point covers: a power of two. */
  readonly stride: number;
  readonly steps: readonly number[];
  readonly losses: readonly number[];
  readonly smoothed: readonly number[];
  /** Of the steps since the last whole point: sum of losses and count. */
  readonly open: { readonly sum: number; readonly count: number };
  /** Σ of smoothing^k · loss and of smoothing^k: their quotient is the smoothed loss. */
  readonly mean: { readonly sum: number; readonly weight: number };
  /** By noise level: mean squared error and examples seen. */
  readonly bins: readonly { readonly error: number; readonly seen: number }[];
  readonly step: number;
}

/** Gathers losses. */
export interface LossGatherer {
  /**
   * Takes the losses of one step.
   *
   * @param weight factor of an example's error by t, as the trainer has it
   * @returns the step's loss: the mean of weight[t] · error
   */
  add(losses: StepLosses, weight: ArrayLike<number>): number;
  /** What a chart shows; copies. */
  history(): LossHistory;
  stored(): StoredLossHistory;
}

/** An empty history of a schedule of T steps. */
export function emptyLossHistory(T: number): StoredLossHistory {
  const bins = Array.from({ length: Math.min(T, mostBins) }, () => ({ error: 0, seen: 0 }));
  return {
    stride: 1,
    steps: [],
    losses: [],
    smoothed: [],
    open: { sum: 0, count: 0 },
    mean: { sum: 0, weight: 0 },
    bins,
    step: 0,
  };
}

/** Two neighbours become one: their mean, at the later one's step. */
function halve(points: { steps: number[]; losses: number[]; smoothed: number[] }): void {
  const pairs = points.steps.length / 2;
  for (let i = 0; i < pairs; i++) {
    points.steps[i] = points.steps[2 * i + 1]!;
    points.losses[i] = (points.losses[2 * i]! + points.losses[2 * i + 1]!) / 2;
    points.smoothed[i] = points.smoothed[2 * i + 1]!;
  }
  for (const list of [points.steps, points.losses, points.smoothed]) list.length = pairs;
}

/**
 * Goes on from a stored history.
 *
 * @param T steps of the schedule; noise levels are equal ranges of 0 … T − 1
 */
export function makeLossGatherer(from: StoredLossHistory, T: number): LossGatherer {
  const points = { steps: [...from.steps], losses: [...from.losses], smoothed: [...from.smoothed] };
  const bins = from.bins.map((bin) => ({ ...bin }));
  let { stride, step } = from;
  let open = { ...from.open };
  let mean = { ...from.mean };

  const addToBin = (t: number, error: number) => {
    const bin = bins[Math.floor((t * bins.length) / T)]!;
    bin.seen++;
    bin.error += (error - bin.error) / Math.min(bin.seen, noiseWindow);
  };
  const addPoint = (at: number, loss: number) => {
    open = { sum: open.sum + loss, count: open.count + 1 };
    mean = { sum: mean.sum * smoothing + loss, weight: mean.weight * smoothing + 1 };
    step = at;
    if (open.count < stride) return;
    points.steps.push(at);
    points.losses.push(open.sum / open.count);
    points.smoothed.push(mean.sum / mean.weight);
    open = { sum: 0, count: 0 };
    if (points.steps.length < mostPoints) return;
    halve(points);
    stride *= 2;
  };

  return {
    add({ step: before, errors, timesteps }, weight) {
      let sum = 0;
      for (let i = 0; i < errors.length; i++) {
        sum += weight[timesteps[i]!]! * errors[i]!;
        addToBin(timesteps[i]!, errors[i]!);
      }
      addPoint(before + 1, sum / errors.length);
      return sum / errors.length;
    },
    history() {
      const tail = open.count > 0;
      return {
        steps: Float64Array.from(tail ? [...points.steps, step] : points.steps),
        losses: Float64Array.from(tail ? [...points.losses, open.sum / open.count] : points.losses),
        smoothed: Float64Array.from(
          tail ? [...points.smoothed, mean.sum / mean.weight] : points.smoothed,
        ),
        byNoise: Float64Array.from(bins, ({ error, seen }) => (seen ? error : Number.NaN)),
      };
    },
    stored: () => ({
      stride,
      steps: [...points.steps],
      losses: [...points.losses],
      smoothed: [...points.smoothed],
      open: { ...open },
      mean: { ...mean },
      bins: bins.map((bin) => ({ ...bin })),
      step,
    }),
  };
}

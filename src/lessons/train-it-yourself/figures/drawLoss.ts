/** Draws the loss over the steps: raw, thin; smoothed, thick; a kept run's smoothed loss, dashed. */
import type { PlotModule } from '../../../components/plots/PlotView.tsx';
import type { LossHistory } from '../run/runRecord.ts';

/** What the chart shows. */
export interface LossChart {
  readonly history: LossHistory | null;
  readonly kept: LossHistory | null;
  /** Where the axis of steps ends. */
  readonly steps: number;
  readonly logarithmic: boolean;
  /** What a network that always answers zero would cost, where that is one known number. */
  readonly silence: number | null;
}

export const lossHeight = 230;

/** One corner of a curve. */
export interface LossPoint {
  readonly step: number;
  readonly loss: number;
  readonly smoothed: number;
}

/** The history as points; those without a number, or that a logarithm cannot show, are left out. */
export function lossPoints(history: LossHistory | null): LossPoint[] {
  const points: LossPoint[] = [];
  history?.steps.forEach((step, i) => {
    const [loss, smoothed] = [history.losses[i]!, history.smoothed[i]!];
    if (loss > 0 && smoothed > 0 && loss < Number.POSITIVE_INFINITY) {
      points.push({ step, loss, smoothed });
    }
  });
  return points;
}

/** Tops of the axis between which it jumps, so that it stands still while the loss jitters. */
const tops = [0.2, 0.3, 0.5, 0.8, 1.2, 1.6, 2, 2.5, 3, 4, 5, 7, 10, 20, 50, 100];

/** The vertical axis: from 0, or from the power of ten below the least, to just above what is shown. */
export function lossDomain(points: readonly LossPoint[], logarithmic: boolean): [number, number] {
  const highest = Math.max(0.2, ...points.map(({ smoothed }) => smoothed));
  if (logarithmic) {
    const least = Math.min(0.1, ...points.map(({ loss, smoothed }) => Math.min(loss, smoothed)));
    return [10 ** Math.floor(Math.log10(least)), 10 ** Math.ceil(Math.log10(highest) + 0.05)];
  }
  const top = tops.find((value) => value >= highest * 1.02);
  return [0, top ?? 10 ** Math.ceil(Math.log10(highest))];
}

/** An SVG. */
export function drawLoss(plot: PlotModule, width: number, chart: LossChart): Element {
  const points = lossPoints(chart.history);
  const kept = lossPoints(chart.kept);
  const shown = [...points, ...kept];
  // An empty chart has the axis that a run begins with, so that the dashed line is there from the start.
  const beginning = { step: 0, loss: 1, smoothed: 1 };
  const domain = lossDomain(shown.length > 0 ? shown : [beginning], chart.logarithmic);
  const x = 'step';
  return plot.plot({
    width,
    height: lossHeight,
    marginLeft: 52,
    marginRight: 22,
    marginBottom: 36,
    style: { fontSize: '12px', color: 'var(--fn-soft)' },
    x: {
      domain: [0, chart.steps],
      label: 'step',
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: width < 420 ? 4 : 8,
    },
    y: {
      type: chart.logarithmic ? 'log' : 'linear',
      domain,
      clamp: true,
      label: 'loss',
      labelArrow: 'none',
      ticks: 5,
      tickFormat: (value: number) => (value >= 1e4 ? value.toExponential(0) : String(value)),
    },
    marks: [
      plot.gridY({ stroke: 'var(--fn-rule)', strokeOpacity: 1, ticks: 5 }),
      chart.silence !== null && chart.silence <= domain[1]
        ? plot.ruleY([chart.silence], { stroke: 'var(--fn-noise)', strokeDasharray: '5 4' })
        : null,
      plot.line(points, {
        x,
        y: 'loss',
        stroke: 'var(--fn-soft)',
        strokeWidth: 0.8,
        strokeOpacity: 0.6,
      }),
      plot.line(kept, {
        x,
        y: 'smoothed',
        stroke: 'var(--fn-ink)',
        strokeWidth: 1.6,
        strokeDasharray: '7 4',
      }),
      plot.line(points, { x, y: 'smoothed', stroke: 'var(--fn-prediction)', strokeWidth: 2.5 }),
      plot.dot(points.slice(-1), { x, y: 'smoothed', fill: 'var(--fn-prediction)', r: 4 }),
    ],
  });
}

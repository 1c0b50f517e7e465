/** Draws how far a picture that went to noise and back is off, against the number of steps; both axes are logarithmic. */
import type { PlotModule } from '../../../components/plots/PlotView.tsx';

/** One step count that was tried. */
export interface InversionPoint {
  readonly steps: number;
  readonly error: number;
}

export interface InversionPicture {
  readonly points: readonly InversionPoint[];
  /** The step count chosen now. */
  readonly steps: number;
}

const ticks = [5, 10, 25, 50, 100, 250];
const errors = [0.01, 0.1, 1];

/** A line with dots, and a rule at the chosen step count. */
export function drawInversion(
  plot: PlotModule,
  width: number,
  { points, steps }: InversionPicture,
): Element {
  const place = { x: 'steps', y: 'error' };
  return plot.plot({
    width,
    height: 220,
    marginLeft: 48,
    marginRight: 14,
    marginTop: 26,
    marginBottom: 38,
    style: { fontSize: '12px', color: 'var(--fn-soft)' },
    x: {
      type: 'log',
      domain: [4.5, 280],
      ticks,
      tickFormat: (value: number) => String(value),
      label: 'steps, each way',
      labelAnchor: 'center',
      labelArrow: 'none',
    },
    y: {
      type: 'log',
      domain: [0.002, 1],
      ticks: errors,
      tickFormat: (value: number) => String(value),
      label: 'root mean squared error a pixel',
      labelArrow: 'none',
    },
    marks: [
      plot.gridY(errors, { stroke: 'var(--fn-rule)', strokeOpacity: 1 }),
      plot.ruleX([steps], { stroke: 'var(--fn-soft)', strokeWidth: 1 }),
      plot.line(points, { ...place, stroke: 'var(--fn-prediction)', strokeWidth: 2 }),
      plot.dot(points, { ...place, fill: 'var(--fn-prediction)', r: 4 }),
    ],
  });
}

/** Draws one quantity of several schedules against t; numbers in, Plot's SVG out. */
import type { PlotModule } from '../../../components/plots/PlotView.tsx';
import type { ScheduleName } from '../../../lib/diffusion/index.ts';
import { formatPowerOfTen } from '../format.ts';
import { axisTitle, chartFrame } from './chartMarks.ts';
import type { ValueAxis } from './plotFrame.ts';
import { lineStyles } from './scheduleStyles.ts';

/** One schedule's values, one a timestep. */
export interface Curve {
  readonly name: ScheduleName;
  readonly values: ArrayLike<number>;
}

export interface CurvesPicture {
  readonly curves: readonly Curve[];
  readonly T: number;
  readonly axis: ValueAxis;
  /** What the vertical axis shows. */
  readonly axisLabel: string;
  readonly axisColour: string;
  readonly height: number;
}

const mostPoints = 190;
const tail = 8;
const smallest = 1e-12;

/** The timesteps at which a curve is drawn: evenly spread, and each of the last few, where curves bend most. */
export function drawnTimesteps(T: number): number[] {
  const spread = Array.from({ length: mostPoints }, (_, i) =>
    Math.round((i / (mostPoints - 1)) * (T - 1)),
  );
  const last = Array.from({ length: tail }, (_, i) => T - tail + i).filter((t) => t >= 0);
  return [...new Set([...spread, ...last])].sort((a, b) => a - b);
}

/** The axis that holds every finite value; a logarithmic one starts at the smallest that is positive. */
export function axisOf(curves: readonly Curve[], log: boolean): ValueAxis {
  let low = Infinity;
  let high = -Infinity;
  for (const { values } of curves) {
    for (let t = 0; t < values.length; t++) {
      const value = values[t]!;
      if (!Number.isFinite(value) || (log && value < smallest)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) return { domain: log ? [0.001, 1] : [0, 1], log };
  if (log) return { domain: [low, high > low ? high : low * 10], log };
  const top = high > 0.9 && high < 1 ? 1 : Math.max(high, low + 1e-6, 0);
  return { domain: [Math.min(0, low), top], log };
}

interface Point {
  readonly t: number;
  readonly value: number;
}

/** Draws the lines, each in its colour and dash. */
export function drawCurves(plot: PlotModule, width: number, picture: CurvesPicture): Element {
  const { curves, T, axis, axisLabel, axisColour, height } = picture;
  const timesteps = drawnTimesteps(T);
  const ticks = axis.log ? powersOfTen(axis.domain) : 5;
  const drawable = (value: number) => Number.isFinite(value) && (!axis.log || value >= smallest);
  const lines = curves.map(({ name, values }) => {
    const points: Point[] = timesteps.map((t) => ({ t, value: values[t] ?? Number.NaN }));
    const kept = points.filter(({ value }) => drawable(value));
    const { colour, dash } = lineStyles[name];
    return plot.lineY(kept, {
      x: 't',
      y: 'value',
      stroke: colour,
      strokeWidth: 2.4,
      strokeDasharray: dash,
      className: `fn-curve-${name}`,
    });
  });
  return plot.plot({
    ...chartFrame(width, height, T),
    y: { domain: [...axis.domain], type: axis.log ? 'log' : 'linear', label: null },
    marks: [
      plot.gridY({ stroke: 'var(--fn-rule)', strokeOpacity: 0.7, ticks }),
      plot.axisY({ ticks, ...(axis.log ? { tickFormat: formatPowerOfTen } : {}) }),
      axisTitle(plot, axisLabel, axisColour),
      ...lines,
    ],
  });
}

/** Whole powers of ten within the domain, at most seven of them. */
function powersOfTen([low, high]: readonly [number, number]): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const every = Math.max(1, Math.ceil((last - first + 1) / 7));
  const count = Math.max(0, Math.floor((last - first) / every) + 1);
  return Array.from({ length: count }, (_, i) => 10 ** (last - i * every));
}

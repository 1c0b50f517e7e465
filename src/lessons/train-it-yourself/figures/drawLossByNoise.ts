/** Draws the mean squared error by noise level as bars over t; a kept run's as dashes. */
import type { PlotModule } from '../../../components/plots/PlotView.tsx';

/** Errors of one run, in equal ranges of t. */
export interface NoiseErrors {
  readonly byNoise: ArrayLike<number>;
  readonly T: number;
}

export interface NoiseChart {
  readonly now: NoiseErrors;
  readonly kept: NoiseErrors | null;
  readonly logarithmic: boolean;
}

export const noiseHeight = 170;

/** One range of noise levels, from x1 to x2 as shares of T. */
export interface NoiseBar {
  readonly x1: number;
  readonly x2: number;
  readonly error: number;
}

/** The ranges that have an error. */
export function noiseBars({ byNoise }: NoiseErrors): NoiseBar[] {
  const width = 1 / byNoise.length;
  return Array.from(byNoise, (error, i) => ({ x1: i * width, x2: (i + 1) * width, error })).filter(
    ({ error }) => error > 0 && error < Number.POSITIVE_INFINITY,
  );
}

/** An SVG. The axis names the timesteps of the run that is drawn as bars. */
export function drawLossByNoise(plot: PlotModule, width: number, chart: NoiseChart): Element {
  const bars = noiseBars(chart.now);
  const kept = chart.kept ? noiseBars(chart.kept) : [];
  const errors = [...bars, ...kept].map(({ error }) => error);
  const most = Math.max(0.1, ...errors);
  const least = 10 ** Math.floor(Math.log10(Math.min(0.1, ...errors)));
  const base = chart.logarithmic ? least : 0;
  const { T } = chart.now;
  return plot.plot({
    width,
    height: noiseHeight,
    marginLeft: 52,
    marginRight: 22,
    marginBottom: 36,
    style: { fontSize: '12px', color: 'var(--fn-soft)' },
    x: {
      domain: [0, 1],
      label: 't, from little noise to much',
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: [0, 0.2, 0.4, 0.6, 0.8, 1],
      tickFormat: (share: number) => String(Math.round(share * T)),
    },
    y: {
      type: chart.logarithmic ? 'log' : 'linear',
      domain: [base, most * 1.1],
      label: 'squared error',
      labelArrow: 'none',
      ticks: 4,
      tickFormat: (value: number) => (value >= 1e4 ? value.toExponential(0) : String(value)),
    },
    marks: [
      plot.gridY({ stroke: 'var(--fn-rule)', strokeOpacity: 1, ticks: 4 }),
      plot.rect(bars, {
        x1: 'x1',
        x2: 'x2',
        y1: base,
        y2: 'error',
        fill: 'var(--fn-prediction)',
        fillOpacity: 0.55,
        insetLeft: 1,
        insetRight: 1,
      }),
      plot.ruleY(kept, {
        x1: 'x1',
        x2: 'x2',
        y: 'error',
        stroke: 'var(--fn-ink)',
        strokeWidth: 2,
        strokeDasharray: '4 3',
      }),
    ],
  });
}

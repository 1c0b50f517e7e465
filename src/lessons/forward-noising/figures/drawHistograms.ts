/** Paints histograms of noisy values with the exact expectation and the standard normal curve. */
import type { PlotModule } from '../../../components/plots/PlotView.tsx';
import { type Bins, binCentres } from './histogram.ts';

export interface HistogramsPicture {
  readonly bins: Bins;
  /** Densities shown as filled bars. */
  readonly bars: ArrayLike<number>;
  /** Densities shown as an outline, if any. */
  readonly outline?: ArrayLike<number>;
  /** Densities that a formula says, if any, as a curve. */
  readonly expected?: ArrayLike<number>;
  readonly height: number;
  readonly xLabel: string;
}

/** Room around the bins for the axes, in pixels. */
export const histogramMargins = {
  marginTop: 8,
  marginLeft: 34,
  marginRight: 8,
  marginBottom: 34,
} as const;

interface Corner {
  readonly x: number;
  readonly y: number;
}

/** The corners of a histogram's outline, two per bin. */
function outlineOf(heights: ArrayLike<number>, { from, to, count }: Bins): Corner[] {
  const edge = (i: number) => from + (i * (to - from)) / count;
  return Array.from({ length: count }, (_, i) => [
    { x: edge(i), y: heights[i]! },
    { x: edge(i + 1), y: heights[i]! },
  ]).flat();
}

function curveOf(heights: ArrayLike<number>, bins: Bins): Corner[] {
  return Array.from(binCentres(bins), (x, i) => ({ x, y: heights[i]! }));
}

/** The density of N(0, 1), which every picture ends as. */
export function standardNormalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** The y axis reaches over everything shown, and never changes while the curves are low. */
function top(picture: HistogramsPicture): number {
  let most = 0.55;
  for (const heights of [picture.bars, picture.outline ?? [], picture.expected ?? []]) {
    for (let i = 0; i < heights.length; i++) most = Math.max(most, heights[i]! * 1.08);
  }
  return most;
}

const xy = { x: 'x', y: 'y' } as const;

function normalCurve({ from, to }: Bins): Corner[] {
  return Array.from({ length: 101 }, (_, i) => {
    const x = from + (i * (to - from)) / 100;
    return { x, y: standardNormalDensity(x) };
  });
}

/** Bars, N(0, 1), outline and expected curve, the last on top. */
function marksOf(plot: PlotModule, { bins, bars, outline, expected }: HistogramsPicture) {
  const grey = { fill: 'var(--fn-soft)', fillOpacity: 0.35 };
  const dashes = { stroke: 'var(--fn-noise)', strokeWidth: 1.75, strokeDasharray: '5 4' };
  const thin = { stroke: 'var(--fn-ink)', strokeWidth: 1.1 };
  const curve = { stroke: 'var(--fn-prediction)', strokeWidth: 2.25, curve: 'monotone-x' } as const;
  return [
    plot.areaY(outlineOf(bars, bins), { x: 'x', y1: 0, y2: 'y', ...grey }),
    plot.ruleY([0], { stroke: 'var(--fn-rule)' }),
    plot.line(normalCurve(bins), { ...xy, ...dashes }),
    outline && plot.line(outlineOf(outline, bins), { ...xy, ...thin }),
    expected && plot.line(curveOf(expected, bins), { ...xy, ...curve }),
  ];
}

/** An SVG with bars, outline, the expected curve and N(0, 1). */
export function drawHistograms(plot: PlotModule, width: number, picture: HistogramsPicture) {
  const { bins, height, xLabel } = picture;
  return plot.plot({
    width,
    height,
    ...histogramMargins,
    style: { fontSize: '12px', color: 'var(--fn-soft)' },
    x: {
      domain: [bins.from, bins.to],
      label: xLabel,
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: 8,
    },
    y: { domain: [0, top(picture)], label: null, ticks: 4 },
    marks: marksOf(plot, picture),
  });
}

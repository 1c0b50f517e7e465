/** Draws measured losses over t on a logarithmic scale, with bands of two standard errors. */
import type { PlotModule } from '../../../components/plots/PlotView.tsx';
import type { LossPoint } from './lossSeries.ts';
import { timestepFrame } from './timestepFrame.ts';

/** One curve: its name, its look, its points. */
export interface LossCurve {
  readonly name: string;
  readonly colour: string;
  readonly dash: string;
  readonly symbol: 'circle' | 'square' | 'triangle';
  readonly points: readonly LossPoint[];
}

export interface LossByTPicture {
  readonly curves: readonly LossCurve[];
  readonly t: number;
  readonly yLabel: string;
  /** Everything below lies on the lower edge. */
  readonly floor: number;
}

/** The least power of ten above all points, and at least `floor · 10⁴`. */
function ceilingOf({ curves, floor }: LossByTPicture): number {
  let most = floor * 1e4;
  for (const { points } of curves) for (const { value } of points) most = Math.max(most, value);
  return 10 ** Math.ceil(Math.log10(most * 1.1));
}

/** Powers of ten, as the scale writes them. */
export function powerOfTen(value: number): string {
  const power = Math.round(Math.log10(value));
  if (power >= -4 && power <= 3)
    return power < 0 ? (10 ** power).toFixed(-power) : String(10 ** power);
  const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  const digits = [...String(Math.abs(power))].map((digit) => superscripts[Number(digit)]);
  return `10${power < 0 ? '⁻' : ''}${digits.join('')}`;
}

/** An SVG with one line, one band and markers a curve, and a rule at `t`. */
export function drawLossByT(plot: PlotModule, width: number, picture: LossByTPicture): Element {
  const { curves, t, yLabel, floor } = picture;
  const ceiling = ceilingOf(picture);
  const shown = (value: number) => Math.min(ceiling, Math.max(floor, value));
  const powers: number[] = [];
  const stride = Math.ceil(Math.log10(ceiling / floor) / 7);
  for (let p = Math.round(Math.log10(floor)); 10 ** p <= ceiling * 1.01; p += stride)
    powers.push(10 ** p);
  return plot.plot({
    ...timestepFrame(width),
    height: 320,
    marginLeft: 58,
    marginTop: 26,
    y: {
      type: 'log',
      domain: [floor, ceiling],
      label: yLabel,
      labelArrow: 'none',
      ticks: powers,
      tickFormat: powerOfTen,
    },
    marks: [
      plot.gridY(powers, { stroke: 'var(--fn-rule)', strokeOpacity: 1 }),
      plot.ruleX([t], { stroke: 'var(--fn-ink)', strokeWidth: 1 }),
      ...curves.flatMap(({ points, colour, dash, symbol }) => [
        plot.areaY(points, {
          x: 't',
          y1: ({ low }: LossPoint) => shown(low),
          y2: ({ high }: LossPoint) => shown(high),
          fill: colour,
          fillOpacity: 0.18,
        }),
        plot.line(points, {
          x: 't',
          y: ({ value }: LossPoint) => shown(value),
          stroke: colour,
          strokeWidth: 2,
          strokeDasharray: dash,
        }),
        plot.dot(
          points.filter((_, i) => i % 3 === 0),
          { x: 't', y: ({ value }: LossPoint) => shown(value), fill: colour, symbol, r: 3.5 },
        ),
      ]),
    ],
  });
}

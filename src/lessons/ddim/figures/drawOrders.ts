/** Draws the error of several samplers against steps or network calls, both on logarithmic scales. */
import type { PlotModule } from '../../../components/plots/PlotView.tsx';
import type { Compared, OrderPoint } from './orders.ts';
import { type LineStyle, samplerStyles } from './samplerStyles.ts';
import { amount } from './words.ts';

/** What is counted along the horizontal axis. */
export type Cost = 'steps' | 'calls';

/** One sampler's points. */
export interface OrderLine {
  readonly name: Compared;
  readonly points: readonly OrderPoint[];
}

export interface OrdersPicture {
  readonly lines: readonly OrderLine[];
  readonly cost: Cost;
  /** The sampler whose points are marked, and the step count whose point stands out. */
  readonly chosen: { readonly name: Compared; readonly steps: number };
}

const ticks = [4, 8, 16, 32, 64, 128, 256];
const powers = [1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1];

/** A compared sampler's line; Euler, which is DDIM on the same levels, has DDIM's. */
export const orderStyle = (name: Compared): LineStyle =>
  samplerStyles[name === 'euler' ? 'ddim' : name];

/** Lines with dots; the chosen walk's dot is larger. */
export function drawOrders(plot: PlotModule, width: number, picture: OrdersPicture): Element {
  const { lines, cost, chosen } = picture;
  const marks = lines.flatMap(({ name, points }) => {
    const { colour, dash } = orderStyle(name);
    const place = { x: cost, y: 'error' };
    return [
      plot.line(points, { ...place, stroke: colour, strokeWidth: 2.2, strokeDasharray: dash }),
      plot.dot(points, {
        ...place,
        fill: colour,
        r: ({ steps }: OrderPoint) => (name === chosen.name && steps === chosen.steps ? 7 : 2.6),
      }),
    ];
  });
  return plot.plot({
    width,
    height: 300,
    marginLeft: 56,
    marginRight: 14,
    marginTop: 28,
    marginBottom: 42,
    style: { fontSize: '12px', color: 'var(--fn-soft)' },
    r: { type: 'identity' },
    x: {
      type: 'log',
      // Ticks at powers of two are all labelled.
      base: 2,
      domain: cost === 'steps' ? [3.6, 210] : [3.6, 420],
      ticks: ticks.filter((tick) => cost === 'calls' || tick < 256),
      tickFormat: (value: number) => String(value),
      label: cost === 'steps' ? 'steps' : 'network calls',
      labelAnchor: 'center',
      labelArrow: 'none',
    },
    y: {
      type: 'log',
      domain: [1e-5, 2],
      ticks: powers,
      tickFormat: (value: number) =>
        value < 0.001 ? amount(value).replace('1.0 · ', '') : String(value),
      label: 'error of the end (root mean square)',
      labelArrow: 'none',
    },
    marks: [plot.gridY(powers, { stroke: 'var(--fn-rule)', strokeOpacity: 1 }), ...marks],
  });
}

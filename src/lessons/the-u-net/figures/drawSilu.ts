/** Draws SiLU and ReLU, or their slopes, with a dot on each at x. */
import type { PlotModule } from '../../../components/plots/PlotView.tsx';
import { relu, reluSlope, silu, siluSlope } from './silu.ts';

/** The range of x that is drawn. */
export const siluRange = 6;

const points = Array.from({ length: 241 }, (_, i) => -siluRange + (i * 2 * siluRange) / 240);

/** Two lines over x: the functions, or their slopes. */
export function drawSilu(
  plot: PlotModule,
  width: number,
  x: number,
  what: 'value' | 'slope',
): Element {
  const [smooth, kinked] = what === 'value' ? [silu, relu] : [siluSlope, reluSlope];
  const rows = points.map((at) => ({ at, smooth: smooth(at), kinked: kinked(at) }));
  const domain = what === 'value' ? [-1, siluRange] : [-0.2, 1.2];
  return plot.plot({
    width,
    height: 220,
    marginLeft: 40,
    marginRight: 12,
    marginBottom: 36,
    style: { fontSize: '12px', color: 'var(--fn-soft)' },
    x: { domain: [-siluRange, siluRange], label: 'x', labelAnchor: 'center', labelArrow: 'none' },
    y: { domain, label: what, labelArrow: 'none', ticks: 6 },
    marks: [
      plot.gridY({ stroke: 'var(--fn-rule)', strokeOpacity: 1 }),
      plot.ruleY([0], { stroke: 'var(--fn-soft)' }),
      plot.ruleX([x], { stroke: 'var(--fn-ink)', strokeWidth: 1 }),
      plot.line(rows, {
        x: 'at',
        y: 'kinked',
        stroke: 'var(--fn-soft)',
        strokeWidth: 2,
        strokeDasharray: '6 4',
      }),
      plot.line(rows, { x: 'at', y: 'smooth', stroke: 'var(--fn-ink)', strokeWidth: 2.25 }),
      plot.dot([kinked(x)], { x, y: (y: number) => y, fill: 'var(--fn-soft)', r: 4.5 }),
      plot.dot([smooth(x)], { x, y: (y: number) => y, fill: 'var(--fn-ink)', r: 5 }),
    ],
  });
}

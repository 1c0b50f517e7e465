/** Draws the error in the noise over t, of the whole network and with skips silenced, on a logarithmic scale. */
import type { PlotModule } from '../../../components/plots/PlotView.tsx';
import type { SkipError } from './skipErrors.ts';
import { timestepFrame } from './timestepFrame.ts';

export interface SkipErrorsPicture {
  readonly whole: readonly SkipError[];
  readonly silenced: readonly SkipError[];
  readonly t: number;
}

const domain: [number, number] = [0.001, 10];
const ticks = [0.001, 0.01, 0.1, 1, 10];

/** Two lines with dots; a rule at 1, the cost of saying “no noise”, and one at `t`. */
export function drawSkipErrors(
  plot: PlotModule,
  width: number,
  { whole, silenced, t }: SkipErrorsPicture,
): Element {
  const shown = (error: number) => Math.min(domain[1], Math.max(domain[0], error));
  const line = (errors: readonly SkipError[], stroke: string, strokeDasharray: string) => {
    const rows = [...errors].sort((a, b) => a.t - b.t);
    const place = { x: 't', y: ({ error }: SkipError) => shown(error) };
    return [
      plot.line(rows, { ...place, stroke, strokeWidth: 2, strokeDasharray }),
      plot.dot(rows, { ...place, fill: stroke, r: 3.5 }),
    ];
  };
  return plot.plot({
    ...timestepFrame(width),
    height: 260,
    marginTop: 26,
    y: {
      type: 'log',
      domain,
      label: 'squared error in the noise',
      labelArrow: 'none',
      ticks,
      tickFormat: (value: number) => String(value),
    },
    marks: [
      plot.gridY(ticks, { stroke: 'var(--fn-rule)', strokeOpacity: 1 }),
      plot.ruleY([1], { stroke: 'var(--fn-noise)', strokeWidth: 1.5, strokeDasharray: '2 3' }),
      plot.ruleX([t], { stroke: 'var(--fn-soft)', strokeWidth: 1 }),
      ...line(whole, 'var(--fn-soft)', ''),
      ...line(silenced, 'var(--fn-prediction)', '7 3'),
    ],
  });
}

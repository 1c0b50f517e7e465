/** Draws, over t, how much an error in each view grows in the clean picture it implies. */
import type { PlotModule } from '../../../components/plots/PlotView.tsx';
import { lastStep } from './digits.ts';
import { timestepFrame } from './timestepFrame.ts';
import { errorFactor, views } from './views.ts';

const points = 120;
const steps = Array.from({ length: points }, (_, i) => Math.round((i * lastStep) / (points - 1)));
const domain: readonly [number, number] = [0.01, 200];

const rows = views.flatMap(({ id }) =>
  steps.map((t) => ({ t, view: id, factor: errorFactor(id, t) })),
);

/** Curves on a logarithmic scale, with a dot on each at `t`. */
export function drawErrorFactors(plot: PlotModule, width: number, t: number): Element {
  const shown = (factor: number) => Math.min(domain[1], Math.max(domain[0], factor));
  return plot.plot({
    ...timestepFrame(width),
    height: 250,
    marginLeft: 44,
    y: {
      type: 'log',
      domain: [...domain],
      label: 'error in x0 / error in the view',
      labelArrow: 'none',
      ticks: [0.01, 0.1, 1, 10, 100],
      tickFormat: (value: number) => `×${value}`,
    },
    marks: [
      plot.gridY([0.01, 0.1, 1, 10, 100], { stroke: 'var(--fn-rule)', strokeOpacity: 1 }),
      plot.ruleX([t], { stroke: 'var(--fn-ink)', strokeWidth: 1 }),
      ...views.map(({ id, role, dash }) =>
        plot.line(
          rows.filter((row) => row.view === id),
          {
            x: 't',
            y: (row: { factor: number }) => shown(row.factor),
            stroke: `var(--fn-${role})`,
            strokeWidth: 2.25,
            strokeDasharray: dash,
          },
        ),
      ),
      plot.dot(views, {
        x: t,
        y: ({ id }) => shown(errorFactor(id, t)),
        fill: ({ role }) => `var(--fn-${role})`,
        stroke: 'var(--fn-raised)',
        r: 5,
      }),
    ],
  });
}

/** Draws how similar the vector at t is to the vectors at all other timesteps, beside what a bare number would say. */
import type { PlotModule } from '../../../components/plots/PlotView.tsx';
import { timestepFrame } from './timestepFrame.ts';
import { bareNumber, similarity, timesteps } from './timestepVectors.ts';

const stride = 3;

/** The timesteps drawn: every third, and all near t, where the curve has its peak. */
function drawnSteps(t: number): number[] {
  return timesteps.filter(
    (s) => s % stride === 0 || Math.abs(s - t) < 40 || s === timesteps.at(-1),
  );
}

/** Two lines and a rule at `t`. */
export function drawSimilarity(plot: PlotModule, width: number, t: number): Element {
  const rows = drawnSteps(t).map((s) => ({
    s,
    sines: similarity(t, s),
    bare: bareNumber(t) * bareNumber(s),
  }));
  return plot.plot({
    ...timestepFrame(width),
    height: 210,
    y: { domain: [-0.4, 1], label: 'similarity', labelArrow: 'none', ticks: 5 },
    marks: [
      plot.gridY({ stroke: 'var(--fn-rule)', strokeOpacity: 1 }),
      plot.ruleY([0], { stroke: 'var(--fn-soft)' }),
      plot.ruleX([t], { stroke: 'var(--fn-condition)', strokeWidth: 1.5 }),
      plot.line(rows, {
        x: 's',
        y: 'bare',
        stroke: 'var(--fn-soft)',
        strokeWidth: 2,
        strokeDasharray: '6 4',
      }),
      plot.line(rows, { x: 's', y: 'sines', stroke: 'var(--fn-ink)', strokeWidth: 2 }),
    ],
  });
}

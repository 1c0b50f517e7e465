/** Draws the share of digits read right over t: two classifiers and Bayes' rule. */
import type { PlotModule } from '../../../components/plots/PlotView.tsx';
import { timestepFrame } from '../../../components/plots/timestepFrame.ts';
import { lastStep, tenClasses } from './digits.ts';
import type { AccuracyRow } from './useNoiseAccuracy.ts';

/** The readers, in the order in which legends and tables show them. */
export const readers = [
  { key: 'noisy', name: 'trained on noise', colour: 'var(--fn-condition)', dash: '' },
  { key: 'clean', name: 'trained on clean digits', colour: 'var(--fn-ink)', dash: '7 3' },
  {
    key: 'bayes',
    name: 'Bayes’ rule over the training digits',
    colour: 'var(--fn-data)',
    dash: '2 3',
  },
] as const;

/** Three lines with dots; a rule where guessing lies. */
export function drawAccuracy(
  plot: PlotModule,
  width: number,
  rows: readonly AccuracyRow[],
): Element {
  const sorted = [...rows].sort((a, b) => a.t - b.t);
  const lines = readers.flatMap(({ key, colour: stroke, dash: strokeDasharray }) => {
    const place = { x: 't', y: (row: AccuracyRow) => 100 * row[key].accuracy };
    return [
      plot.line(sorted, { ...place, stroke, strokeWidth: 2, strokeDasharray }),
      plot.dot(sorted, { ...place, fill: stroke, r: 3.5 }),
    ];
  });
  return plot.plot({
    ...timestepFrame(width, lastStep),
    height: 260,
    marginTop: 26,
    y: { domain: [0, 100], label: 'read right, in %', labelArrow: 'none', ticks: 5 },
    marks: [
      plot.gridY([0, 20, 40, 60, 80, 100], { stroke: 'var(--fn-rule)', strokeOpacity: 1 }),
      plot.ruleY([100 / tenClasses.length], { stroke: 'var(--fn-noise)' }),
      ...lines,
    ],
  });
}

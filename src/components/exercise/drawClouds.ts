/** Draws point clouds over each other. */
import type { View } from '../../lib/exercises/index.ts';
import type { PlotModule } from '../plots/PlotView.tsx';
import { lineStyles } from './drawLines.ts';

type Points = Extract<View, { kind: 'points' }>;

const reach = 3;

/** The plane from −3 to 3, the course's points below the learner's. */
export function drawClouds(plot: PlotModule, width: number, { clouds }: Points): Element {
  const side = Math.min(width, 420);
  const ordered = [...clouds].sort(
    (a, b) => Number(a.by === 'learner') - Number(b.by === 'learner'),
  );
  const marks = ordered.map(({ by, points }) => {
    const places = Array.from({ length: points.length / 2 }, (_, i) => [
      points[2 * i],
      points[2 * i + 1],
    ]);
    const { colour } = lineStyles[by];
    return plot.dot(places, {
      x: '0',
      y: '1',
      r: 1.8,
      fill: colour,
      fillOpacity: by === 'course' ? 0.35 : 0.8,
      clip: true,
    });
  });
  return plot.plot({
    width: side,
    height: side,
    style: { background: 'none', color: 'var(--fn-ink)', fontSize: '12px' },
    x: { domain: [-reach, reach], label: null },
    y: { domain: [-reach, reach], label: null },
    marks,
  });
}

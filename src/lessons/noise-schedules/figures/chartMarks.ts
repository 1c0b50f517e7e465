/** What both charts of this lesson have alike: their frame over t, and the title above the vertical axis. */
import type { PlotModule } from '../../../components/plots/PlotView.tsx';
import { margins } from './plotFrame.ts';

/** Size, margins and the horizontal axis, t from 0 to T − 1. */
export function chartFrame(width: number, height: number, T: number) {
  return {
    width,
    height,
    marginLeft: margins.left,
    marginRight: margins.right,
    marginTop: margins.top,
    marginBottom: margins.bottom,
    x: {
      domain: [0, T - 1],
      label: 'timestep t →',
      labelAnchor: 'right',
      labelOffset: 32,
      ticks: width < 420 ? 4 : 6,
      tickFormat: String,
    },
  } as const;
}

/** What the vertical axis shows, written above it. */
export function axisTitle(plot: PlotModule, text: string, colour: string) {
  return plot.text([text], {
    frameAnchor: 'top-left',
    dx: -margins.left + 2,
    dy: -margins.top + 4,
    fill: colour,
    fontWeight: 600,
    fontSize: 12,
  });
}

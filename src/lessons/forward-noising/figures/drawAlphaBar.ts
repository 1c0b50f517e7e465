/** Paints ᾱ_t over t, with a mark where each frame of the film strip was taken. */
import type { PlotModule } from '../../../components/plots/PlotView.tsx';
import type { Schedule } from '../../../lib/diffusion/index.ts';

/** The curve is drawn through every fifth timestep. */
const curveStep = 5;

/** An SVG with the schedule's curve, and a dot and a drop line per frame. */
export function drawAlphaBar(
  plot: PlotModule,
  size: { readonly width: number; readonly height: number },
  schedule: Schedule,
  frames: readonly number[],
) {
  const at = (t: number) => ({ t, alphaBar: schedule.alphasCumprod[t]! });
  const curve = Array.from({ length: Math.ceil(schedule.T / curveStep) }, (_, i) =>
    at(i * curveStep),
  );
  const dots = frames.map(at);
  const xy = { x: 't', y: 'alphaBar' } as const;
  return plot.plot({
    ...size,
    marginTop: 24,
    marginLeft: 40,
    marginRight: 12,
    marginBottom: 34,
    style: { fontSize: '12px', color: 'var(--fn-soft)' },
    x: {
      domain: [0, schedule.T - 1],
      label: 't',
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: 6,
    },
    y: { domain: [0, 1], label: 'ᾱ', labelArrow: 'none', ticks: 3 },
    marks: [
      plot.ruleY([0], { stroke: 'var(--fn-rule)' }),
      plot.ruleX(dots, { x: 't', y1: 0, y2: 'alphaBar', stroke: 'var(--fn-rule)' }),
      plot.line([...curve, at(schedule.T - 1)], {
        ...xy,
        stroke: 'var(--fn-data)',
        strokeWidth: 2,
      }),
      plot.dot(dots, { ...xy, r: 4, fill: 'var(--fn-data)' }),
    ],
  });
}

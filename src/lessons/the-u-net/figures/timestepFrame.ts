/** What this lesson's plots over t share: size, type and the axis of timesteps. */
import { lastStep } from './modelSchedule.ts';

/** Plot options; a plot adds its own height, y axis and marks. */
export function timestepFrame(width: number) {
  return {
    width,
    marginLeft: 46,
    marginRight: 12,
    marginBottom: 36,
    style: { fontSize: '12px', color: 'var(--fn-soft)' },
    x: {
      domain: [0, lastStep] as [number, number],
      label: 't',
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: width < 420 ? 5 : 10,
    },
  } as const;
}

/** What plots over timesteps share: size, type and the axis of t. */

/** Plot options; a plot adds its own height, further margins, y axis and marks. */
export function timestepFrame(width: number, lastStep: number) {
  return {
    width,
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

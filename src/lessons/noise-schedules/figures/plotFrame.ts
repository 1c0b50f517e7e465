/** The frame that a chart and what lies over it share: margins, and where a value is on the screen. */

/** Margins of the charts, in CSS pixels. */
export const margins = { left: 46, right: 14, top: 24, bottom: 36 } as const;

/** A value axis. */
export interface ValueAxis {
  readonly domain: readonly [number, number];
  readonly log: boolean;
}

/** CSS left position of a share 0…1 of the horizontal axis, whatever the width. */
export function cssLeft(share: number): string {
  const across = margins.left + margins.right;
  return `calc(${margins.left}px + (100% - ${across}px) * ${share})`;
}

/** Share 0…1 of the horizontal axis at `x` pixels from the left of a chart of that width. */
export function shareAt(x: number, width: number): number {
  const share = (x - margins.left) / Math.max(1, width - margins.left - margins.right);
  return Math.min(1, Math.max(0, share));
}

/** Pixels from the top of a chart of that height to a value. */
export function topOf(value: number, { domain, log }: ValueAxis, height: number): number {
  const scale = log ? Math.log : (x: number) => x;
  const [low, high] = [scale(domain[0]), scale(domain[1])];
  const share = (scale(value) - low) / (high - low);
  return height - margins.bottom - share * (height - margins.top - margins.bottom);
}

/** The value of a linear axis at `y` pixels from the top; not held within the domain. */
export function valueAt(y: number, domain: readonly [number, number], height: number): number {
  const share = (height - margins.bottom - y) / (height - margins.top - margins.bottom);
  return domain[0] + share * (domain[1] - domain[0]);
}

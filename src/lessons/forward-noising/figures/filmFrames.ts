/** Which timesteps a film strip shows. */
import type { Schedule } from '../../../lib/diffusion/index.ts';

/** How many frames a strip has: 999 divides evenly into nine gaps. */
export const frameCount = 10;

/** Even in t, or even in ᾱ_t. */
export type Spacing = 'time' | 'alphaBar';

/** The frames' timesteps, from 0 to T − 1. */
export function frameTimesteps(schedule: Schedule, spacing: Spacing): number[] {
  const last = schedule.T - 1;
  return Array.from({ length: frameCount }, (_, i) => {
    const part = i / (frameCount - 1);
    if (spacing === 'time') return Math.round(part * last);
    const [first, end] = [schedule.alphasCumprod[0]!, schedule.alphasCumprod[last]!];
    return nearestTimestep(schedule.alphasCumprod, first + part * (end - first));
  });
}

/** The t whose ᾱ_t is nearest; ᾱ falls all the way. */
function nearestTimestep(alphasCumprod: Float64Array, wanted: number): number {
  let best = 0;
  alphasCumprod.forEach((alphaBar, t) => {
    if (Math.abs(alphaBar - wanted) < Math.abs(alphasCumprod[best]! - wanted)) best = t;
  });
  return best;
}

/** The filmstrip of a run: frames from the same noise, thinned evenly when there are too many. */
import type { FilmFrame } from './progress.ts';

const mostFrames = 120;
const fewestFrames = 16;
const mostBytes = 4_000_000;

/** The most frames that a strip keeps: fewer when they are large. */
export function filmCapacity(imagesLength: number): number {
  const fits = Math.floor(mostBytes / (4 * imagesLength));
  return Math.max(fewestFrames, Math.min(mostFrames, fits));
}

/** Where the frame is that is missed least: its neighbours are nearest to each other. Never the first. */
function leastMissed(film: readonly FilmFrame[]): number {
  let least = film.length - 1;
  let gap = Number.POSITIVE_INFINITY;
  for (let i = 1; i + 1 < film.length; i++) {
    const between = film[i + 1]!.step - film[i - 1]!.step;
    if (between < gap) [least, gap] = [i, between];
  }
  return least;
}

/** The strip with a frame at its end; a full strip first loses the frame that is missed least. */
export function withFrame(film: readonly FilmFrame[], frame: FilmFrame): FilmFrame[] {
  const full = film.length >= filmCapacity(frame.images.length);
  const spared = full ? leastMissed(film) : -1;
  return [...film.filter((_, i) => i !== spared), frame];
}

/** Whether a frame is to be made at a step: every so many steps, once. */
export function frameIsDue(film: readonly FilmFrame[], step: number, every: number): boolean {
  return every > 0 && step % every === 0 && film.at(-1)?.step !== step;
}

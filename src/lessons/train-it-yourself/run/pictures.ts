/** Arithmetic on a film's frames: their pictures, and how far two frames are apart. */
import type { FilmFrame } from './runRecord.ts';

/** The pictures of a frame, one array each. */
export function picturesOf({ images }: Pick<FilmFrame, 'images'>, size: number): Float32Array[] {
  const pixels = size * size;
  return Array.from({ length: images.length / pixels }, (_, i) =>
    images.subarray(i * pixels, (i + 1) * pixels),
  );
}

/** Root mean square difference of two batches of pictures, a pixel. */
export function rmsDifference(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum / a.length);
}

/** How far a frame is from the one before it in the film; null for the first, and where they do not hold the same pictures. */
export function changeSinceBefore(film: readonly FilmFrame[], frame: FilmFrame): number | null {
  const before = film[film.indexOf(frame) - 1];
  if (before?.images.length !== frame.images.length) return null;
  return rmsDifference(before.images, frame.images);
}

/** At most `count` of the frames, the first and the last always among them. */
export function spreadFrames(film: readonly FilmFrame[], count: number): FilmFrame[] {
  if (film.length <= count) return [...film];
  return Array.from(
    { length: count },
    (_, i) => film[Math.round((i * (film.length - 1)) / (count - 1))]!,
  );
}

/** The frame of a film at a step, or the latest one before it. */
export function frameAt(film: readonly FilmFrame[], step: number): FilmFrame | null {
  return film.findLast((frame) => frame.step <= step) ?? film[0] ?? null;
}

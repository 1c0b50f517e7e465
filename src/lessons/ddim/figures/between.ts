/** Noises between two draws of noise, along the sphere and straight, as starts of walks. */
import { lerp, makeRng, norm, sampleNormals, slerp } from '../../../lib/diffusion/index.ts';

/** How to go from one noise to the other. */
export type Way = 'sphere' | 'straight';

/** How many noises there are from end to end, the ends among them. */
export const stopCount = 11;

/** The share of the second noise at a stop. */
export const shareAt = (stop: number): number => stop / (stopCount - 1);

/** The two ends of a seed: its own noise, and that of the next seed. */
export function endsOf(seed: number, pixels: number): readonly [Float32Array, Float32Array] {
  return [sampleNormals(makeRng(seed), pixels), sampleNormals(makeRng(seed + 1), pixels)];
}

/** All noises from one end to the other, [stopCount, pixels]. */
export function noisesBetween(seed: number, pixels: number, way: Way): Float32Array {
  const [from, to] = endsOf(seed, pixels);
  const between = way === 'sphere' ? slerp : lerp;
  const all = new Float32Array(stopCount * pixels);
  for (let stop = 0; stop < stopCount; stop++) {
    all.set(between(from, to, shareAt(stop)), stop * pixels);
  }
  return all;
}

/** The root mean square of a noise: about 1 where it is a likely draw. */
export const sizeOf = (noise: Float32Array): number => norm(noise) / Math.sqrt(noise.length);

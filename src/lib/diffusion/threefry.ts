/**
 * Counter-based randomness: the noise of element i in step s is a function of (seed, s, i) alone, so that thousands
 * of numbers can be drawn at once on any device. Threefry-2x32 with 20 rounds (Salmon et al. 2011, "Parallel random
 * numbers: as easy as 1, 2, 3"), and normals by Box and Muller (1958).
 */

const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const parity = 0x1bd11bda;
const rotate = (word: number, bits: number) => (word << bits) | (word >>> (32 - bits));

/**
 * Threefry-2x32-20: two 32-bit words from a key and a counter of two words each.
 *
 * @param out where the two words are put, as unsigned integers; returned
 */
export function threefry2x32(
  key0: number,
  key1: number,
  counter0: number,
  counter1: number,
  out: Uint32Array = new Uint32Array(2),
): Uint32Array {
  const keys = [key0 | 0, key1 | 0, parity ^ key0 ^ key1];
  let a = (counter0 + key0) | 0;
  let b = (counter1 + key1) | 0;
  for (let round = 0; round < 20; round++) {
    a = (a + b) | 0;
    b = rotate(b, rotations[round % 8]!) ^ a;
    if (round % 4 === 3) {
      const injection = (round + 1) / 4;
      a = (a + keys[injection % 3]!) | 0;
      b = (b + keys[(injection + 1) % 3]! + injection) | 0;
    }
  }
  out[0] = a;
  out[1] = b;
  return out;
}

/** Second key word of the draws that are training noise. */
export const noiseStream = 0x6e6f6973;

const toUnit = 2 ** -24;

/**
 * Standard normals for one training step: out[i] depends on (seed, step, i) only. Engines on a graphics card draw
 * the same numbers up to float32 rounding of the logarithm and the cosine.
 *
 * @param seed, step whole numbers from 0 to 2³² − 1
 * @returns out, filled
 */
export function counterNormals(seed: number, step: number, out: Float32Array): Float32Array {
  const words = new Uint32Array(2);
  for (let pair = 0; 2 * pair < out.length; pair++) {
    threefry2x32(seed, noiseStream, pair, step, words);
    const radius = Math.sqrt(-2 * Math.log(((words[0]! >>> 8) + 1) * toUnit));
    const angle = 2 * Math.PI * (words[1]! >>> 8) * toUnit;
    out[2 * pair] = radius * Math.cos(angle);
    if (2 * pair + 1 < out.length) out[2 * pair + 1] = radius * Math.sin(angle);
  }
  return out;
}

/**
 * Seeded randomness, the only place it comes from: the same seed gives the same numbers in every
 * JavaScript engine.
 *
 * The generator is xoroshiro128+ (Blackman & Vigna 2018). Normal draws use the polar method
 * (Marsaglia & Bray 1964). Engines may round Math.log, sin and cos differently in the last bit, but
 * not + − × ÷ and the square root, so the polar method, which needs no sine, gets a logarithm that
 * is made of those alone.
 */
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { check, checkPositiveInteger } from './checks.ts';
import { exactLog } from './exactLog.ts';
import type { Numbers } from './numbers.ts';

/** A source of random numbers; each draw moves it on. */
export interface Rng {
  /** A number in [0, 1), a multiple of 2⁻⁵³. */
  uniform(): number;
  /** A draw from the standard normal distribution. */
  normal(): number;
  /** An integer from 0 to n − 1, each as likely as any other; n is at most 2³². */
  integer(n: number): number;
  /** What restoreRng needs to go on from here: plain numbers that survive JSON. */
  state(): readonly number[];
}

/**
 * A generator for the seed. A number and its decimal text give the same one.
 *
 * @param seed a finite number, or any text
 * @throws InvalidArgumentError when the seed is neither
 */
export function makeRng(seed: number | string): Rng {
  const ok = typeof seed === 'string' || Number.isFinite(seed);
  check(ok, 'seed', seed, 'a finite number or a text');
  return restoreRng(seedWords(String(seed)));
}

/** An independent generator for one purpose, such as fork(7, 'noise'): makeRng('7/noise'). */
export function fork(seed: number | string, label: string): Rng {
  return makeRng(`${seed}/${label}`);
}

/**
 * Goes on from where rng.state() was taken.
 *
 * @param state four 32-bit words, not all 0, and the second normal of a pair if it waits to be drawn
 * @throws InvalidArgumentError when it is not such a state
 */
export function restoreRng(state: readonly number[]): Rng {
  checkState(state);
  const generator = xoroshiro128plusFromState(state.slice(0, 4));
  const pair = new Float64Array(2);
  let spare = state[4];

  const normal = (): number => {
    if (spare === undefined) {
      drawPair(generator, pair);
      spare = pair[1]!;
      return pair[0]!;
    }
    const waiting = spare;
    spare = undefined;
    return waiting;
  };

  return {
    uniform: () => drawUniform(generator),
    normal,
    integer: (n) => drawInteger(generator, n),
    state: () => [...generator.getState(), ...(spare === undefined ? [] : [spare])],
  };
}

interface Words {
  /** The next 32 bits, as a signed integer. */
  next(): number;
}

/** 53 bits of two words. The lowest bits of xoroshiro128+ are its weakest: the upper ones count. */
function drawUniform(words: Words): number {
  return ((words.next() >>> 5) * 2 ** 26 + (words.next() >>> 6)) * 2 ** -53;
}

/** As many upper bits as n − 1 has, until they are below n. */
function drawInteger(words: Words, n: number): number {
  check(n <= 2 ** 32, 'n', n, 'an integer from 1 to 4294967296');
  checkPositiveInteger('n', n);
  if (n === 1) return 0;
  const unusedBits = Math.clz32(n - 1);
  for (;;) {
    const drawn = words.next() >>> unusedBits;
    if (drawn < n) return drawn;
  }
}

/** Two independent normals from a point in the unit disc (the polar method). */
function drawPair(words: Words, pair: Float64Array): void {
  for (;;) {
    const u = 2 * drawUniform(words) - 1;
    const v = 2 * drawUniform(words) - 1;
    const s = u * u + v * v;
    if (s >= 1 || s === 0) continue;
    const factor = Math.sqrt((-2 * exactLog(s)) / s);
    pair[0] = u * factor;
    pair[1] = v * factor;
    return;
  }
}

function checkState(state: readonly number[]): void {
  const words = state.slice(0, 4);
  const ok =
    (state.length === 4 || (state.length === 5 && Number.isFinite(state[4]))) &&
    words.every((word) => (word | 0) === word) &&
    words.some((word) => word !== 0);
  check(ok, 'state', state, 'what state() of a generator returned');
}

/**
 * Four words from a text: two multiplicative hashes of its UTF-16 units in the manner of FNV-1a,
 * with different odd multipliers, each mixed with the finaliser of MurmurHash3.
 */
function seedWords(text: string): number[] {
  let a = 0x811c9dc5 ^ text.length;
  let b = 0x9747b28c ^ text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = rotate(Math.imul(a ^ unit, 0x9e3779b1), 13);
    b = rotate(Math.imul(b ^ unit, 0x85ebca77), 17);
  }
  const words = [mix(a), mix(b), mix(a + 0x9e3779b9), mix(b + 0x9e3779b9)];
  return [words[0]!, words[1]!, words[2]! ^ words[1]!, words[3]! | 1];
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** fmix32 of MurmurHash3: every input bit changes about half of the output bits. */
function mix(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Fills `out` with standard normal draws and returns it. */
export function fillNormals<A extends Numbers>(rng: Rng, out: A): A {
  for (let i = 0; i < out.length; i++) out[i] = rng.normal();
  return out;
}

/** `length` standard normal draws in single precision. */
export function sampleNormals(rng: Rng, length: number): Float32Array<ArrayBuffer> {
  const ok = Number.isSafeInteger(length) && length >= 0;
  check(ok, 'length', length, 'an integer of 0 or more');
  return fillNormals(rng, new Float32Array(length));
}

/** 0 … n − 1 in random order, each order as likely as any other (Fisher & Yates). */
export function shuffledIndices(rng: Rng, n: number): Uint32Array<ArrayBuffer> {
  check(Number.isSafeInteger(n) && n >= 0, 'n', n, 'an integer of 0 or more');
  const indices = Uint32Array.from({ length: n }, (_, i) => i);
  for (let last = n - 1; last > 0; last--) {
    const other = rng.integer(last + 1);
    const held = indices[last]!;
    indices[last] = indices[other]!;
    indices[other] = held;
  }
  return indices;
}

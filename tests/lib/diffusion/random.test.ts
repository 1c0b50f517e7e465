/** Seeded randomness: the same numbers everywhere, and numbers that behave as their laws say. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fillNormals,
  fork,
  makeRng,
  normalCdf,
  type Rng,
  restoreRng,
  sampleNormals,
  shuffledIndices,
} from '../../../src/lib/diffusion/index.ts';
import fixture from '../../fixtures/diffusion/random.json' with { type: 'json' };
import { largestRelativeError, thrownBy } from './closeness.ts';

const anySeed = fc.oneof(fc.integer(), fc.string());

const golden: [number | string, number[]][] = [
  [0, [-0.2804177700812765, -3.2946041442900715, -0.3580335567164819, -0.8985911628405212]],
  [7, [1.1322259166584436, 1.3591590924555712, 0.5747497043251029, -0.666309246119197]],
  [
    'lesson/forward',
    [-0.33958634225948686, 1.3289494240938537, 0.13418637814040155, -1.1368881998567673],
  ],
];

function draw(count: number, next: () => number): Float64Array {
  return Float64Array.from({ length: count }, next);
}

describe('the same seed gives the same numbers', () => {
  describe.each(fixture.cases.seeds)('seed "$seed"', ({ seed, uniforms, integers, normals }) => {
    it('matches the generator written in whole numbers', () => {
      expect([...draw(4, makeRng(seed).uniform)]).toEqual(uniforms);
      const rng = makeRng(seed);
      expect([2, 6, 10, 1000, 2 ** 31, 2 ** 32].map((n) => rng.integer(n))).toEqual(integers);
    });

    it('matches normals from 50-digit logarithms', () => {
      expect(largestRelativeError(draw(7, makeRng(seed).normal), normals)).toBeLessThan(2e-15);
    });
  });

  // Bit for bit, as every engine must give them: + − × ÷ and √ leave no freedom.
  it.each(golden)('gives exactly the committed normals for seed %s', (seed, normals) => {
    expect([...draw(4, makeRng(seed).normal)]).toEqual(normals);
  });

  it('treats a number and its decimal text alike', () => {
    expect(makeRng(7).state()).toEqual(makeRng('7').state());
    expect(makeRng(-0).state()).toEqual(makeRng(0).state());
  });

  it('goes on from a state that went through JSON, in the middle of a pair too', () => {
    fc.assert(
      fc.property(anySeed, fc.nat(9), (seed, drawn) => {
        const rng = makeRng(seed);
        draw(drawn, rng.normal);
        const restored = restoreRng(JSON.parse(JSON.stringify(rng.state())));
        expect([...draw(5, restored.normal)]).toEqual([...draw(5, rng.normal)]);
        expect(restored.uniform()).toBe(rng.uniform());
      }),
    );
  });

  it('forks by label', () => {
    expect(fork(7, 'noise').state()).toEqual(makeRng('7/noise').state());
    expect(fork(7, 'noise').state()).not.toEqual(fork(7, 'data').state());
  });
});

const COUNT = 200_000;

/** √n times the largest gap between the draws' distribution function and F (Kolmogorov 1933). */
function kolmogorovSmirnov(draws: Float64Array, F: (x: number) => number): number {
  const sorted = draws.slice().sort();
  const n = sorted.length;
  let gap = 0;
  sorted.forEach((x, i) => {
    gap = Math.max(gap, F(x) - i / n, (i + 1) / n - F(x));
  });
  return gap * Math.sqrt(n);
}

/** The mean of the products, √n times: standard normal when x and y are independent and standard. */
function correlation(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum / Math.sqrt(x.length);
}

/** Σ (observed − expected)² / expected for equally likely cells. */
function chiSquare(counts: ArrayLike<number>): number {
  const all = Array.from(counts);
  const expected = all.reduce((sum, count) => sum + count, 0) / all.length;
  return all.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** A bound that a χ² variable with this many degrees exceeds about once in 30,000 times. */
function chiSquareBound(degrees: number): number {
  return degrees + 4 * Math.sqrt(2 * degrees) + 16;
}

describe('the laws of the draws', () => {
  // 1.95 is exceeded with probability 0.001 (Kolmogorov's distribution).
  it.each([1, 2, 'three'])('uniform() is uniform (seed %s)', (seed) => {
    const draws = draw(COUNT, makeRng(seed).uniform);
    expect(kolmogorovSmirnov(draws, (x) => x)).toBeLessThan(1.95);
    expect(draws.every((x) => x >= 0 && x < 1 && Number.isInteger(x * 2 ** 53))).toBe(true);
  });

  it.each([1, 2, 'three'])('normal() is normal (seed %s)', (seed) => {
    expect(kolmogorovSmirnov(draw(COUNT, makeRng(seed).normal), normalCdf)).toBeLessThan(1.95);
  });

  // The k-th sample moment has variance (E x^2k − (E x^k)²) / n: 1, 2, 15 and 96, over n.
  it('normal() has the moments 0, 1, 0 and 3, within four standard errors', () => {
    const draws = draw(COUNT, makeRng(11).normal);
    const moment = (k: number) => draws.reduce((sum, x) => sum + x ** k, 0) / COUNT;
    const expected = [0, 1, 0, 3];
    const variances = [1, 2, 15, 96];
    expected.forEach((value, i) => {
      const error = Math.abs(moment(i + 1) - value);
      expect(error).toBeLessThan(4 * Math.sqrt(variances[i]! / COUNT));
    });
  });

  it('draws of a pair, neighbours, forks and neighbouring seeds are independent', () => {
    const normals = draw(COUNT, makeRng(3).normal);
    const others = [4, 5, '3/noise', '3/data', '03', '3 '].map((seed) =>
      draw(COUNT, makeRng(seed).normal),
    );
    const square = (x: number) => (x * x - 1) / Math.SQRT2;
    for (const lag of [1, 2, 3]) {
      expect(Math.abs(correlation(normals.slice(0, -lag), normals.slice(lag)))).toBeLessThan(4);
    }
    for (const other of others) {
      expect(Math.abs(correlation(normals, other))).toBeLessThan(4);
      expect(Math.abs(correlation(normals.map(square), other.map(square)))).toBeLessThan(4);
    }
  });

  it.each([1, 2, 3, 7, 10, 64, 1000])('integer(%i) gives each value as often', (n) => {
    const rng = makeRng('dice');
    const counts = new Uint32Array(n);
    for (let i = 0; i < 100_000; i++) counts[rng.integer(n)]!++;
    expect(chiSquare(counts)).toBeLessThan(chiSquareBound(n - 1));
  });

  it('integer() has no bias towards the low values of a large range', () => {
    const rng = makeRng('large');
    const n = 3 * 2 ** 30; // by remainders, the lowest third would come twice as often
    const thirds = new Uint32Array(3);
    for (let i = 0; i < 60_000; i++) thirds[Math.floor(rng.integer(n) / 2 ** 30)]!++;
    expect(chiSquare(thirds)).toBeLessThan(chiSquareBound(2));
  });

  it('the first draw of successive seeds is uniform', () => {
    const firsts = draw(
      20_000,
      seedByIndex((rng) => rng.uniform()),
    );
    expect(kolmogorovSmirnov(firsts, (x) => x)).toBeLessThan(1.95);
  });
});

function seedByIndex(first: (rng: Rng) => number): () => number {
  let seed = 0;
  return () => first(makeRng(seed++));
}

describe('shuffledIndices', () => {
  it('is a permutation', () => {
    fc.assert(
      fc.property(anySeed, fc.nat(200), (seed, n) => {
        const sorted = shuffledIndices(makeRng(seed), n).sort();
        expect([...sorted]).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
    );
  });

  it('gives each of the 24 orders of four as often', () => {
    const rng = makeRng('cards');
    const counts = new Map<string, number>();
    for (let i = 0; i < 48_000; i++) {
      const key = shuffledIndices(rng, 4).join('');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(chiSquare([...counts.values()])).toBeLessThan(chiSquareBound(23));
  });
});

describe('arrays of normals', () => {
  it('hold the draws of normal(), in order and rounded once', () => {
    const expected = draw(9, makeRng(5).normal);
    expect(fillNormals(makeRng(5), new Float64Array(9))).toEqual(expected);
    expect(sampleNormals(makeRng(5), 9)).toEqual(Float32Array.from(expected));
    expect(sampleNormals(makeRng(5), 0)).toHaveLength(0);
  });
});

describe('bad input', () => {
  it.each<[() => unknown, string]>([
    [() => makeRng(Number.NaN), 'seed must be a finite number or a text, but it is NaN.'],
    [() => makeRng(1).integer(0), 'n must be a positive integer, but it is 0.'],
    [
      () => makeRng(1).integer(2 ** 33),
      'n must be an integer from 1 to 4294967296, but it is 8589934592.',
    ],
    [() => sampleNormals(makeRng(1), -1), 'length must be an integer of 0 or more, but it is -1.'],
    [() => shuffledIndices(makeRng(1), 1.5), 'n must be an integer of 0 or more, but it is 1.5.'],
    [
      () => restoreRng([0, 0, 0, 0]),
      'state must be what state() of a generator returned, but it is an array of length 4.',
    ],
    [
      () => restoreRng([1, 2]),
      'state must be what state() of a generator returned, but it is an array of length 2.',
    ],
  ])('%s', (call, message) => {
    expect(thrownBy(call).message).toBe(message);
  });
});

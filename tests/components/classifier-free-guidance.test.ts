/** The lesson on classifier-free guidance: its arithmetic against formulas written out, and what its prose claims. */
import { describe, expect, test } from 'vitest';
import {
  differenceOf,
  rms,
} from '../../src/lessons/classifier-free-guidance/figures/difference.ts';
import {
  rgbOf,
  signedColour,
} from '../../src/lessons/classifier-free-guidance/figures/drawSignedMap.ts';
import { domainOf } from '../../src/lessons/classifier-free-guidance/figures/drawTrade.ts';
import {
  arrowsAt,
  ofClass,
  type PlaneGuidance,
  readAs,
  sharesOfBlobs,
  sharpened,
  spreadOf,
  spreadOfMixture,
  starts,
  walkGuided,
  whole,
} from '../../src/lessons/classifier-free-guidance/figures/guidedPlane.ts';
import {
  pictureNumbers,
  shownDistance,
} from '../../src/lessons/classifier-free-guidance/figures/pictureNumbers.ts';
import {
  extentOf,
  shortened,
} from '../../src/lessons/classifier-free-guidance/figures/planePicture.ts';
import {
  movedInterval,
  remedyNames,
  remedySettings,
  startChoice,
} from '../../src/lessons/classifier-free-guidance/figures/remedies.ts';
import { schedule } from '../../src/lessons/classifier-free-guidance/figures/schedule.ts';
import {
  callsAt,
  settingsAt,
  timeLeft,
} from '../../src/lessons/classifier-free-guidance/figures/tradePoints.ts';
import {
  durationText,
  percent,
  scaleText,
  signed,
} from '../../src/lessons/classifier-free-guidance/figures/words.ts';
import { n } from '../../src/lessons/classifier-free-guidance/numbers.ts';
import {
  fork,
  makeRng,
  noiseMixture,
  sampleGaussianMixture,
  sampleNormals,
} from '../../src/lib/diffusion/index.ts';
import { countCalls, type Denoiser } from '../../src/lib/sampling/draw.ts';
import { measuredSampling } from '../../src/measured/sampling.ts';

const largestGap = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)));

const towardsA = (scale: number, avoid: PlaneGuidance['avoid'] = null): PlaneGuidance => ({
  towards: 0,
  avoid,
  scale,
});

describe('the plane', () => {
  test('w = 1 has nothing of the other side in it, w = 0 nothing of the class', () => {
    const plain = walkGuided(towardsA(1), 1).ends;
    expect(largestGap(walkGuided(towardsA(1, 1), 1).ends, plain)).toBeLessThan(1e-12);
    const none = walkGuided(towardsA(0), 1).ends;
    expect(largestGap(walkGuided({ ...towardsA(0), towards: 2 }, 1).ends, none)).toBeLessThan(
      1e-12,
    );
    expect(largestGap(plain, none)).toBeGreaterThan(0.5);
  });

  test('one seed has one start, another seed another; paths begin there and end at the ends', () => {
    const { ends, paths } = walkGuided(towardsA(4), 3);
    expect(ends).toHaveLength(2 * starts);
    expect([...paths[5]!.slice(-2)]).toEqual([...ends.slice(10, 12)]);
    expect([...walkGuided(towardsA(1), 3).paths[5]!.slice(0, 2)]).toEqual([
      ...paths[5]!.slice(0, 2),
    ]);
    expect(walkGuided(towardsA(4), 4).paths[5]![0]).not.toBe(paths[5]![0]);
  });

  test('without guidance the walks end as the class is: mean, spread and shares of its blobs', () => {
    const { ends } = walkGuided(towardsA(1), 1);
    const [here, own] = [spreadOf(ends), spreadOfMixture(ofClass[0]!)];
    // 256 draws: the mean's standard error is 0.57 / 16.
    expect(largestGap(here.mean, own.mean)).toBeLessThan(0.11);
    expect(Math.abs(here.spread - own.spread)).toBeLessThan(0.06);
    expect(Math.abs(sharesOfBlobs(ends, 0)[1]! - 0.5)).toBeLessThan(0.1);
  });

  test('mean and spread of a mixture are those of many draws', () => {
    for (const mixture of [whole, ...ofClass]) {
      const drawn = spreadOf(sampleGaussianMixture(mixture, 60_000, fork('test', 'spread')).points);
      const exact = spreadOfMixture(mixture);
      expect(largestGap(drawn.mean, exact.mean)).toBeLessThan(0.015);
      expect(Math.abs(drawn.spread - exact.spread)).toBeLessThan(0.01);
    }
  });

  test('sharpened by 0 it is all the data, by 1 the class', () => {
    for (const cls of [0, 1, 2] as const) {
      for (const [scale, mixture] of [
        [0, whole],
        [1, ofClass[cls]!],
      ] as const) {
        const [found, exact] = [sharpened(cls, scale), spreadOfMixture(mixture)];
        expect(largestGap(found.mean, exact.mean)).toBeLessThan(1e-6);
        expect(Math.abs(found.spread - exact.spread)).toBeLessThan(1e-6);
      }
    }
  });

  test('the difference of scores is σ ∇ log p(class | x_t), by Bayes’ rule and finite differences', () => {
    const at = Float64Array.from([0.3, -0.4, -1.2, 1.1, 1.6, 0.2]);
    for (const t of [80, 450, 800]) {
      const alphaBar = schedule.alphasCumprod[t]!;
      const noised = noiseMixture(whole, alphaBar);
      // Class A is the first two blobs.
      const logA = (x: number, y: number) => {
        const shares = noised.responsibilities([x, y]);
        return Math.log(shares[0]! + shares[1]!);
      };
      const h = 1e-5;
      const gradient = Array.from(
        { length: 3 },
        (_, i) => [at[2 * i]!, at[2 * i + 1]!] as const,
      ).flatMap(([x, y]) => [
        (logA(x + h, y) - logA(x - h, y)) / (2 * h),
        (logA(x, y + h) - logA(x, y - h)) / (2 * h),
      ]);
      const sigma = Math.sqrt(1 - alphaBar);
      const found = arrowsAt(towardsA(5), t, at, 'difference');
      expect(
        largestGap(
          found,
          gradient.map((value) => sigma * value),
        ),
      ).toBeLessThan(1e-5);
      const guided = arrowsAt(towardsA(5), t, at, 'guided');
      const [cond, other] = [
        arrowsAt(towardsA(5), t, at, 'cond'),
        arrowsAt(towardsA(5), t, at, 'other'),
      ];
      expect(
        largestGap(
          guided,
          cond.map((value, i) => 5 * value - 4 * other[i]!),
        ),
      ).toBeLessThan(1e-9);
    }
  });

  test('what the prose says holds for more seeds than the first', () => {
    const own = spreadOfMixture(ofClass[0]!);
    const off = (ends: Float64Array) => {
      const { mean } = spreadOf(ends);
      return Math.hypot(mean[0] - own.mean[0], mean[1] - own.mean[1]);
    };
    for (const seed of [1, 2, 3]) {
      const [three, seven, fifteen] = [3, 7.5, 15].map(
        (scale) => walkGuided(towardsA(scale), seed).ends,
      );
      expect(sharesOfBlobs(three!, 0)[1]!).toBeLessThan(0.06);
      expect(readAs(three!, 0)).toBe(1);
      expect(spreadOf(three!).spread).toBeLessThan(own.spread / 2);
      expect(off(seven!)).toBeGreaterThan(off(three!));
      expect(off(fifteen!)).toBeGreaterThan(off(seven!));
      expect(off(walkGuided(towardsA(3, 1), seed).ends)).toBeGreaterThan(2 * off(three!));
      const between = [0, 0.5, 1].map((scale) => readAs(walkGuided(towardsA(scale), seed).ends, 0));
      expect(between[0]!).toBeLessThan(between[1]!);
      expect(between[1]!).toBeLessThan(between[2]!);
    }
    expect(sharpened(0, 3).spread).toBeGreaterThan(0.95 * own.spread);
  });

  test('arrows keep their direction and do not touch; the plane grows with far ends', () => {
    const vectors = Float64Array.from([30, 40, 0.3, -0.4]);
    const short = shortened(vectors, 0.5);
    expect(Math.hypot(short[0]!, short[1]!)).toBeCloseTo(0.475, 12);
    expect(short[1]! / short[0]!).toBeCloseTo(4 / 3, 12);
    expect(Math.hypot(short[2]!, short[3]!)).toBeCloseTo(0.4 * 0.5 * 0.5, 12);
    expect(extentOf({ ends: Float64Array.of(0, -1), paths: [] })).toBe(3);
    expect(extentOf({ ends: Float64Array.of(0, -6.3), paths: [] })).toBe(7);
  });
});

describe('two predictions', () => {
  const rng = makeRng(5);
  const [xt, cond, other] = [0, 1, 2].map(() => sampleNormals(rng, 16));
  const look = {
    request: { xt: xt!, t: 600, told: 3, other: 10 },
    cond: cond!,
    other: other!,
    milliseconds: 1,
    nth: 1,
  };

  test('become the guided noise and the clean pictures of the formulas', () => {
    const { difference, guided, x0, outside } = differenceOf(look, 7.5);
    const alphaBar = schedule.alphasCumprod[600]!;
    const clean = (eps: ArrayLike<number>) =>
      Array.from(
        eps,
        (value, i) => (xt![i]! - Math.sqrt(1 - alphaBar) * value) / Math.sqrt(alphaBar),
      );
    const byHand = Array.from(other!, (value, i) => value + 7.5 * (cond![i]! - value));
    expect(
      largestGap(
        difference,
        cond!.map((value, i) => value - other![i]!),
      ),
    ).toBe(0);
    expect(largestGap(guided, byHand)).toBeLessThan(1e-5);
    // Ho and Salimans write (1 + w′) cond − w′ uncond, with w′ = w − 1.
    expect(
      largestGap(
        guided,
        Array.from(cond!, (value, i) => 7.5 * value - 6.5 * other![i]!),
      ),
    ).toBeLessThan(1e-5);
    expect(largestGap(x0.guided, clean(byHand))).toBeLessThan(1e-4);
    expect(largestGap(x0.cond, clean(cond!))).toBeLessThan(1e-5);
    expect(largestGap(x0.other, clean(other!))).toBeLessThan(1e-5);
    expect(outside).toBe(clean(byHand).filter((value) => Math.abs(value) > 1).length / 16);
    expect(rms(Float32Array.of(3, -4))).toBeCloseTo(Math.sqrt(12.5), 12);
  });

  test('differ in colour above and below zero', () => {
    const colours = { above: [200, 0, 0], below: [0, 0, 100], ground: [250, 250, 250] } as const;
    expect(signedColour(0, 2, colours)).toEqual([250, 250, 250]);
    expect(signedColour(1, 2, colours)).toEqual([225, 125, 125]);
    expect(signedColour(-9, 2, colours)).toEqual([0, 0, 100]);
    expect(signedColour(0, 0, colours)).toEqual([250, 250, 250]);
    expect(rgbOf('#0064a6')).toEqual([0, 100, 166]);
    expect(() => rgbOf('blue')).toThrow('no colour');
  });
});

describe('numbers of pictures', () => {
  test('count the ends, what is beyond, contrast and variety', () => {
    const images = Float32Array.of(-1, 1, 0, 0, 1, 1.5, -0.5, 0);
    const found = pictureNumbers(images, 4);
    expect(found.saturated).toBe(4 / 8);
    expect(found.white).toBe(3 / 8);
    expect(found.outside).toBe(1 / 8);
    // Deviations √(2/4) and √((0.5² + 1² + 1² + 0.5²)/4) around 0 and 0.5.
    expect(found.contrast).toBeCloseTo((Math.sqrt(0.5) + Math.sqrt(2.5 / 4)) / 2, 6);
    // Differences from the mean picture: 1, 0.25, 0.25, 0, each twice.
    expect(found.variety).toBeCloseTo(Math.sqrt((1 + 0.0625 + 0.0625) / 4), 6);
    expect(() => pictureNumbers(images, 3)).toThrow('one image has 3');
  });

  test('compare as a screen shows them', () => {
    expect(shownDistance(Float32Array.of(3, 0), Float32Array.of(1, 0.5))).toBeCloseTo(
      Math.sqrt(0.125),
      9,
    );
    expect(() => shownDistance(Float32Array.of(1), Float32Array.of(1, 2))).toThrow(
      'differ in length',
    );
  });
});

describe('settings', () => {
  const denoiser = { schedule, prediction: 'eps', classes: 10 } as unknown as Denoiser;

  test('each row of remedies has one remedy', () => {
    const base = remedySettings('none', startChoice);
    const changed = Object.fromEntries(
      remedyNames.map((name) => {
        const settings = remedySettings(name, startChoice);
        const keys = Object.keys(settings) as (keyof typeof settings)[];
        return [
          name,
          keys.filter((key) => JSON.stringify(settings[key]) !== JSON.stringify(base[key])),
        ];
      }),
    );
    expect(changed).toEqual({
      plain: ['guidanceScale'],
      none: [],
      clip: ['x0'],
      dynamic: ['x0'],
      rescale: ['rescale'],
      interval: ['interval'],
    });
    expect(base).toMatchObject({ guidanceScale: 10, x0: 'none', rescale: 0, interval: null });
  });

  test('the interval’s ends stay in order', () => {
    expect(movedInterval({ from: 100, to: 600 }, { from: 700 })).toEqual({ from: 700, to: 700 });
    expect(movedInterval({ from: 100, to: 600 }, { to: 50 })).toEqual({ from: 50, to: 50 });
    expect(movedInterval({ from: 100, to: 600 }, { from: 200 })).toEqual({ from: 200, to: 600 });
  });

  test('calls are counted as the sampler counts them', () => {
    for (const scale of [0, 1, 3, 15]) {
      expect(callsAt(scale)).toBe(countCalls(denoiser, settingsAt(scale)));
    }
    expect(n.guidedCalls).toBe(countCalls(denoiser, remedySettings('clip', startChoice)));
    expect(n.intervalCalls).toBe(countCalls(denoiser, remedySettings('interval', startChoice)));
  });

  test('the time left is that of the rest at the same pace', () => {
    expect(timeLeft({ done: 0, total: 10, milliseconds: 5 })).toBeNull();
    expect(timeLeft({ done: 4, total: 10, milliseconds: 200 })).toBe(300);
    expect(timeLeft({ done: 4, total: 10, milliseconds: 200 }, 120)).toBe(180);
    expect(timeLeft({ done: 4, total: 10, milliseconds: 200 }, 1000)).toBe(0);
  });

  test('axes hold all that is drawn from w = 1 on', () => {
    const point = (scale: number, value: number) => ({
      scale,
      accuracy: 1,
      frechet: value,
      diversity: value,
    });
    const picture = { shipped: [point(0, 9), point(1, 0.6)], here: [point(2, 2)], real: 0.5 };
    expect(domainOf({ ...picture, measure: 'frechet' })).toEqual([0, 2.25]);
    expect(domainOf({ ...picture, measure: 'accuracy' })[1]).toBeGreaterThanOrEqual(1);
  });
});

test('numbers are written for readers', () => {
  expect([3, 7.5, 0.25].map(scaleText)).toEqual(['3', '7.5', '0.25']);
  expect([0, 0.001, 0.52, 0.998, 1].map(percent)).toEqual([
    '0 %',
    'under 1 %',
    '52 %',
    'over 99 %',
    '100 %',
  ]);
  expect([-0.001, -1.234, 2].map((value) => signed(value, 2))).toEqual(['0.00', '−1.23', '2.00']);
  expect([400, 12_000, 200_000].map(durationText)).toEqual(['a second', '12 seconds', '3 minutes']);
});

test('the measured tables say what the prose says of them', () => {
  const at = (id: keyof typeof measuredSampling, scale: number) =>
    measuredSampling[id].guidance.find((cell) => cell.scale === scale)!;
  const garments = (scale: number) => at('fashion-32', scale);
  const digits = (scale: number) => at('digits-8', scale);
  expect(n.garments.best).toBe(2);
  expect(n.digits.best).toBe(1);
  // About half of the diversity goes, while accuracy is far from doubling and the distance from falling to a third.
  expect(garments(3).diversity / garments(1).diversity).toBeGreaterThan(0.35);
  expect(garments(3).diversity / garments(1).diversity).toBeLessThan(0.65);
  expect(garments(3).accuracy / garments(1).accuracy).toBeLessThan(1.3);
  expect(garments(3).accuracy).toBeGreaterThan(garments(1).accuracy);
  const distances = [2, 3, 4, 5, 6, 7, 8, 9, 10].map((scale) => garments(scale).frechet);
  expect(distances).toEqual([...distances].sort((a, b) => a - b));
  expect(digits(1).accuracy).toBeGreaterThan(0.98);
  expect(digits(10).diversity).toBeGreaterThan(1.3 * digits(3).diversity);
  expect(digits(10).frechet).toBeGreaterThan(digits(3).frechet);
});

/** The classifier-guidance lesson's mathematics: Bayes' rule in the plane, guided walks, what is measured of them, drawing, words. */
import { describe, expect, test } from 'vitest';
import { requestFor } from '../../src/lessons/classifier-guidance/figures/ClassifierGuidedFigure.tsx';
import {
  countRead,
  imageAt,
  likeliest,
  schedule,
} from '../../src/lessons/classifier-guidance/figures/digits.ts';
import {
  drawnArrows,
  fieldsAt,
  places,
} from '../../src/lessons/classifier-guidance/figures/fields.ts';
import {
  rootMeanSquare,
  signedSquares,
  stepAlong,
} from '../../src/lessons/classifier-guidance/figures/gradientStep.ts';
import {
  type GuidedWalk,
  measureEnds,
  measureSharpened,
  planeSchedule,
  walkGuided,
} from '../../src/lessons/classifier-guidance/figures/guidedWalk.ts';
import {
  allClasses,
  classMixtures,
  noiseClasses,
} from '../../src/lessons/classifier-guidance/figures/labelledClusters.ts';
import {
  noisyBatch,
  readByBayes,
  scoreOf,
} from '../../src/lessons/classifier-guidance/figures/noiseAccuracy.ts';
import {
  amount,
  milliseconds,
  percent,
  percentWords,
} from '../../src/lessons/classifier-guidance/figures/words.ts';
import measured from '../../src/lessons/classifier-guidance/measured.json' with { type: 'json' };
import { n } from '../../src/lessons/classifier-guidance/numbers.ts';
import type { ImageDataset } from '../../src/lib/datasets/index.ts';
import {
  type GaussianMixture,
  makeIdealDenoiser,
  makeRng,
  noiseMixture,
  sampleGaussianMixture,
  sampleNormals,
  samplers,
  sampleWalk,
} from '../../src/lib/diffusion/index.ts';

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

/** q(x_t | y), written out: the sum over round clusters. */
function densityOf({ components }: GaussianMixture, alphaBar: number, x: number, y: number) {
  return components.reduce((sum, { weight, mean, covariance }) => {
    const variance = alphaBar * covariance[0]![0]! + 1 - alphaBar;
    const square =
      (x - Math.sqrt(alphaBar) * mean[0]!) ** 2 + (y - Math.sqrt(alphaBar) * mean[1]!) ** 2;
    return sum + (weight * Math.exp(-square / (2 * variance))) / (2 * Math.PI * variance);
  }, 0);
}

const priors = [0.4, 0.3, 0.3];
const logPosterior = (label: number, alphaBar: number, x: number, y: number) => {
  const joint = classMixtures.map((mixture, c) => priors[c]! * densityOf(mixture, alphaBar, x, y));
  return Math.log(joint[label]! / joint.reduce((sum, value) => sum + value, 0));
};

describe('labelled clusters', () => {
  const points = Float64Array.from([-1.6, 0.3, 0.4, -0.9, 0, 0, 1.4, 1.1, -0.2, 0.8]);
  const levels = [0.05, 0.5, 0.95];

  test.each(levels)(
    'p(y | x_t) and its gradient are those of Bayes’ rule written out, ᾱ = %d',
    (alphaBar) => {
      const classes = noiseClasses(alphaBar);
      const posteriors = classes.posteriors(points);
      const h = 1e-5;
      for (const label of [0, 1, 2]) {
        const gradient = classes.classifierGradient(points, label);
        for (let i = 0; i < points.length; i += 2) {
          const [x, y] = [points[i]!, points[i + 1]!];
          const expected = Math.exp(logPosterior(label, alphaBar, x, y));
          expect(posteriors[(i / 2) * 3 + label]).toBeCloseTo(expected, 12);
          const slope = (dx: number, dy: number) =>
            (logPosterior(label, alphaBar, x + dx, y + dy) -
              logPosterior(label, alphaBar, x - dx, y - dy)) /
            (2 * h);
          expect(Math.abs(gradient[i]! - slope(h, 0))).toBeLessThan(1e-6);
          expect(Math.abs(gradient[i + 1]! - slope(0, h))).toBeLessThan(1e-6);
        }
      }
    },
  );

  test('the shares of the classes are those of the whole, and sum to one', () => {
    const weights = allClasses.components.map(({ weight }) => weight);
    expect(largest(weights, [0.2, 0.2, 0.3, 0.3])).toBeLessThan(1e-15);
  });
});

describe('fields', () => {
  test.each([0, 1, 2])(
    'at scale 1 the sum is the score of class %d at every t; at others it is not',
    (y) => {
      for (const t of [0, 250, 500, 750, 999]) {
        const { all, classifier, class: own, apart } = fieldsAt(t, y, 1);
        const scale = Math.max(...own.map(Math.abs));
        expect(
          largest(
            all.map((value, i) => value + classifier[i]!),
            own,
          ) / scale,
        ).toBeLessThan(1e-14);
        expect(apart / scale).toBeLessThan(1e-14);
        const twice = fieldsAt(t, y, 2);
        const gradient = Math.max(...classifier.map(Math.abs));
        expect(Math.abs(twice.apart / gradient - 1)).toBeLessThan(1e-9);
        expect(Math.abs(fieldsAt(t, y, 0).apart / gradient - 1)).toBeLessThan(1e-9);
      }
    },
  );

  test('drawn arrows keep their direction and end before the next one begins', () => {
    const { all } = fieldsAt(20, 0, 1);
    const drawn = drawnArrows(all, 20);
    const space = places[2]! - places[0]!;
    let cut = 0;
    for (let i = 0; i < drawn.length; i += 2) {
      const [long, short] = [
        Math.hypot(all[i]!, all[i + 1]!),
        Math.hypot(drawn[i]!, drawn[i + 1]!),
      ];
      expect(short).toBeLessThan(space);
      const sine = (all[i]! * drawn[i + 1]! - all[i + 1]! * drawn[i]!) / (long * short);
      expect(Math.abs(sine)).toBeLessThan(1e-9);
      if (short > 0.94 * space) cut++;
    }
    expect(cut).toBeLessThan(drawn.length / 2);
  });
});

describe('guided walks', () => {
  const base: GuidedWalk = { sampler: 'ddim', steps: 30, y: 0, scale: 0, points: 40, seed: 3 };

  /** The walk whose predicted x0 is the exact posterior mean of a mixture. */
  function exactWalk(mixture: GaussianMixture, sampler: 'ddim' | 'ddpm'): Float64Array {
    const table = samplers[sampler].make(planeSchedule, { steps: base.steps });
    const start: Float64Array = Float64Array.from(sampleNormals(makeRng(base.seed), 80));
    let end = start;
    const walk = sampleWalk<Float64Array>({ table, start, seed: base.seed }, (x, { signal }) =>
      noiseMixture(mixture, signal ** 2).posteriorMean(x),
    );
    for (const { next } of walk) end = next;
    return end;
  }

  test.each(['ddim', 'ddpm'] as const)(
    'scale 0 is the unsteered %s walk, scale 1 that of the class alone',
    (sampler) => {
      const none = walkGuided({ ...base, sampler }).at(-1)!;
      // The first step, where hardly any signal is left, divides by it: some digits are lost there.
      expect(largest(none, exactWalk(allClasses, sampler))).toBeLessThan(1e-6);
      for (const y of [0, 1, 2]) {
        const one = walkGuided({ ...base, sampler, y, scale: 1 }).at(-1)!;
        expect(largest(one, exactWalk(classMixtures[y]!, sampler))).toBeLessThan(1e-6);
      }
      expect(largest(none, exactWalk(classMixtures[0]!, sampler))).toBeGreaterThan(0.5);
    },
  );

  test('all scales start from the same noise, and end elsewhere', () => {
    const [a, b] = [walkGuided(base), walkGuided({ ...base, scale: 5 })];
    expect(a).toHaveLength(base.steps + 1);
    expect(a[0]).toEqual(b[0]);
    expect(largest(a.at(-1)!, b.at(-1)!)).toBeGreaterThan(1);
  });
});

describe('measures of end points', () => {
  const [lonely, beside] = classMixtures[0]!.components.map(({ mean }) => mean) as [
    number[],
    number[],
  ];
  const other = classMixtures[2]!.components[0]!.mean;

  test('counts what it is given', () => {
    const distance = 0.32 * Math.SQRT2;
    const ends = Float64Array.from([
      ...lonely,
      lonely[0]! - distance,
      lonely[1]!,
      lonely[0]!,
      lonely[1]! + distance,
      beside[0]! - distance,
      beside[1]!,
      ...other,
    ]);
    const found = measureEnds(ends, 0);
    expect(found.right).toBeCloseTo(0.8, 12);
    expect(found.clusterShares[0]).toBeCloseTo(0.75, 12);
    expect(found.clusterShares[1]).toBeCloseTo(0.25, 12);
    // One at the centre, three as far as the cluster's points are on average.
    expect(found.spread).toBeCloseTo(Math.sqrt(3 / 4), 9);
    expect(found.sureness).toBeGreaterThan(0.75);
    expect(found.sureness).toBeLessThan(0.8 + 1e-9);
  });

  test.each([
    [0, 1],
    [0, 10],
    [1, 4],
  ])(
    'the sharpened distribution of class %d at scale %d agrees with weighted draws',
    (y, scale) => {
      const { points } = sampleGaussianMixture(allClasses, 60_000, makeRng('weighted'));
      const weights = noiseClasses(1)
        .posteriors(points)
        .filter((_, i) => i % 3 === y)
        .map((p) => p ** scale);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const drawn = measureEnds(
        points,
        y,
        weights.map((weight) => weight / total),
      );
      const exact = measureSharpened(y, scale);
      expect(Math.abs(exact.right - drawn.right)).toBeLessThan(0.006);
      expect(Math.abs(exact.sureness - drawn.sureness)).toBeLessThan(0.006);
      expect(largest(exact.clusterShares, drawn.clusterShares)).toBeLessThan(0.012);
      expect(Math.abs(exact.spread - drawn.spread)).toBeLessThan(0.012);
    },
  );

  test('at scale 0 the mean probability of a class is its share', () => {
    for (const y of [0, 1, 2]) {
      expect(measureSharpened(y, 0).sureness).toBeCloseTo(priors[y]!, 9);
    }
  });
});

describe('a step along a gradient', () => {
  test('adds the gradient times the step', () => {
    expect([...stepAlong(Float32Array.from([1, -1]), Float64Array.from([2, 4]), 0.5)]).toEqual([
      2, 1,
    ]);
    expect(rootMeanSquare(Float64Array.from([3, 4, 0, 0]))).toBeCloseTo(2.5, 12);
  });

  test('squares have the area of the number, the largest fills its pixel, rings mean darker', () => {
    const squares = signedSquares(Float64Array.from([0, -1, 0.25, 4]), 2);
    expect(squares).toEqual([
      { x: 1, y: 0, side: 0.5, brighter: false },
      { x: 0, y: 1, side: 0.25, brighter: true },
      { x: 1, y: 1, side: 1, brighter: true },
    ]);
    expect(signedSquares(new Float64Array(4), 2)).toEqual([]);
  });
});

describe('reading digits', () => {
  const logs = Float32Array.from(
    [
      [0.1, 0.2, 0.7],
      [0.9, 0.05, 0.05],
    ].flatMap((row) => [...row, ...new Array(7).fill(1e-9)].map(Math.log)),
  );

  test('takes the likeliest class, counts the right ones, and how sure they are', () => {
    expect(likeliest(logs)).toEqual([2, 0]);
    expect(countRead(logs, [2, 1])).toBe(1);
    const score = scoreOf(logs, [2, 1]);
    expect(score.accuracy).toBe(0.5);
    expect(score.sureness).toBeCloseTo(0.8, 6);
  });

  test('Bayes’ rule over the training digits is the share of each label among them, by distance', async () => {
    const data = new Float32Array(3 * 64);
    data.fill(1, 64, 128);
    data.fill(-1, 128, 192);
    const ideal = makeIdealDenoiser({ data, count: 3, dim: 64, labels: [4, 7, 7] });
    const xt = new Float32Array(64).fill(0.1);
    let breaths = 0;
    const t = 900;
    const found = await readByBayes(ideal, xt, t, async () => {
      breaths++;
    });
    const alphaBar = schedule.alphasCumprod[t]!;
    const weight = (value: number) =>
      Math.exp((-64 * (xt[0]! - Math.sqrt(alphaBar) * value) ** 2) / (2 * (1 - alphaBar)));
    const [a, b] = [weight(0), weight(1) + weight(-1)];
    expect(Math.exp(found[4]!)).toBeCloseTo(a / (a + b), 9);
    expect(Math.exp(found[7]!)).toBeCloseTo(b / (a + b), 9);
    expect(found[3]).toBe(Number.NEGATIVE_INFINITY);
    expect(breaths).toBe(1);
  });

  test('the noisy digits are x_t = √ᾱ x0 + √(1 − ᾱ) ε, the same for a seed', () => {
    const images = Float32Array.from({ length: 200 * 64 }, (_, i) => Math.sin(i));
    const heldOut = { images, labels: new Uint8Array(200) } as unknown as ImageDataset;
    const [once, again, other] = [1, 1, 2].map((seed) => noisyBatch(heldOut, 500, seed).xt);
    expect(once).toEqual(again);
    expect(once).not.toEqual(other);
    const alphaBar = schedule.alphasCumprod[500]!;
    const eps = once!.map(
      (x, i) => (x - Math.sqrt(alphaBar) * images[i]!) / Math.sqrt(1 - alphaBar),
    );
    expect(Math.abs(rootMeanSquare(eps) - 1)).toBeLessThan(0.02);
    expect(imageAt(once!, 3)).toHaveLength(64);
  });
});

describe('what the figures ask for', () => {
  test('the denoiser is never told a class; scale 0 asks no classifier', () => {
    const steered = requestFor({ wanted: 3, scale: 2.5, by: 'noisy' }, 7);
    expect(steered.settings.guidanceScale).toBe(0);
    expect(steered.settings.classifier).toEqual({ id: 'digits-8-noisy-classifier', scale: 2.5 });
    expect(new Set(steered.classes)).toEqual(new Set([3]));
    expect(steered.seed).toBe(7);
    const clean = requestFor({ wanted: 3, scale: 1, by: 'clean' }, 7);
    expect(clean.settings.classifier?.id).toBe('digits-8-classifier');
    expect(requestFor({ wanted: 3, scale: 0, by: 'clean' }, 7).settings.classifier).toBeNull();
  });
});

describe('words', () => {
  test('say what they should at the ends', () => {
    expect([0, 0.0004, 0.5, 0.9995, 1].map(percent)).toEqual([
      '0.0 %',
      '< 0.1 %',
      '50.0 %',
      '> 99.9 %',
      '100.0 %',
    ]);
    expect(percentWords(0.0004)).toBe('less than 0.1 %');
    expect(percentWords(0.9995)).toBe('more than 99.9 %');
    expect([0, 1.8e-15, 0.25].map(amount)).toEqual(['0', '1.8 · 10⁻¹⁵', '0.25']);
    expect([3.14, 314].map(milliseconds)).toEqual(['3.1 ms', '314 ms']);
  });
});

describe('what the text claims', () => {
  const number = (text: string) => Number.parseFloat(text.replace(/^[<>] /, ''));

  test('of the plane: half the class at scale 1, nearly all in the lonely cluster at 10, and 60 % in the sharpened one', () => {
    expect(Math.abs(number(n.one.lonely) - 50)).toBeLessThan(12);
    expect(number(n.ten.lonely)).toBeGreaterThan(95);
    expect(number(n.tenDdpm.lonely)).toBeGreaterThan(90);
    expect(number(n.ten.sharpenedLonely)).toBeCloseTo(60, 0);
    expect(number(n.ten.spread)).toBeGreaterThan(1.8);
    expect(number(n.tenDdpm.spread)).toBeLessThan(1.2);
  });

  test('of the networks: the answers of the predictions are the measured ones', () => {
    expect(Math.abs(number(n.steeredOne.other) - 66)).toBeLessThan(8);
    expect(number(n.steeredFour.other)).toBeGreaterThan(90);
    expect(Math.abs(number(n.cleanTen.own) - 70)).toBeLessThan(6);
    expect(Math.abs(number(n.cleanTen.other) - 20)).toBeLessThan(6);
    expect(number(n.half.clean)).toBeLessThan(number(n.half.noisy) / 2);
    expect(number(n.most.cleanSure)).toBeGreaterThan(5 * number(n.most.clean));
    expect(number(n.gradientMiddle) / number(n.gradientLate)).toBeGreaterThan(10);
    expect(number(n.leverageLate) / number(n.leverageMiddle)).toBeGreaterThan(20);
    expect(measured.convinced.sure).toBeGreaterThan(0.99);
  });
});

/** The DDPM lesson's mathematics and wording: steps against the paper's formulas, walks whose end is known, the plane's network. */
import { act, cleanup, renderHook } from '@testing-library/preact';
import { afterEach, describe, expect, test } from 'vitest';
import {
  chainClasses,
  chainModels,
  ddpmSettings,
  frameEvery,
  framesKept,
  pairDistance,
  stepChoices,
} from '../../src/lessons/ddpm/figures/chains.ts';
import { describeChains } from '../../src/lessons/ddpm/figures/describeChains.ts';
import { describePlane } from '../../src/lessons/ddpm/figures/describePlane.ts';
import { describeStep } from '../../src/lessons/ddpm/figures/describeStep.ts';
import { everyStep, lastStep, schedule } from '../../src/lessons/ddpm/figures/modelSchedule.ts';
import {
  cleanOf,
  rmsDifference,
  startNoise,
  stepParts,
  type WalkedRow,
} from '../../src/lessons/ddpm/figures/oneStep.ts';
import {
  arrowsOf,
  cleanPoints,
  distanceToData,
  gridPoints,
  learningRateAt,
  planeData,
  planeParameters,
  planeShape,
  planeTable,
  spreadOf,
  training,
} from '../../src/lessons/ddpm/figures/plane.ts';
import { followed, pathOf, planePicture } from '../../src/lessons/ddpm/figures/planePicture.ts';
import { end, useRowPlayhead } from '../../src/lessons/ddpm/figures/useRowPlayhead.ts';
import { signed, three } from '../../src/lessons/ddpm/figures/words.ts';
import { clusterSpread, ddpmTable, endDeviation } from '../../src/lessons/ddpm/gaussianWalks.ts';
import { denoiserStart, denoiserTrain } from '../../src/lib/compute/jobs/denoiser.ts';
import {
  makeRng,
  sampleNormals,
  sampleWalk,
  type WalkFrame,
  walkNoise,
} from '../../src/lib/diffusion/index.ts';
import { countParameters, predictEps } from '../../src/lib/nets/pixelDenoiser.ts';

afterEach(cleanup);

const largest = (values: Iterable<number>): number => Math.max(...values);
const differences = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  largest(Array.from(a, (value, i) => Math.abs(value - b[i]!)));

/** The first rows of a walk whose denoiser answers something that depends on x, as the worker would send them. */
function walkRows(seed: number, length: number, rows: number): WalkedRow[] {
  const start = startNoise(seed, length);
  const walk = sampleWalk({ table: everyStep, start, seed }, (x) =>
    x.map((value) => Math.tanh(2 * value)),
  );
  const found: WalkedRow[] = [];
  for (const { next, x0 } of walk) {
    found.push({ x: next, x0 });
    if (found.length === rows) break;
  }
  return found;
}

describe('one step', () => {
  const seed = 4;
  const rows = walkRows(seed, 16, schedule.T);

  test('starts at the seed’s noise and goes from row to row', () => {
    expect(differences(stepParts(rows, 0, seed).xt, sampleNormals(makeRng(seed), 16))).toBe(0);
    expect(stepParts(rows, 600, seed).xt).toBe(rows[599]!.x);
    expect(stepParts(rows, 600, seed).step.t).toBe(399);
  });

  test('has the mean of algorithm 2, written with the noise, and adds β̃ of fresh noise', () => {
    for (const row of [1, 300, 599, 950, 998, 999]) {
      const { step, xt, impliedEps, mean, z, next } = stepParts(rows, row, seed);
      const t = lastStep - row;
      expect(step.t).toBe(t);
      const beta = schedule.betas[t]!;
      const alphaBar = schedule.alphasCumprod[t]!;
      const before = t === 0 ? 1 : schedule.alphasCumprod[t - 1]!;
      const written = Array.from(
        xt,
        (x, i) => (x - (beta / Math.sqrt(1 - alphaBar)) * impliedEps[i]!) / Math.sqrt(1 - beta),
      );
      expect(differences(mean, written), `t = ${t}`).toBeLessThan(2e-6);
      const sigma = Math.sqrt(((1 - before) / (1 - alphaBar)) * beta);
      expect(step.noise).toBeCloseTo(sigma, 8);
      const arrived = Array.from(mean, (value, i) => value + sigma * z[i]!);
      expect(differences(next, arrived), `t = ${t}`).toBeLessThan(2e-6);
    }
  });

  test('shows the noise that the walk really added, and none at the last step', () => {
    expect(
      differences(stepParts(rows, 599, seed).z, Float32Array.from(walkNoise(seed, 599, 16))),
    ).toBe(0);
    const last = stepParts(rows, lastStep, seed);
    expect(last.step.t).toBe(0);
    expect(largest(last.added)).toBe(0);
    expect(differences(last.next, last.x0)).toBe(0);
  });

  test('turns noise into the clean guess as x_t = √ᾱ x0 + √(1 − ᾱ) ε says', () => {
    const { step, xt } = stepParts(rows, 599, seed);
    const eps = Float32Array.from({ length: 16 }, (_, i) => Math.sin(i));
    const clean = cleanOf(step, xt, eps);
    const alphaBar = schedule.alphasCumprod[400]!;
    const back = Array.from(
      clean,
      (value, i) => Math.sqrt(alphaBar) * value + Math.sqrt(1 - alphaBar) * eps[i]!,
    );
    expect(differences(back, xt)).toBeLessThan(1e-6);
  });

  test('is described with what was told, the guess and both pushes', () => {
    const parts = stepParts(rows, 599, seed);
    const text = describeStep(parts, 3);
    expect(text).toContain('t = 400, told “3”.');
    expect(text).toContain(`by ${three(rmsDifference(parts.mean, parts.next))}.`);
    expect(describeStep(stepParts(rows, lastStep, seed), 10)).toMatch(
      /t = 0, not told which digit\..*adds no noise/,
    );
  });
});

describe('many chains', () => {
  test('every class is drawn twice, one above the other', () => {
    for (const model of ['digits-8', 'fashion-32'] as const) {
      const classes = chainClasses(model);
      const half = classes.length / 2;
      expect(classes.slice(0, half)).toEqual([...chainModels[model].classes]);
      expect(classes.slice(half)).toEqual(classes.slice(0, half));
    }
  });

  test('counts the frames that the worker sends: the first row, every so many, the last', () => {
    for (const steps of [...stepChoices, 7, 101, 51]) {
      const every = frameEvery(steps);
      const sent = Array.from({ length: steps }, (_, row) => row).filter(
        (row) => row === 0 || row === steps - 1 || (row + 1) % every === 0,
      );
      expect(framesKept(steps), `${steps} steps`).toBe(sent.length);
      expect(sent.length).toBeLessThanOrEqual(52);
    }
  });

  test('measures the distance within the pairs', () => {
    const pictures = [
      [0, 0],
      [1, 1],
      [3, 3],
      [1, 1],
    ].map((values) => Float64Array.from(values));
    expect(pairDistance(pictures)).toBeCloseTo(Math.sqrt((9 + 0) / 2), 12);
  });

  test('leaves out the noise and nothing else', () => {
    expect(ddpmSettings(50, 'none').options).toEqual({ steps: 50, variance: 'none' });
    const [without, small] = (['none', 'fixedSmall'] as const).map((v) => ddpmTable(50, v));
    expect(without!.map(({ noise }) => noise)).toEqual(new Array(50).fill(0));
    expect(without!.map(({ xt, x0 }) => [xt, x0])).toEqual(small!.map(({ xt, x0 }) => [xt, x0]));
  });

  test('is described on the way and at the end', () => {
    const moment = { chains: 20, things: 'digits', steps: 50, t: 0, walked: 50 };
    expect(describeChains({ ...moment, variance: 'none', distance: 0.01 })).toBe(
      '20 digits with no noise added. All 50 steps walked. Two chains of one class differ by 0.0100 a pixel (root mean square): they have arrived at the same picture.',
    );
    const way = { ...moment, walked: 10, t: 800, variance: 'fixedLarge', distance: 0.01 } as const;
    expect(describeChains(way)).toMatch(
      /10 of 50 steps walked, the last one at t = 800\..*square\)\.$/,
    );
  });
});

describe('walks whose end is known', () => {
  test('on standard normal data the mean alone shrinks by √α a step; β gives back what it takes', () => {
    const none = endDeviation(ddpmTable(schedule.T, 'none'), 1);
    expect(none / Math.sqrt(schedule.alphasCumprod[lastStep]!)).toBeCloseTo(1, 9);
    // The last step of the large variance adds none: it shrinks by √α_0 alone.
    const large = endDeviation(ddpmTable(schedule.T, 'fixedLarge'), 1);
    expect(large).toBeCloseTo(Math.sqrt(schedule.alphas[0]!), 9);
    expect(endDeviation(ddpmTable(schedule.T, 'fixedSmall'), 1)).toBeLessThan(large);
  });

  test('the recursion agrees with points that walk, and one point of data is reached exactly', () => {
    const table = ddpmTable(10, 'fixedSmall');
    const start = startNoise(3, 20_000);
    const walk = sampleWalk({ table, start, seed: 3 }, (x, { signal }) =>
      x.map((value) => signal * value),
    );
    let turn = walk.next();
    while (!turn.done) turn = walk.next();
    const drawn = Math.sqrt(turn.value.reduce((sum, v) => sum + v * v, 0) / 20_000);
    expect(Math.abs(drawn / endDeviation(table, 1) - 1)).toBeLessThan(0.02);
    for (const variance of ['fixedSmall', 'none'] as const) {
      expect(endDeviation(ddpmTable(10, variance), 0)).toBe(0);
    }
  });

  test('with the exact guess for two clusters, points without noise meet, and with noise they do not', () => {
    expect(clusterSpread('none', 50)).toBeLessThan(1e-3);
    expect(clusterSpread('fixedSmall', 50)).toBeGreaterThan(1);
  });
});

describe('the plane', () => {
  test('counts the network’s parameters as the network does', () => {
    expect(planeParameters).toBe(countParameters(planeShape));
  });

  test('the learning rate falls from its most to a twentieth of it', () => {
    expect(learningRateAt(0)).toBeCloseTo(training.most, 12);
    expect(learningRateAt(training.loops)).toBeCloseTo(training.most / 20, 12);
    expect(learningRateAt(training.loops / 2)).toBeCloseTo(training.most * 0.525, 12);
  });

  test('arrows point along minus the noise, all shortened alike, and none is too long', () => {
    const arrows = arrowsOf(Float32Array.from([1, 0, 0, -0.5, 30, 40]));
    expect(arrows[0]!).toBeLessThan(0);
    expect(arrows[3]! / -arrows[0]!).toBeCloseTo(0.5, 6);
    expect(Math.hypot(arrows[4]!, arrows[5]!)).toBeCloseTo(0.36, 6);
    expect(arrows[5]! / arrows[4]!).toBeCloseTo(4 / 3, 6);
    expect(gridPoints[0]).toBe(gridPoints[1]);
    expect(gridPoints.length).toBe(450);
  });

  test('measures spread and distance', () => {
    const points = Float32Array.from([0, 0, 2, 0]);
    expect(spreadOf(points)).toEqual({ mean: [1, 0], spread: 1 });
    expect(distanceToData(points, Float32Array.from([0, 3, 2, 1]))).toBeCloseTo(
      (Math.sqrt(5) + 1) / 2,
      6,
    );
  });

  test('follows points along their paths', () => {
    const table = planeTable(10, 'none');
    const start = startNoise(1, 20);
    const frames: WalkFrame<Float32Array>[] = [
      ...sampleWalk({ table, start, seed: 1 }, (x) => x.map((value) => value / 2)),
    ];
    const walk = { table, frames, milliseconds: 1 };
    const path = pathOf(walk, 10, 2);
    expect(path.length).toBe(22);
    expect(Array.from(path.subarray(0, 2))).toEqual(Array.from(start.subarray(4, 6)));
    expect(Array.from(path.subarray(20))).toEqual(Array.from(frames[9]!.next.subarray(4, 6)));
    const shown = { arrows: true, paths: true, guesses: true };
    const data = planeData('moons');
    const contents = { data, noisy: start, walk, row: 4, arrows: null, shown };
    const picture = planePicture(contents);
    expect(picture.paths).toHaveLength(followed);
    expect(picture.arrows).toBeUndefined();
    expect(picture.groups!.map(({ role }) => role)).toEqual(['prediction', 'plain', 'noise']);
    expect(picture.groups![1]!.xy).toBe(frames[3]!.next);
    const before = planePicture({ ...contents, walk: null, row: -1 });
    expect(before.groups).toEqual([{ xy: start, role: 'plain' }]);
  });

  test('is described before, during and after', () => {
    expect(describePlane('Two moons', null, null)).toContain('has not been trained yet');
    const trained = { loops: 100, loss: 0.5 };
    expect(describePlane('Two moons', trained, null)).toContain('100 of 4,000 training loops');
    const moment = {
      t: 0,
      steps: 10,
      walked: 10,
      variance: 'none',
      mean: [-0.5, 0],
      spread: 0.001,
      toData: 0.3,
    } as const;
    expect(describePlane('Two moons', trained, moment)).toBe(
      'Two moons: 400 points have walked all 10 steps with no noise added. They lie about (−0.50, 0.00), 0.00100 away from it (root mean square). The nearest data point is 0.300 away on average.',
    );
  });

  test('a network of this size learns the moons; without added noise its points meet off the data', async () => {
    const data = planeData('moons');
    const context = { report: () => {}, breathe: async () => {} };
    let network = await denoiserStart({ shape: planeShape, seed: 1 }, context);
    for (let loops = 0; loops < 1000; loops += 500) {
      const request = { data, count: data.length / 2, dim: 2, network, betas: schedule.betas };
      const sizes = { steps: 500, batchSize: training.batch, learningRate: learningRateAt(loops) };
      const seed = loops;
      ({ network } = await denoiserTrain({ ...request, ...sizes, seed }, context));
    }
    const ends = (variance: 'fixedSmall' | 'none') => {
      const table = planeTable(50, variance);
      const start = startNoise(1, 400);
      const walk = sampleWalk({ table, start, seed: 1 }, (x, step) =>
        cleanPoints(step, x, predictEps(network, x, new Array(200).fill(step.t))),
      );
      let turn = walk.next();
      while (!turn.done) turn = walk.next();
      return turn.value;
    };
    const noisy = ends('fixedSmall');
    expect(distanceToData(noisy, data)).toBeLessThan(0.25);
    expect(spreadOf(noisy).spread).toBeGreaterThan(1.1);
    const bare = ends('none');
    expect(spreadOf(bare).spread).toBeLessThan(0.1);
    expect(distanceToData(bare, data)).toBeGreaterThan(0.15);
  }, 60_000);
});

describe('the place in a walk', () => {
  const options = { rows: 10, seconds: 1, onScreen: true };
  const at = (walked: number, start: number, still = false) =>
    renderHook(({ now }) => useRowPlayhead({ ...options, walked: now, still }, start), {
      initialProps: { now: walked },
    });

  test('follows a walk under way to where it shall stay, or waits for it', () => {
    const { result, rerender } = at(0, 4);
    expect(result.current.row).toBe(-1);
    rerender({ now: 3 });
    expect(result.current.row).toBe(2);
    rerender({ now: 10 });
    expect(result.current.row).toBe(4);
    const waiting = at(3, 4, true);
    expect(waiting.result.current.row).toBe(-1);
    waiting.rerender({ now: 5 });
    expect(waiting.result.current.row).toBe(4);
  });

  test('goes to rows that are there, and the last row means the end of any walk', () => {
    const { result, rerender } = at(6, end);
    expect(result.current.row).toBe(5);
    act(() => result.current.seek(2));
    expect(result.current.row).toBe(2);
    act(() => result.current.seek(-3));
    expect(result.current.row).toBe(0);
    act(() => result.current.seek(9));
    expect(result.current.row).toBe(5);
    rerender({ now: 10 });
    expect(result.current.row).toBe(9);
  });
});

test('numbers are written with three digits and real minus signs', () => {
  expect([0, 0.00523, 0.9951, 0.99996, 12.34, 20291, -0.5].map(three)).toEqual([
    '0',
    '0.00523',
    '0.995',
    '0.99996',
    '12.3',
    '20291',
    '−0.500',
  ]);
  expect(three(4.93e-5)).toBe('4.93\u00a0·\u00a010⁻⁵');
  expect([signed(-0.0004, 3), signed(-1.5, 2), signed(2, 1)]).toEqual(['0.000', '−1.50', '2.0']);
});

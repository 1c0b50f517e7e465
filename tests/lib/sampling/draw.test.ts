/** Drawing with the shipped digits model: the two ways to walk agree, guidance steers, and images do not depend on their neighbours. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engineForNode } from '../../../scripts/engineForNode.ts';
import { modelFromDisk } from '../../../scripts/modelsFromDisk.ts';
import { makeCosineSchedule, makeRng, sampleNormals } from '../../../src/lib/diffusion/index.ts';
import type { Engine, Network } from '../../../src/lib/engines/engine.ts';
import { readNoisy } from '../../../src/lib/sampling/classifierGradient.ts';
import { countCalls, type Denoiser, drawImages } from '../../../src/lib/sampling/draw.ts';
import { drawSet } from '../../../src/lib/sampling/drawSet.ts';
import { accuracyOf, readImages } from '../../../src/lib/sampling/readImages.ts';
import { type DrawSettings, plainSettings } from '../../../src/lib/sampling/settings.ts';
import { largestError } from '../diffusion/closeness.ts';

const pixels = 64;
const schedule = makeCosineSchedule({ T: 1000 });
let engine: Engine;
let denoiser: Denoiser;
let noisy: Network;
let reader: Network;

beforeAll(async () => {
  engine = await engineForNode(['wasm']);
  const load = async (id: string) => {
    const { graph, parameters } = await modelFromDisk(id);
    return engine.load(graph, parameters);
  };
  denoiser = { network: await load('digits-8'), schedule, prediction: 'eps', classes: 10 };
  noisy = await load('digits-8-noisy-classifier');
  reader = await load('digits-8-classifier');
}, 60_000);
afterAll(() => engine.dispose());

const noiseFor = (count: number, seed = 3) => sampleNormals(makeRng(seed), count * pixels);

async function draw(
  some: Partial<DrawSettings>,
  classes = [3, 7],
  { seed = 5, start = noiseFor(classes.length) } = {},
) {
  const settings = { ...plainSettings(10), ...some };
  return drawImages(denoiser, { settings, classes, start, seed, classifier: noisy });
}

const accuracy = async (images: Float32Array, classes: readonly number[]) =>
  accuracyOf((await readImages(reader, images, classes.length)).guesses, classes);

describe('the walk over arrays', () => {
  // A rescaling by so little changes nothing that float32 shows; it only takes the other way.
  const almostNone = 1e-9;
  test.each([
    { guidanceScale: 3 },
    { guidanceScale: 2, avoid: 8 },
    { guidanceScale: 4, interval: { from: 200, to: 700 } },
    { sampler: 'ddpm', guidanceScale: 2 },
    { sampler: 'dpmSolver2M', guidanceScale: 2 },
  ] as const)('equals the walk on the device: %o', async (some) => {
    const device = await draw(some);
    const arrays = await draw({ ...some, rescale: almostNone });
    expect(largestError(arrays.images, device.images)).toBeLessThan(2e-3);
    expect(arrays.calls).toBe(device.calls);
  });
});

describe('drawImages', () => {
  test('gives an image the same pixels whatever is drawn beside it', async () => {
    for (const some of [{ sampler: 'ddpm' }, { rescale: 0.7, guidanceScale: 4 }] as const) {
      const alone = await draw(some, [3]);
      const beside = await draw(some, [3, 7, 1]);
      expect(largestError(alone.images, beside.images.subarray(0, pixels))).toBeLessThan(1e-4);
    }
  });

  test('the seed decides the fresh noise, and DDIM needs none', async () => {
    const ddpm = (seed: number) => draw({ sampler: 'ddpm' }, [3], { seed });
    expect((await ddpm(5)).images).toEqual((await ddpm(5)).images);
    expect(largestError((await ddpm(5)).images, (await ddpm(6)).images)).toBeGreaterThan(0.1);
    const [one, other] = [await draw({}, [3], { seed: 5 }), await draw({}, [3], { seed: 6 })];
    expect(one.images).toEqual(other.images);
  });

  test('counts the calls of one image: two a step where it guides', async () => {
    const calls = async (some: Partial<DrawSettings>) => {
      const settings = { ...plainSettings(10), ...some };
      const { calls: made } = await draw(some);
      expect(countCalls(denoiser, settings)).toBe(made);
      return made;
    };
    expect(await calls({})).toBe(10);
    expect(await calls({ guidanceScale: 0 })).toBe(10);
    expect(await calls({ guidanceScale: 3 })).toBe(20);
    // Trailing steps at 999, 899, … 99: three of them lie in the interval.
    expect(await calls({ guidanceScale: 3, interval: { from: 300, to: 600 } })).toBe(13);
    expect(await calls({ sampler: 'heun', options: { steps: 10, startAt: 900 } })).toBe(19);
  });

  test('without guidance an unconditional model draws anything; a classifier makes it draw the class', async () => {
    const classes = Array.from({ length: 20 }, (_, i) => i % 10);
    const some = { guidanceScale: 0, options: { steps: 20 } } as const;
    const free = await draw(some, classes);
    const scale = 3;
    const steered = await draw(
      { ...some, classifier: { id: 'digits-8-noisy-classifier', scale } },
      classes,
    );
    expect(await accuracy(free.images, classes)).toBeLessThan(0.5);
    expect(await accuracy(steered.images, classes)).toBeGreaterThan(0.8);
  });

  test('a dynamic threshold keeps images in [−1, 1] and is not clipping', async () => {
    const clipped = await draw({ guidanceScale: 12 });
    const dynamic = await draw({ guidanceScale: 12, x0: 'dynamic' });
    expect(dynamic.images.every((value) => Math.abs(value) <= 1.0001)).toBe(true);
    const atTheEnd = (images: Float32Array) => images.filter((v) => Math.abs(v) > 0.999).length;
    expect(atTheEnd(dynamic.images)).toBeLessThan(atTheEnd(clipped.images) / 2);
  });

  test('goes back to noise and returns to the image, nearer with more steps', async () => {
    const { images } = await draw({ guidanceScale: 1 }, [3, 7]);
    // From the last timestep, σ falls from tens of thousands in one step, and small errors grow as much.
    const startAt = 980;
    const there = async (steps: number) => {
      const settings = { ...plainSettings(0), options: { steps, startAt }, x0: 'none' } as const;
      const classes = [3, 7];
      const back = await drawImages(denoiser, {
        settings,
        classes,
        start: images,
        seed: 0,
        direction: 'toNoise',
      });
      const again = await drawImages(denoiser, { settings, classes, start: back.images, seed: 0 });
      return largestError(again.images, images);
    };
    const few = await there(20);
    const many = await there(200);
    expect(many).toBeLessThan(few);
    expect(many).toBeLessThan(0.1);
  });

  test('says which classifier is missing, and which option is wrong', async () => {
    const classifier = { id: 'none', scale: 1 };
    const settings = { ...plainSettings(10), classifier };
    const request = { settings, classes: [1], start: noiseFor(1), seed: 0 };
    await expect(drawImages(denoiser, request)).rejects.toThrow('“none” is not open');
    await expect(draw({ options: { steps: 0 } })).rejects.toThrow('steps must be an integer');
  });
});

describe('drawSet', () => {
  test('asks for the classes in turn, in batches, and tells how far it is', async () => {
    const told: number[] = [];
    const settings = plainSettings(2);
    const set = await drawSet(denoiser, {
      settings,
      count: 12,
      pixels,
      seed: 1,
      atOnce: 5,
      onProgress: (done, total) => {
        expect(total).toBe(24);
        told.push(done);
      },
    });
    expect(set.classes).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    expect(told).toEqual([5, 10, 15, 20, 22, 24]);
    expect(set.images.subarray(0, pixels)).not.toEqual(set.images.subarray(5 * pixels, 6 * pixels));
  });
});

describe('readNoisy', () => {
  test('differentiates the log-probability of the class: central differences', async () => {
    const x = noiseFor(2, 9).map((value) => value / 2);
    const t = 250;
    const wanted = [4, 9];
    const { logProbabilities, gradient } = await readNoisy(noisy, x, t, 2, wanted);
    for (const row of [0, 1]) {
      const total = logProbabilities
        .subarray(row * 10, row * 10 + 10)
        .reduce((sum, log) => sum + Math.exp(log), 0);
      expect(total).toBeCloseTo(1, 5);
    }
    const h = 0.002;
    const at = async (index: number, shift: number) => {
      const moved = x.slice();
      moved[index]! += shift;
      const { logProbabilities: logs } = await readNoisy(noisy, moved, t, 2, null);
      return logs[Math.floor(index / pixels) * 10 + wanted[Math.floor(index / pixels)]!]!;
    };
    const largest = Math.max(...gradient!.map(Math.abs));
    for (const index of [5, 20, 37, 63, 70, 90, 101, 120]) {
      const slope = ((await at(index, h)) - (await at(index, -h))) / (2 * h);
      expect(Math.abs(slope - gradient![index]!)).toBeLessThan(0.01 * largest);
    }
  });
});

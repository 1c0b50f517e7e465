/** The home page's figure: digits come out of noise, step by step, as the library computes them. */
import { expect, test } from 'vitest';
import { imagesFromDisk } from '../../scripts/imagesFromDisk.ts';
import { greyLevel } from '../../src/components/plots/drawPixels.ts';
import {
  makeIdealDenoiser,
  makeLinearSchedule,
  makeRng,
  sampleNormals,
  samplePosterior,
} from '../../src/lib/diffusion/index.ts';
import { canvasPixels, checkMountTwice, figure, openPage, readingOf, setSlider } from './site.ts';

const steps = 100;
const digits = 12;

/** Ho et al. 2020, Algorithm 2, with the exact posterior mean in place of a network. */
async function walk(seed: number): Promise<Float32Array[]> {
  const { images, count } = await imagesFromDisk('digits-8');
  const denoiser = makeIdealDenoiser({ data: images, count, dim: 64 });
  const schedule = makeLinearSchedule({ T: steps, rescaled: true });
  const rng = makeRng(seed);
  const states = [sampleNormals(rng, digits * 64)];
  for (let t = steps - 1; t >= 0; t--) {
    const xt = states.at(-1)!;
    const x0Pred = denoiser.posteriorMean(xt, schedule.alphasCumprod[t]!);
    states.push(samplePosterior(schedule, x0Pred, xt, t, sampleNormals(rng, digits * 64)));
  }
  return states;
}

const levelsOf = (state: Float32Array, digit: number) =>
  [...state.subarray(digit * 64, (digit + 1) * 64)].map(greyLevel);

test('shows the walk from noise to real digits, any step of it, for any seed', async () => {
  const page = await openPage('/', { reducedMotion: true });
  const emergence = await figure(page, 'emergence');
  const shown = async (digit: number) => (await canvasPixels(emergence, `digit-${digit}`)).levels;
  const expected = await walk(7);
  for (const step of [0, 37, 99, 100]) {
    await setSlider(emergence, 'steps', step);
    await expect.poll(() => shown(0)).toEqual(levelsOf(expected[step]!, 0));
    expect(await shown(11)).toEqual(levelsOf(expected[step]!, 11));
  }
  expect(await readingOf(emergence)).toContain('All steps taken');
  await emergence.getByRole('button', { name: /New noise/ }).click();
  const other = await walk(8);
  await setSlider(emergence, 'steps', 50);
  await expect.poll(() => shown(3)).toEqual(levelsOf(other[50]!, 3));
  await emergence.getByRole('button', { name: /Reset/ }).click();
  expect(await shown(3)).toEqual(levelsOf(expected[0]!, 3));
});

test('ends at digits of the training set, each within one grey level in 255', async () => {
  const { images, count } = await imagesFromDisk('digits-8');
  const last = (await walk(7)).at(-1)!;
  for (let digit = 0; digit < digits; digit++) {
    const pixels = last.subarray(digit * 64, (digit + 1) * 64);
    let nearest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      let worst = 0;
      for (let p = 0; p < 64; p++)
        worst = Math.max(worst, Math.abs(pixels[p]! - images[i * 64 + p]!));
      nearest = Math.min(nearest, worst);
    }
    expect(nearest).toBeLessThan(2 / 255);
  }
});

test('plays by itself, pauses on request, and keeps still under reduced motion', async () => {
  const moving = await figure(await openPage('/'), 'emergence');
  await expect.poll(() => readingOf(moving)).toMatch(/^\d+ of 100/);
  await moving.getByRole('button', { name: 'Pause' }).click();
  const paused = await readingOf(moving);
  await moving.page().waitForTimeout(400);
  expect(await readingOf(moving)).toBe(paused);
  const still = await figure(await openPage('/', { reducedMotion: true }), 'emergence');
  await still.page().waitForTimeout(600);
  expect(await readingOf(still)).toContain('pure noise');
  await still.getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => readingOf(still)).toMatch(/^\d+ of 100/);
});

test('leaves nothing behind', async () => {
  await checkMountTwice(await openPage('/'), 'emergence');
});

/** The lesson on training in a browser: the loop trains as in Node, the ideal denoiser is the library's, the page holds together. */
import { describe, expect, test } from 'vitest';
import { schedule } from '../../src/lessons/what-the-network-learns/figures/digits.ts';
import { stripSteps } from '../../src/lessons/what-the-network-learns/figures/MeanStrip.tsx';
import {
  effectiveCandidates,
  heaviest,
  rmsDifference,
  threeDigits,
} from '../../src/lessons/what-the-network-learns/figures/posterior.ts';
import {
  drawBatch,
  judge,
  learningRate,
  shape,
} from '../../src/lessons/what-the-network-learns/figures/trainingRun.ts';
import { n } from '../../src/lessons/what-the-network-learns/numbers.ts';
import {
  denoiserPredict,
  denoiserStart,
  denoiserTrain,
  denoiserUpdate,
} from '../../src/lib/compute/jobs/denoiser.ts';
import { decodeOwnImages, normaliseDrawing } from '../../src/lib/datasets/index.ts';
import {
  checkMountTwice,
  expectFiguresFit,
  figure,
  openPage,
  readingOf,
  setSlider,
} from './site.ts';
import {
  bestGuess,
  digitOf,
  expectPicture,
  expectRow,
  heldOut,
  ideal,
  jumpTo,
  lesson,
  lineHeights,
  quietly,
  train,
  yScale,
} from './whatTheNetworkLearns.ts';

const ids = ['training-steps', 'ideal-denoiser', 'four-views', 'loss-by-t'];

const newNetwork = () => denoiserStart({ shape, seed: 1 }, quietly);

/** The network after 500 loops, as the figure trains it: 20 jobs of 25 loops. */
async function trainInNode() {
  let network = await newNetwork();
  const losses: number[] = [];
  for (let loops = 0; loops < 500; loops += 25) {
    const data = { data: train.images, count: train.count, dim: 64, betas: schedule.betas };
    const settings = { steps: 25, batchSize: 8, learningRate, seed: 1_000_000 + loops };
    const result = await denoiserTrain({ ...data, ...settings, network }, quietly);
    network = result.network;
    losses.push(...result.losses);
  }
  return { network, losses };
}

describe('training-steps', () => {
  test('goes through the seven steps with the numbers of the library', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'training-steps');
    const batch = drawBatch(train, 1, 0);
    const network = await newNetwork();
    const { epsPred } = await denoiserPredict({ network, ...batch }, quietly);
    const before = judge(batch, epsPred);
    await expectRow(root, 'x0', batch.x0);
    await expectRow(root, 'eps', batch.eps);
    await expectRow(root, 'xt', batch.xt);
    expect(await root.locator('.fn-badge').textContent()).toContain('107,072-parameter');
    expect(await readingOf(root)).toMatch(/^Step 4 of 7, with 0 loops finished/);
    expect(await root.locator('[data-canvas="eps-pred"]').count()).toBe(0);
    const next = root.getByRole('button', { name: /^Next step/ });
    await next.click();
    await expectRow(root, 'eps-pred', epsPred);
    await expectRow(root, 'x0-pred', before.x0Pred);
    await next.click();
    await expect
      .poll(() => root.locator('[data-numbers="loss"] span').allTextContents())
      .toEqual(before.losses.map((loss) => loss.toFixed(2)));
    expect(await readingOf(root)).toContain(before.loss.toFixed(3));

    const updated = await denoiserUpdate({ network, ...batch, learningRate }, quietly);
    const after = judge(
      batch,
      (await denoiserPredict({ network: updated.network, ...batch }, quietly)).epsPred,
    );
    await next.click();
    await expectRow(root, 'eps-pred', after.epsPred);
    const reading = await readingOf(root);
    expect(reading).toContain('16,448 of 107,072 parameters moved');
    expect(reading).toContain(`length ${threeDigits(updated.gradientNorm)}`);
    expect(reading).toContain(`from ${before.loss.toFixed(3)} to ${after.loss.toFixed(3)}`);
    const toValue = await yScale(root, 'loss-curve', false);
    const dot = root.locator('[data-plot="loss-curve"] circle').last();
    await expect
      .poll(async () => Math.abs(toValue(Number(await dot.getAttribute('cy'))) - updated.loss))
      .toBeLessThan(0.005);
    await next.click();
    await expectRow(root, 'x0', drawBatch(train, 1, 1).x0);
    expect(await readingOf(root)).toContain('Step 1 of 7, with 1 loop finished');
  });

  test('trains 500 loops to the same loss as in Node, and resets', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'training-steps');
    const batch = drawBatch(train, 1, 0);
    await expectRow(root, 'xt', batch.xt);
    const start = await readingOf(root);
    await root.getByRole('button', { name: 'Train 500 loops' }).click();
    await root.getByRole('button', { name: 'Stop training' }).waitFor();
    const { network, losses } = await trainInNode();
    await root
      .getByRole('button', { name: 'Stop training' })
      .waitFor({ state: 'detached', timeout: 45_000 });
    const mean = losses.slice(-50).reduce((sum, loss) => sum + loss, 0) / 50;
    expect(mean).toBeLessThan(0.35);
    expect(await readingOf(root)).toContain(`last 50 loops is ${mean.toFixed(3)}`);
    const { epsPred } = await denoiserPredict({ network, ...batch }, quietly);
    await expectRow(root, 'x0-pred', judge(batch, epsPred).x0Pred);
    const toValue = await yScale(root, 'loss-curve', false);
    const raw = (await lineHeights(root, 'loss-curve', 0)).map(toValue);
    expect(Math.abs(raw[0]! - losses[0]!)).toBeLessThan(0.01);
    expect(Math.abs(raw.at(-1)! - losses.at(-1)!)).toBeLessThan(0.01);
    await root.getByRole('button', { name: /^Reset/ }).click();
    expect(await readingOf(root)).toBe(start);
    await expectRow(root, 'xt', batch.xt);
    expect(await root.locator('[data-canvas="eps-pred"]').count()).toBe(0);
  });

  test('stops when asked to, and keeps what it has learned', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'training-steps');
    await root.getByRole('button', { name: 'Run the whole loop once' }).click();
    await expect.poll(() => readingOf(root)).toContain('Step 7 of 7, with 1 loop finished');
    await root.getByRole('button', { name: 'Train 500 loops' }).click();
    await expect.poll(() => readingOf(root), { interval: 20 }).toMatch(/with (26|51|76) loops/);
    await root.getByRole('button', { name: 'Stop training' }).click();
    await expect
      .poll(() => root.getByRole('button', { name: 'Train 500 loops' }).isEnabled())
      .toBe(true);
    const loops = Number(/with (\d+) loops/.exec(await readingOf(root))?.[1]);
    expect(loops).toBeGreaterThanOrEqual(26);
    expect(loops).toBeLessThan(501);
  });
});

/** What the ideal denoiser's figure should say of a noisy digit. */
function expected(x0: Float32Array, t: number, seed = 1) {
  const xt = jumpTo(x0, t, seed);
  const weights = ideal.posteriorWeights(xt, schedule.alphasCumprod[t]!);
  const mean = bestGuess(xt, t);
  return {
    xt,
    mean,
    candidates: heaviest(weights, 6),
    effective: effectiveCandidates(weights),
    error: rmsDifference(x0, mean),
  };
}

describe('ideal-denoiser', () => {
  test('shows the exact mean, its candidates and its error at every t', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'ideal-denoiser');
    const three = digitOf(train, 3);
    await expectPicture(root, 'x0', three);
    for (const t of [300, 0, 130, 620, 999]) {
      await setSlider(root, 't', t);
      const { xt, mean, candidates, effective, error } = expected(three, t);
      await expectPicture(root, 'xt', xt);
      await expectPicture(root, 'mean', mean);
      const weights = await root
        .locator('[data-weight]')
        .evaluateAll((all) => all.map((bar) => Number(bar.getAttribute('data-weight'))));
      expect(weights).toHaveLength(6);
      for (const [i, { weight }] of candidates.entries()) {
        expect(Math.abs(weights[i]! - weight)).toBeLessThan(1e-9);
      }
      const reading = await readingOf(root);
      expect(reading).toContain(`by ${error.toFixed(3)} a pixel`);
      expect(reading).toContain(
        effective < 1.005 ? 'only one of the 1,438' : `in effect ${threeDigits(effective)} of`,
      );
    }
    for (const t of stripSteps) await expectPicture(root, `mean-${t}`, expected(three, t).mean);
  });

  test('takes held-out digits, other classes, other noise and a t from the strip, and resets', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'ideal-denoiser');
    await expectPicture(root, 'x0', digitOf(train, 3));
    const start = await readingOf(root);
    await root.getByLabel('A held-out digit').check();
    await expectPicture(root, 'x0', digitOf(heldOut, 3));
    await root.getByLabel('Class').selectOption('7');
    await root.getByRole('button', { name: 'Another one' }).click();
    const seven = digitOf(heldOut, 7, 1);
    await expectPicture(root, 'x0', seven);
    await root.getByRole('button', { name: 'Go to t = 50' }).click();
    await root.getByRole('button', { name: /New noise/ }).click();
    const { mean, candidates, error } = expected(seven, 50, 2);
    await expectPicture(root, 'mean', mean);
    // At low noise the answer is one training digit, and not the digit that was noised.
    await expectPicture(
      root,
      'candidate-0',
      train.images.subarray(candidates[0]!.index * 64, candidates[0]!.index * 64 + 64),
    );
    expect(candidates[0]!.weight).toBeGreaterThan(0.9);
    expect(error).toBeGreaterThan(0.15);
    await root.getByRole('button', { name: /^Reset/ }).click();
    expect(await readingOf(root)).toBe(start);
    await expectPicture(root, 'mean', expected(digitOf(train, 3), 300).mean);
    // A likeliest digit of another class is not “another 3”.
    await setSlider(root, 't', 600);
    const likeliest = train.labels[expected(digitOf(train, 3), 600).candidates[0]!.index]!;
    expect(likeliest).not.toBe(3);
    expect(await readingOf(root)).toContain(`The likeliest is a training ${likeliest}, with`);
  });

  test('takes a drawing, brought to the digits’ size', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'ideal-denoiser');
    await root.getByLabel('Your own').check();
    expect(await readingOf(root)).toContain('choose or draw one');
    expect(await root.getByText(/^error \d/).count()).toBe(0);
    const pad = root.locator('[data-canvas="drawpad"]');
    await pad.focus();
    await page.keyboard.press('Space');
    for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowDown');
    await root.getByRole('button', { name: 'Use this drawing' }).click();
    await expect.poll(() => readingOf(root)).toContain('your drawing 1');
    const kept = await page.evaluate(() => localStorage.getItem('from-noise:own-images'));
    const [drawing] = decodeOwnImages(kept!).images;
    const small = normaliseDrawing(drawing!.pixels, { size: 8, fill: 1 });
    expect(Math.max(...small)).toBeGreaterThan(0);
    expect(Math.min(...small)).toBe(-1);
    await expectPicture(root, 'x0', small);
    await expectPicture(root, 'mean', expected(small, 300).mean);
  });
});

describe('a worker that does not start', () => {
  test('is reported in a sentence, and tried again', async () => {
    let blocked = true;
    const page = await openPage(lesson, {
      expected: /./,
      prepare: async (context) => {
        await context.route('**/worker*', (route) => (blocked ? route.abort() : route.continue()));
      },
    });
    const root = await figure(page, 'training-steps');
    const alert = root.getByRole('alert');
    await expect.poll(() => alert.textContent()).toContain('The background computation stopped');
    expect(await root.getByRole('button', { name: /^Next step/ }).isEnabled()).toBe(false);
    blocked = false;
    await alert.getByRole('button', { name: 'Try again' }).click();
    await expectRow(root, 'x0', drawBatch(train, 1, 0).x0);
    expect(await alert.count()).toBe(0);
  });
});

describe('the page', () => {
  test('mounts and unmounts training-steps without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'training-steps');
    await checkMountTwice(page, 'training-steps');
  });

  test('mounts and unmounts ideal-denoiser without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'ideal-denoiser');
    await checkMountTwice(page, 'ideal-denoiser');
  });

  test('mounts and unmounts four-views without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'four-views');
    await checkMountTwice(page, 'four-views');
  });

  test('mounts and unmounts loss-by-t without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'loss-by-t');
    await checkMountTwice(page, 'loss-by-t');
  });

  test.each(['light', 'dark'] as const)('fits 360 px, %s', async (theme) => {
    await expectFiguresFit(await openPage(lesson, { width: 360, theme }), ids);
  });

  test('states the numbers that the library computes', async () => {
    const page = await openPage(lesson);
    const text = (await page.locator('main').textContent())!.replace(/\s+/g, ' ');
    expect(text).toContain(`there are in effect ${n.candidatesLate} candidates`);
    expect(text).toContain(`about ${n.indexBits} bits per pixel`);
    // β₀ = 0.0001 alone: SNR(0) = 0.9999 / 0.0001; and log₂ 1438 / 64.
    expect(n.snrFirst).toBe('9,999');
    expect(n.indexBits).toBe('0.164');
  });
});

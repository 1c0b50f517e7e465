/** The lesson's two figures on errors in a browser: four views of one prediction, and the loss by t, against Node. */
import { describe, expect, test } from 'vitest';
import { digitLevels, schedule } from '../../src/lessons/what-the-network-learns/figures/digits.ts';
import {
  pixelVariance,
  unexplainedShare,
} from '../../src/lessons/what-the-network-learns/figures/drawUnexplained.ts';
import {
  type LossSettings,
  lossPoint,
  lossSteps,
  transitionBits,
} from '../../src/lessons/what-the-network-learns/figures/lossSeries.ts';
import {
  rmsDifference,
  threeDigits,
} from '../../src/lessons/what-the-network-learns/figures/posterior.ts';
import {
  unexplainedDraws,
  unexplainedSteps,
} from '../../src/lessons/what-the-network-learns/figures/UnexplainedPlot.tsx';
import { drawnRange } from '../../src/lessons/what-the-network-learns/figures/views.ts';
import { idealLoss } from '../../src/lib/compute/jobs/idealLoss.ts';
import type { ImageDataset } from '../../src/lib/datasets/index.ts';
import { convertPrediction, predictions, priorTermBits } from '../../src/lib/diffusion/index.ts';
import { figure, openPage, readingOf, setSlider } from './site.ts';
import {
  bestGuess,
  digitOf,
  expectPicture,
  heldOut,
  jumpTo,
  lesson,
  lineHeights,
  quietly,
  train,
  yScale,
} from './whatTheNetworkLearns.ts';

/** The losses that a figure should measure. */
function measured(clean: ImageDataset, timesteps: readonly number[], draws: number) {
  const data = { data: train.images, count: train.count, dim: 64, clean: clean.images };
  const settings = { betas: schedule.betas, timesteps, draws, bins: digitLevels, seed: 1 };
  return idealLoss({ ...data, ...settings }, quietly);
}

describe('four-views', () => {
  test('shows one prediction and its target in four views, with their errors', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'four-views');
    const five = digitOf(train, 5);
    for (const t of [300, 40, 720]) {
      await setSlider(root, 't', t);
      const xt = jumpTo(five, t);
      for (const view of predictions) {
        const as = (value: Float32Array) =>
          convertPrediction(schedule, { from: 'x0', to: view, xt, t, value });
        const target = as(five);
        const predicted = as(bestGuess(xt, t));
        const range = drawnRange(view, t);
        await expectPicture(
          root,
          `${view}-target`,
          target.map((value) => value / range),
        );
        await expectPicture(
          root,
          `${view}-predicted`,
          predicted.map((value) => value / range),
        );
        const error = threeDigits(rmsDifference(target, predicted));
        expect(await root.locator(`[data-error="${view}"]`).textContent()).toBe(`error ${error}`);
      }
      const factor = Math.sqrt(1 / schedule.snr[t]!);
      expect(await readingOf(root)).toContain(
        `is ${threeDigits(factor)} times the error in the noise`,
      );
    }
  });

  test('marks the factors of all views on their curves', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'four-views');
    await setSlider(root, 't', 450);
    const toValue = await yScale(root, 'error-factors', true);
    const heights = await root
      .locator('[data-plot="error-factors"] circle')
      .evaluateAll((all) => all.map((dot) => Number(dot.getAttribute('cy'))));
    const [signal, noise] = [
      schedule.alphasCumprod[450]!,
      schedule.oneMinusAlphasCumprod[450]!,
    ].map(Math.sqrt) as [number, number];
    const factors = [noise / signal, 1, noise, (noise * noise) / signal];
    expect(heights).toHaveLength(4);
    for (const [i, factor] of factors.entries()) {
      expect(Math.abs(toValue(heights[i]!) / factor - 1)).toBeLessThan(0.02);
    }
  });

  test('plots the share of variance that the worker measures', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'four-views');
    const losses = await measured(train, unexplainedSteps, unexplainedDraws);
    const variance = pixelVariance(train.images, 64);
    const shares = losses.map((loss) => unexplainedShare(loss, variance));
    await expect
      .poll(() => root.locator('[data-plot="unexplained"]').getAttribute('aria-label'), {
        timeout: 30_000,
      })
      .toContain(`${unexplainedSteps.length} steps measured`);
    const toValue = await yScale(root, 'unexplained', false);
    for (const [nth, view] of (['eps', 'x0', 'v'] as const).entries()) {
      const drawn = (await lineHeights(root, 'unexplained', nth)).map(toValue);
      expect(drawn).toHaveLength(shares.length);
      for (const [i, share] of shares.entries()) {
        expect(Math.abs(drawn[i]! - 100 * share[view])).toBeLessThan(1);
      }
    }
  });

  test('follows digit and noise, and resets', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'four-views');
    await expectPicture(root, 'x0-target', digitOf(train, 5));
    const start = await readingOf(root);
    await root.getByLabel('Class').selectOption('2');
    await root.getByRole('button', { name: /New noise/ }).click();
    await setSlider(root, 't', 200);
    const two = digitOf(train, 2);
    await expectPicture(root, 'x0-predicted', bestGuess(jumpTo(two, 200, 2), 200));
    await root.getByRole('button', { name: /^Reset/ }).click();
    expect(await readingOf(root)).toBe(start);
  });
});

/** What a curve says near t, as the reading writes it. */
function said(losses: Awaited<ReturnType<typeof measured>>, t: number, settings: LossSettings) {
  return threeDigits(lossPoint(losses.find((loss) => loss.t === t)!, settings).value);
}

describe('loss-by-t', () => {
  test('measures what Node measures, in every view and with every weight', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'loss-by-t');
    const known = await measured(train, lossSteps, 64);
    const unknown = await measured(heldOut, lossSteps, 64);
    await expect.poll(() => root.locator('[data-bound]').count(), { timeout: 40_000 }).toBe(2);
    const check = async (t: number, settings: LossSettings) => {
      await setSlider(root, 't', t);
      const reading = await readingOf(root);
      expect(reading).toContain(`held-out digits ${said(unknown, t, settings)} (t = ${t})`);
      expect(reading).toContain(`training digits ${said(known, t, settings)} (t = ${t})`);
    };
    await check(300, { view: 'eps', weight: 'uniform', gamma: 5 });
    const toValue = await yScale(root, 'loss-by-t', true);
    const drawn = (await lineHeights(root, 'loss-by-t', 1)).map(toValue);
    for (const [i, loss] of unknown.entries()) {
      expect(Math.abs(Math.log(drawn[i]! / Math.max(1e-4, loss.eps)))).toBeLessThan(0.05);
    }
    await root.getByLabel('picture x₀').check();
    await check(400, { view: 'x0', weight: 'uniform', gamma: 5 });
    await root.getByLabel('velocity v').check();
    await root.getByLabel('SNR', { exact: true }).check();
    await check(250, { view: 'v', weight: 'snr', gamma: 5 });
    await root.getByLabel('min-SNR').check();
    await setSlider(root, 'gamma', 2);
    await check(225, { view: 'v', weight: 'minSnr', gamma: 2 });
    await root.getByLabel('the bound’s').check();
    await check(500, { view: 'v', weight: 'bound', gamma: 2 });
    const totals = await root
      .locator('[data-bound]')
      .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-bound'))));
    for (const [i, [losses, data]] of (
      [
        [known, train],
        [unknown, heldOut],
      ] as const
    ).entries()) {
      const total =
        priorTermBits(schedule, data.images) + transitionBits(losses) + losses[0]!.boundBits;
      expect(Math.abs(totals[i]! / total - 1)).toBeLessThan(1e-9);
    }
    // The ideal denoiser's bound is the cost of naming one of its digits, log₂ 1438 / 64 bits.
    expect(totals[0]! / (Math.log2(1438) / 64)).toBeGreaterThan(0.9);
    expect(totals[0]! / (Math.log2(1438) / 64)).toBeLessThan(1.25);
    expect(totals[1]).toBeGreaterThan(100);
    await root.getByRole('button', { name: /^Reset/ }).click();
    await expect.poll(() => readingOf(root)).toContain('Squared error of the noise, near t = 50');
  });

  test('can be stopped and taken up again', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'loss-by-t');
    await root.getByLabel('1024').check();
    await root.getByRole('button', { name: 'Stop measuring' }).click();
    await root.getByText('The measurement was stopped.').waitFor();
    await root.getByLabel('64', { exact: true }).check();
    await root.getByRole('button', { name: 'Stop measuring' }).click();
    await root.getByText('The measurement was stopped.').waitFor();
    // Reset leads back to the start, where the figure measures: also when no setting has changed.
    await root.getByRole('button', { name: /^Reset/ }).click();
    await expect.poll(() => root.locator('[data-bound]').count(), { timeout: 40_000 }).toBe(2);
    expect(await root.getByText('The measurement was stopped.').count()).toBe(0);
  });

  test('measures the network that the reader trained', async () => {
    const page = await openPage(lesson);
    const training = await figure(page, 'training-steps');
    await training.getByRole('button', { name: 'Train 500 loops' }).click();
    await training.getByRole('button', { name: 'Stop training' }).waitFor();
    await training
      .getByRole('button', { name: 'Stop training' })
      .waitFor({ state: 'detached', timeout: 45_000 });
    const root = await figure(page, 'loss-by-t');
    await expect.poll(() => root.locator('[data-bound]').count(), { timeout: 40_000 }).toBe(3);
    await setSlider(root, 't', 12);
    const loss = /your network after 500 loops, held-out digits ([\d.]+) \(t = 12\)/.exec(
      await readingOf(root),
    );
    const copy = /ideal, held-out digits ([\d.]+) \(t = 12\)/.exec(await readingOf(root));
    const totals = await root
      .locator('[data-bound]')
      .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-bound'))));
    // The lesson's claims: its bound is worse than plain pixels, and far better than the copier's;
    expect(totals[2]).toBeGreaterThan(Math.log2(digitLevels));
    expect(totals[2]! / totals[1]!).toBeLessThan(0.1);
    // at low noise the trained network is far better on digits it has never met.
    expect(Number(loss?.[1])).toBeLessThan(1.5);
    expect(Number(copy?.[1])).toBeGreaterThan(10);
  });
});

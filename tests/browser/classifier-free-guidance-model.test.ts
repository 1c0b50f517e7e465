/** The lesson on classifier-free guidance with its network: pictures and numbers against another engine in Node, and what the prose says of them. */
import { afterAll, describe, expect, test } from 'vitest';
import { engineForNode } from '../../scripts/engineForNode.ts';
import { imagesFromDisk } from '../../scripts/imagesFromDisk.ts';
import { modelFromDisk } from '../../scripts/modelsFromDisk.ts';
import { plainDraw } from '../../src/components/model/useDraw.ts';
import {
  differenceOf,
  rms,
} from '../../src/lessons/classifier-free-guidance/figures/difference.ts';
import {
  pictureNumbers,
  shownDistance,
} from '../../src/lessons/classifier-free-guidance/figures/pictureNumbers.ts';
import {
  images as inRow,
  type RemedyChoice,
  type RemedyName,
  remedyNames,
  remedySettings,
  startChoice,
} from '../../src/lessons/classifier-free-guidance/figures/remedies.ts';
import { schedule } from '../../src/lessons/classifier-free-guidance/figures/schedule.ts';
import { forwardSample, makeRng, sampleNormals } from '../../src/lib/diffusion/index.ts';
import { type Denoiser, drawImages } from '../../src/lib/sampling/draw.ts';
import type { DrawSettings } from '../../src/lib/sampling/settings.ts';
import {
  expectReading,
  gridApart,
  lesson,
  modelMs,
  pictureApart,
} from './classifierFreeGuidance.ts';
import { figure, openPage, readingOf, setSlider } from './site.ts';

const size = 8;
const pixels = size * size;
const engine = await engineForNode(['wasm']);
afterAll(() => engine.dispose());
const { graph, parameters } = await modelFromDisk('digits-8');
const network = engine.load(graph, parameters);
const denoiser: Denoiser = { network, schedule, prediction: 'eps', classes: 10 };
const heldOut = await imagesFromDisk('digits-8', 'test');

/** What the page draws of one class, from another engine. */
async function drawn(cls: number, count: number, settings: DrawSettings): Promise<Float32Array> {
  const { images } = await drawImages(denoiser, {
    settings,
    classes: new Array<number>(count).fill(cls),
    start: sampleNormals(makeRng(1), count * pixels),
    seed: 1,
  });
  return images;
}

/** Both predictions for the first held-out digit of a class at t, with the page's first noise. */
async function lookAt(label: number, told: number, t: number, index?: number) {
  const nth = index ?? heldOut.labels.indexOf(label);
  const x0 = heldOut.images.subarray(nth * pixels, (nth + 1) * pixels);
  const xt = forwardSample(schedule, x0, t, sampleNormals(makeRng(1 + (index ?? 0)), pixels));
  const x = new Float32Array([...xt, ...xt]);
  const eps = await network.forward({ x, t: Float64Array.of(t, t), y: [told, 10] });
  const request = { xt, t, told, other: 10 };
  return {
    request,
    cond: eps.subarray(0, pixels),
    other: eps.subarray(pixels),
    milliseconds: 0,
    nth: 1,
  };
}

describe('cfg-grid', () => {
  test(
    'draws what another engine draws, answers a moved slider, and says how long an image takes',
    async () => {
      const page = await openPage(lesson);
      const root = await figure(page, 'cfg-grid');
      const check = async (cls: number, settings: Partial<DrawSettings>) => {
        const all = { ...plainDraw, ...settings };
        await expectReading(
          root,
          new RegExp(`^w = ${all.guidanceScale}, .*sixteen images of 25 steps`),
        );
        const expected = await drawn(cls, 16, all);
        // 25 steps in a row: roundings of two engines may grow, but the pictures are the same.
        expect(await gridApart(root, 'grid', expected, { size, columns: 8 })).toBeLessThan(16);
        const { variety } = pictureNumbers(expected, pixels);
        const shown = Number(/by ([\d.]+) a pixel/.exec(await readingOf(root))![1]);
        expect(Math.abs(shown - variety)).toBeLessThan(0.012);
      };
      await check(3, { guidanceScale: 3 });
      expect(await root.locator('[data-timing]').textContent()).toMatch(
        /^One image takes .* here: 16 at once took .*, with 50 network calls each\.$/,
      );
      await setSlider(root, 'scale', 12);
      await setSlider(root, 'scale', 0);
      await check(3, { guidanceScale: 0 });
      await root.locator('select[name="class"]').selectOption('7');
      await root.locator('select[name="avoid"]').selectOption('1');
      await setSlider(root, 'scale', 2);
      await expectReading(
        root,
        /^w = 2, asked for a handwritten 7 and not a handwritten 1: sixteen/,
      );
      await check(7, { guidanceScale: 2, avoid: 1 });
    },
    3 * modelMs,
  );
});

describe('cfg-difference', () => {
  test(
    'shows both predictions and what guidance makes of them, for any t, scale and told class',
    async () => {
      const page = await openPage(lesson);
      const root = await figure(page, 'cfg-difference');
      const check = async (told: number, t: number, scale: number) => {
        const look = await lookAt(3, told, t);
        const { difference, x0, outside } = differenceOf(look, scale);
        const reading = await expectReading(
          root,
          new RegExp(`at t = ${t}, .*Guided at w = ${scale},`),
        );
        const shown = Number(/differ by ([\d.]+) a pixel/.exec(reading)![1]);
        expect(Math.abs(shown - rms(difference))).toBeLessThan(0.002);
        const percentOutside = Number(/w = \d+, (\d+) %/.exec(reading)![1]);
        expect(Math.abs(percentOutside - 100 * outside)).toBeLessThan(4);
        expect(await pictureApart(root, 'xt', look.request.xt)).toBeLessThan(2);
        const third = (eps: Float32Array) => eps.map((value) => value / 3);
        expect(await pictureApart(root, 'eps-cond', third(look.cond))).toBeLessThan(3);
        expect(await pictureApart(root, 'eps-other', third(look.other))).toBeLessThan(3);
        expect(await pictureApart(root, 'x0-guided', x0.guided)).toBeLessThan(6);
        expect(await pictureApart(root, 'x0-cond', x0.cond)).toBeLessThan(4);
      };
      await check(3, 700, 3);
      await setSlider(root, 'scale', 8);
      await check(3, 700, 8);
      await setSlider(root, 't', 400);
      await check(3, 400, 8);
      await root.locator('select[name="told"]').selectOption('8');
      await expectReading(root, /told “8”/);
      await check(8, 400, 8);
      expect(await root.locator('[data-look-time]').textContent()).toMatch(
        /took \d+ milliseconds here/,
      );
    },
    2 * modelMs,
  );

  test('the two differ most in the middle, as the prose says', async () => {
    const sizes: number[] = [];
    for (const t of [50, 500, 950]) {
      let squares = 0;
      for (let i = 0; i < 20; i++) {
        const look = await lookAt(heldOut.labels[i]!, heldOut.labels[i]!, t, i);
        squares += rms(differenceOf(look, 1).difference) ** 2;
      }
      sizes.push(Math.sqrt(squares / 20));
    }
    expect(sizes[1]!).toBeGreaterThan(1.3 * sizes[0]!);
    expect(sizes[1]!).toBeGreaterThan(3 * sizes[2]!);
  });
});

test(
  'cfg-trade measures scale by scale, keeps what it has when stopped, and says how long an image takes',
  async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'cfg-trade');
    const measure = root.getByRole('button', { name: 'Measure here' });
    await expect.poll(() => measure.isEnabled(), { timeout: modelMs }).toBe(true);
    await root.getByRole('radio', { name: '50', exact: true }).check();
    await measure.click();
    await expectReading(root, /^2 of 8 scales measured, 50 digits each\. At w = 1,/);
    await root.getByRole('button', { name: 'Stop' }).click();
    await measure.waitFor();
    const rows = root.locator('table[data-table="here"] tbody tr');
    const heads = await rows.locator('th').allTextContents();
    expect(heads).toEqual(['0', '1', 'training images']);
    const accuracy = await rows.locator('td:nth-of-type(1)').allTextContents();
    expect(Number.parseFloat(accuracy[0]!)).toBeLessThan(40);
    expect(Number.parseFloat(accuracy[1]!)).toBeGreaterThan(85);
    expect(await root.locator('canvas[data-canvas^="examples-"]').count()).toBe(2);
    expect(await root.locator('[data-timing]').textContent()).toContain(
      'with 25 network calls each',
    );
  },
  2 * modelMs,
);

describe('cfg-too-much', () => {
  const rowOf = (name: RemedyName, choice: RemedyChoice = startChoice) =>
    drawn(3, inRow, remedySettings(name, choice));

  test(
    'draws the chosen rows as another engine does, and again what has changed',
    async () => {
      const page = await openPage(lesson);
      const root = await figure(page, 'cfg-too-much');
      for (const label of ['dynamic thresholding', 'interval', 'clipped', 'no guidance']) {
        await root.getByRole('checkbox', { name: label }).uncheck();
      }
      await expectReading(root, /2 of 2 rows drawn/);
      const grid = { size, columns: inRow };
      expect(await gridApart(root, 'remedy-none', await rowOf('none'), grid)).toBeLessThan(16);
      await setSlider(root, 'rescale', 0);
      await expect
        .poll(() => root.locator('[data-remedy="rescale"]').textContent(), { timeout: modelMs })
        .toMatch(/φ = 0\.00.*contrast/);
      // Rescaled by nothing is nothing done.
      expect(await gridApart(root, 'remedy-rescale', await rowOf('none'), grid)).toBeLessThan(16);
      expect(await root.locator('[data-timing]').textContent()).toMatch(/^One image takes .* here/);
    },
    2 * modelMs,
  );

  test('what the prose says of the rows holds', async () => {
    const rows = new Map<RemedyName, Float32Array>();
    for (const name of remedyNames) rows.set(name, await rowOf(name));
    const of = (name: RemedyName) => pictureNumbers(rows.get(name)!, pixels);
    const away = (name: RemedyName) => shownDistance(rows.get(name)!, rows.get('plain')!);
    expect(of('plain').outside).toBeGreaterThan(0.15);
    expect(of('plain').outside).toBeLessThan(0.25);
    expect(of('none').outside).toBeGreaterThan(0.45);
    expect(of('none').outside).toBeLessThan(0.6);
    expect(of('plain').contrast).toBeCloseTo(0.7, 1);
    expect(of('none').contrast).toBeCloseTo(0.9, 1);
    expect(of('clip').outside).toBe(0);
    expect(Math.abs(of('clip').contrast - of('plain').contrast)).toBeLessThan(0.04);
    expect(of('dynamic').saturated).toBeLessThan(0.03);
    expect(of('dynamic').contrast).toBeLessThan(0.8 * of('plain').contrast);
    for (const name of ['none', 'clip', 'dynamic', 'rescale'] as const) {
      expect(away('interval'), name).toBeLessThan(away(name));
    }
    const whole = pictureNumbers(await rowOf('rescale', { ...startChoice, rescale: 1 }), pixels);
    expect(whole.contrast - of('plain').contrast).toBeLessThan(0.03);
    expect(whole.contrast).toBeLessThan(of('rescale').contrast);
  });
});

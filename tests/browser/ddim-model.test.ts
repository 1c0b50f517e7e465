/** The DDIM lesson's figures with the trained model, in a browser: every picture against another engine in Node. */
import { afterAll, expect, test } from 'vitest';
import { imagesFromDisk } from '../../scripts/imagesFromDisk.ts';
import { plainDraw } from '../../src/components/model/useDraw.ts';
import { noisesBetween } from '../../src/lessons/ddim/figures/between.ts';
import { inversionTop } from '../../src/lessons/ddim/figures/models.ts';
import { amount, rmsDifference } from '../../src/lessons/ddim/figures/words.ts';
import { makeRng, sampleNormals } from '../../src/lib/diffusion/index.ts';
import { digitsInNode, expectDigits, expectReading, lesson, modelMs } from './ddimLesson.ts';
import { figure, openPage, setSlider } from './site.ts';

const node = await digitsInNode();
afterAll(() => node.dispose());

const testMs = 3 * modelMs;
const classes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

test(
  'side by side: both samplers from one noise; other fresh noise changes DDPM alone; at η = 1 they are one',
  async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'ddim-side-by-side');
    const start = sampleNormals(makeRng(1), 640);
    const draw = (sampler: 'ddpm' | 'ddim', seed: number, options: object) =>
      node.draw({
        settings: { ...plainDraw, sampler, options: { steps: 5, ...options } },
        classes,
        start,
        seed,
      });
    await setSlider(root, 'steps', 2);
    await expectReading(
      root,
      /in 5 steps \(trailing\), DDIM with η = 0\.00\. DDPM took .* 5 network calls an image/,
    );
    const ddim = await draw('ddim', 1, { eta: 0 });
    await expectDigits(root, 'ddpm', await draw('ddpm', 1, {}), 5);
    await expectDigits(root, 'ddim', ddim, 5);
    expect(await root.locator('[data-side="ddim"] [data-timing]').textContent()).toMatch(
      /One image takes .* here: 10 at once/,
    );
    await root.getByRole('button', { name: 'Same start, other fresh noise' }).click();
    await expect
      .poll(() => root.locator('[data-side="ddim"] [data-change]').textContent(), {
        timeout: modelMs,
      })
      .toContain('the same images, to the last bit');
    expect(await root.locator('[data-side="ddpm"] [data-change]').textContent()).toMatch(
      /changed by 0\.[1-9]\d\d a pixel/,
    );
    await expectDigits(root, 'ddpm', await draw('ddpm', 1001, {}), 5);
    await setSlider(root, 'eta', 1);
    await expectReading(root, /η = 1\.00\. .*The two sides differ by 0\.000 a pixel/);
    await root.getByRole('button', { name: /^Reset/ }).click();
    await expectReading(root, /in 10 steps \(trailing\), DDIM with η = 0\.00\. DDPM took/);
  },
  testMs,
);

test(
  'between two noises: the row is drawn from the noises on the sphere, or on the straight line',
  async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'ddim-interpolate');
    for (const [label, way] of [
      ['along the sphere', 'sphere'],
      ['straight', 'straight'],
    ] as const) {
      await root.getByLabel(label).check();
      await expectReading(root, way === 'sphere' ? /sphere.*1\.06\.$/ : /straight line.*0\.66\.$/);
      const images = await node.draw({
        settings: { ...plainDraw, options: { steps: 25 } },
        classes: Array.from({ length: 11 }, () => 3),
        start: noisesBetween(1, 64, way),
        seed: 1,
      });
      await expectDigits(root, 'row', images, 11, 12);
      await expectDigits(root, 'image', images.subarray(5 * 64, 6 * 64), 1, 12);
    }
  },
  testMs,
);

test(
  'inversion: to noise and back as another engine does, closer with more steps',
  async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'ddim-inversion');
    const heldOut = await imagesFromDisk('digits-8', 'test');
    const five = heldOut.labels.indexOf(5);
    const picture = heldOut.images.slice(five * 64, (five + 1) * 64);
    const errors: number[] = [];
    for (const [place, steps] of [
      [0, 5],
      [2, 25],
    ] as const) {
      const settings = {
        ...plainDraw,
        options: { steps, startAt: inversionTop },
        x0: 'none' as const,
      };
      const walk = { settings, classes: [5], seed: 0 };
      const noise = await node.draw({ ...walk, start: picture, direction: 'toNoise' });
      const back = await node.draw({ ...walk, start: noise });
      await setSlider(root, 'steps', place);
      const error = rmsDifference(picture, back);
      await expectReading(
        root,
        new RegExp(`${steps} steps, and back: off by ${amount(error)} a pixel`),
      );
      await expectDigits(root, 'back', back, 1);
      await expectDigits(
        root,
        'noise',
        noise.map((value) => value / 3),
        1,
      );
      errors.push(error);
    }
    expect(errors[1]!).toBeLessThan(errors[0]! / 2);
    await expect.poll(() => root.locator('[data-points]').getAttribute('data-points')).toBe('2');
    await root.getByLabel('another').check();
    await expectReading(root, /and back, told 8: off by 0\.\d+ a pixel/);
  },
  testMs,
);

test(
  'quality: measures point by point, can be stopped, and goes on',
  async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'ddim-quality');
    await root.getByLabel('100', { exact: true }).check();
    await root.getByLabel('DDPM', { exact: true }).uncheck();
    const measure = root.getByRole('button', { name: 'Measure', exact: true });
    await expect.poll(() => measure.isEnabled(), { timeout: modelMs }).toBe(true);
    await measure.click();
    await expectReading(
      root,
      /DDIM \d\.\d\d in 2 steps, \d\.\d\d in 5 steps.*Real images: \d\.\d\d/,
    );
    await root.getByRole('button', { name: 'Stop' }).click();
    const goOn = root.getByRole('button', { name: 'Measure what is missing' });
    await expect.poll(() => goOn.isEnabled()).toBe(true);
    await expect
      .poll(() => root.locator('[data-plot="quality"] circle').count())
      .toBeGreaterThan(1);
    expect(await root.locator('[data-timing]').textContent()).toContain('100 at once');
  },
  testMs,
);

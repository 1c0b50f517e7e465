/** The U-Net lesson in a browser: the drawing counts as the graph does, the formulas are the library's, the page holds together. */
import { describe, expect, test } from 'vitest';
import { imagesFromDisk } from '../../scripts/imagesFromDisk.ts';
import { greyLevel } from '../../src/components/plots/drawPixels.ts';
import {
  blockNamed,
  blocksOf,
  presets,
  totalMultiplyAdds,
  totalParameters,
} from '../../src/lessons/the-u-net/figures/blocks.ts';
import { gradientPath } from '../../src/lessons/the-u-net/figures/gradientPath.ts';
import {
  disturbed,
  filteredDigit,
  groupNorm,
  groupStatistics,
} from '../../src/lessons/the-u-net/figures/groupNorm.ts';
import { silu, siluSlope } from '../../src/lessons/the-u-net/figures/silu.ts';
import {
  fitWish,
  rmsDifference,
  similarity,
  wishes,
} from '../../src/lessons/the-u-net/figures/timestepVectors.ts';
import { amount, share, three, whole } from '../../src/lessons/the-u-net/figures/words.ts';
import { n } from '../../src/lessons/the-u-net/numbers.ts';
import { timestepEmbedding } from '../../src/lib/diffusion/index.ts';
import { type UNetSettings, unet } from '../../src/lib/nets/index.ts';
import {
  canvasPixels,
  checkMountTwice,
  expectFiguresFit,
  figure,
  openPage,
  readingOf,
  setSlider,
} from './site.ts';
import { digitOf, expectReading, lesson } from './theUNet.ts';

const ids = [
  'network-to-scale',
  'activation-maps',
  'skips-off',
  'time-embedding',
  'group-norm',
  'silu',
  'residual',
];

describe('network-to-scale', () => {
  /** What the table of the figure should hold. */
  function expectedShares(settings: UNetSettings) {
    const blocks = blocksOf(unet(settings));
    return {
      shapes: blocks.map(({ shape }) => shape.join('×')),
      parameters: blocks.map((block) => share(block.parameters, totalParameters(blocks))),
      arithmetic: blocks.map((block) => share(block.multiplyAdds, totalMultiplyAdds(blocks))),
      sums: [whole(totalParameters(blocks)), whole(totalMultiplyAdds(blocks))],
    };
  }

  test('draws and counts what the graph holds, for every network that the sliders make', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'network-to-scale');
    const shownShares = async () => {
      const cells = (selector: string) => root.locator(selector).allTextContents();
      const table = '.fn-net-table tr[data-row]';
      return {
        shapes: await cells(`${table} td:nth-child(2)`),
        parameters: await cells(`${table} td[data-share="parameters"]`),
        arithmetic: await cells(`${table} td[data-share="arithmetic"]`),
        sums: (await cells('.fn-net-sum td')).filter(Boolean),
      };
    };
    const settled = (settings: UNetSettings) =>
      expect.poll(shownShares).toEqual(expectedShares(settings));
    await settled(presets.garments);
    for (const [size, base] of [
      [32, 40],
      [64, 40],
      [64, 8],
    ] as const) {
      await setSlider(root, 'size', size);
      await setSlider(root, 'base', base);
      await settled({ ...presets.garments, size, base });
    }
    await root.getByLabel('Colour, 32 × 32, wide').check();
    await settled(presets.colour);
    await root.getByLabel('Digits, 8 × 8').check();
    await settled(presets.digits);
    expect(await readingOf(root)).toContain('543,409 parameters');
  });

  test('draws bars as wide as channels and as high as rows', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'network-to-scale');
    const boxOf = (block: string) =>
      root.locator(`[data-block="${block}"] .fn-net-bar`).evaluate((bar) => {
        const value = (name: string) => Number(bar.getAttribute(name));
        return { width: value('width'), height: value('height') };
      });
    const [enc1, deep, up1] = [await boxOf('enc1'), await boxOf('bottleneck'), await boxOf('up1')];
    expect(deep.width / enc1.width).toBeCloseTo(8, 6);
    expect(up1.width / enc1.width).toBeCloseTo(3, 6);
    expect(enc1.height / deep.height).toBeCloseTo(8, 6);
    await setSlider(root, 'size', 16);
    expect((await boxOf('enc1')).height / enc1.height).toBeCloseTo(0.5, 6);
    await setSlider(root, 'base', 32);
    expect((await boxOf('enc1')).width / enc1.width).toBeCloseTo(2, 6);
  });

  test('chooses blocks by pointer, by arrow keys and in the table, and resets', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'network-to-scale');
    const start = await readingOf(root);
    await root.locator('[data-block="dec1"] .fn-net-bar').click();
    const blocks = blocksOf(unet(presets.garments));
    const dec1 = blockNamed(blocks, 'dec1');
    expect(await readingOf(root)).toContain('Chosen: dec1');
    expect(await readingOf(root)).toContain(share(dec1.multiplyAdds, totalMultiplyAdds(blocks)));
    await page.keyboard.press('ArrowLeft');
    expect(await readingOf(root)).toContain('Chosen: up1');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-block'))).toBe(
      'up1',
    );
    await root.getByRole('button', { name: 'Choose pool2' }).click();
    expect(await readingOf(root)).toContain('Chosen: pool2');
    await root.getByRole('button', { name: 'Choose enc2' }).click();
    await root.getByText('Inside enc2').click();
    const inside = await root.locator('.fn-net-inside tr[data-node]').count();
    expect(inside).toBe(blockNamed(blocks, 'enc2').parts.length);
    await root.getByRole('button', { name: /^Reset/ }).click();
    expect(await readingOf(root)).toBe(start);
  });
});

describe('time-embedding', () => {
  test('paints the formula, follows t, and says what a linear layer can make of it', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'time-embedding');
    const map = await canvasPixels(root, 'heat-map');
    expect([map.width, map.height]).toEqual([1000, 192]);
    for (const [t, row] of [
      [0, 0],
      [300, 5],
      [17, 31],
      [640, 32],
      [999, 63],
    ] as const) {
      const level = map.levels[(3 * row + 1) * map.width + t]!;
      expect(Math.abs(level - greyLevel(timestepEmbedding(t, 64)[row]!))).toBeLessThanOrEqual(1);
    }
    for (const t of [300, 42, 990]) {
      await setSlider(root, 't', t);
      const { levels } = await canvasPixels(root, 'vector');
      const expected = Array.from(timestepEmbedding(t, 64), greyLevel);
      expect(
        Math.max(...levels.map((level, i) => Math.abs(level - expected[i]!))),
      ).toBeLessThanOrEqual(1);
      const other = t === 990 ? 980 : t + 10;
      expect(await readingOf(root)).toContain(`${three(similarity(t, other))} with t = ${other}`);
    }
    for (const [label, name] of [
      ['be on near t only', 'near'],
      ['follow the weight on the noise', 'noise'],
      ['be on for the first 50 steps', 'first'],
    ] as const) {
      await root.getByLabel(label).check();
      const target = wishes[name].values(990);
      const { sines, bare } = fitWish(target);
      const reading = await readingOf(root);
      expect(reading).toContain(`${three(rmsDifference(target, sines))} with the 64 sines`);
      expect(reading).toContain(`${three(rmsDifference(target, bare))} with the bare number`);
    }
  });

  test('draws the similarity that it states, takes t from the map, and resets', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'time-embedding');
    const start = await readingOf(root);
    const line = root.locator('[data-plot="similarity"] [aria-label="line"] path').last();
    await expect.poll(() => line.count()).toBe(1);
    const corners = ((await line.getAttribute('d')) ?? '').split(/[ML]/).filter(Boolean);
    const heights = corners.map((corner) => Number(corner.split(',')[1]));
    // The axis runs from −0.4 to 1; the peak, at t itself, touches 1.
    const scale = (1 + 0.4) / (210 - 36 - 20);
    const lowest = Math.min(...Array.from({ length: 1000 }, (_, s) => similarity(300, s)));
    const drawn = 1 - (Math.max(...heights) - Math.min(...heights)) * scale;
    expect(Math.abs(drawn - lowest)).toBeLessThan(0.06);
    const map = root.locator('[data-canvas="heat-map"]');
    const { width, height } = (await map.boundingBox())!;
    await map.click({ position: { x: width * 0.75, y: height / 2 } });
    await expect.poll(() => root.locator('input[name="t"]').inputValue()).toMatch(/^7(49|50)$/);
    await root.getByRole('button', { name: /^Reset/ }).click();
    expect(await readingOf(root)).toBe(start);
  });
});

describe('group-norm', () => {
  test('shows what the formula gives, for a group and for one channel, and resets', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'group-norm');
    await expectReading(root, /You multiplied group 2/);
    const start = await readingOf(root);
    const maps = filteredDigit(digitOf(3, 0, await imagesFromDisk('digits-8', 'train')), 1);
    for (const [label, what] of [
      ['group 2', 'group'],
      ['one channel of group 2', 'channel'],
      ['all channels', 'all'],
    ] as const) {
      await root.getByLabel(label, { exact: true }).check();
      await setSlider(root, 'gain', -0.5);
      await setSlider(root, 'shift', -1.5);
      const before = disturbed(maps, { what, gain: 10 ** -0.5, shift: -1.5 });
      const after = groupNorm(before);
      const { mean, deviation } = groupStatistics(before)[1]!;
      expect(await readingOf(root)).toContain(
        `mean ${three(mean)} and deviation ${three(deviation)}`,
      );
      const { levels, width } = await canvasPixels(root, 'after-2');
      expect(width).toBe(17);
      after[2]!.forEach((value, i) => {
        const level = levels[Math.floor(i / 8) * width + (i % 8)]!;
        expect(Math.abs(level - greyLevel(value / 3))).toBeLessThanOrEqual(1);
      });
      expect(/all 4 groups are as before/.test(await readingOf(root))).toBe(what !== 'channel');
    }
    await root.getByRole('button', { name: /Other filters/ }).click();
    await expect.poll(() => root.getByText('(seed 2)').count()).toBe(1);
    await root.getByRole('button', { name: /^Reset/ }).click();
    expect(await readingOf(root)).toBe(start);
  });
});

describe('silu and residual', () => {
  test('silu says values and slopes at x, and its dots lie there', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'silu');
    const dots = root.locator('[data-plot="silu-value"] circle');
    await expect.poll(() => dots.count()).toBe(2);
    const at = async (x: number) => {
      await setSlider(root, 'x', x);
      return Number(await dots.last().getAttribute('cy'));
    };
    const [top, zero] = [await at(6), await at(0)];
    const middle = await at(2);
    expect((zero - middle) / (zero - top)).toBeCloseTo(silu(2) / silu(6), 3);
    expect(await readingOf(root)).toContain(
      `SiLU is ${three(silu(2))} with slope ${three(siluSlope(2))}`,
    );
    await root.getByRole('button', { name: /^Reset/ }).click();
    expect(await readingOf(root)).toContain('At x = −1.0');
  });

  test('residual says how much of the gradient arrives, for any depth and weights', async () => {
    const page = await openPage(lesson);
    const root = await figure(page, 'residual');
    const expectAmounts = async (depth: number, seed: number) => {
      const reading = await readingOf(root);
      expect(reading).toContain(`shortcuts ${amount(gradientPath(depth, false, seed)[0]!)} of it`);
      expect(reading).toContain(`it is ${amount(gradientPath(depth, true, seed)[0]!)}.`);
    };
    await expectAmounts(14, 1);
    await setSlider(root, 'depth', 27);
    await expectAmounts(27, 1);
    await root.getByRole('button', { name: /Other weights/ }).click();
    await expectAmounts(27, 2);
    await expect
      .poll(() => root.locator('[data-plot="gradient-path"] circle').count())
      .toBe(2 * 28);
    await root.getByRole('button', { name: /^Reset/ }).click();
    await expectAmounts(14, 1);
  });
});

describe('the page', () => {
  test('mounts and unmounts network-to-scale without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'network-to-scale');
    await checkMountTwice(page, 'network-to-scale');
  });

  test('mounts and unmounts activation-maps without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'activation-maps');
    await checkMountTwice(page, 'activation-maps');
  });

  test('mounts and unmounts skips-off without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'skips-off');
    await checkMountTwice(page, 'skips-off');
  });

  test('mounts and unmounts time-embedding without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'time-embedding');
    await checkMountTwice(page, 'time-embedding');
  });

  test('mounts and unmounts group-norm without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'group-norm');
    await checkMountTwice(page, 'group-norm');
  });

  test('mounts and unmounts silu without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'silu');
    await checkMountTwice(page, 'silu');
  });

  test('mounts and unmounts residual without leaving anything behind', async () => {
    const page = await openPage(lesson);
    await figure(page, 'residual');
    await checkMountTwice(page, 'residual');
  });

  test.each(['light', 'dark'] as const)('fits 360 px, %s', async (theme) => {
    await expectFiguresFit(await openPage(lesson, { width: 360, theme }), ids);
  });

  test('states the numbers that the library computes, and shows the code that runs', async () => {
    const page = await openPage(lesson);
    const text = (await page.locator('main').textContent())!.replace(/\s+/g, ' ');
    expect(text).toContain(`one that is trained: ${n.parameters} parameters`);
    expect(text).toContain(`${n.idle} weights, ${n.idleShare} of the network`);
    expect(text).toContain(`holds ${n.bottleneck.parameters} of the parameters`);
    const block = page.locator('details', { hasText: 'The residual block, in PyTorch' });
    await block.locator('summary').click();
    const shown = (await block.textContent())!.replace(/\s+/g, '');
    expect(shown).toContain('returnh+self.residual(x)');
    expect(shown).toContain("'add',[h,shortcut],{})");
  });
});

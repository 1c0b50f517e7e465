/** The numbers that the classifier-guidance lesson states of the shipped networks, measured again. */
import { afterAll, expect, test } from 'vitest';
import {
  convince,
  drawSteered,
  gradientAt,
  openNetworks,
  readAt,
  shareRead,
} from '../../../scripts/measureClassifierGuidance.ts';
import measured from '../../../src/lessons/classifier-guidance/measured.json' with { type: 'json' };

const networks = await openNetworks();
afterAll(() => networks.dispose());
const longMs = 60_000;

test.each([300, 500, 900])(
  'what each reader makes of the noisy digits at t = %d',
  async (t) => {
    const found = await readAt(networks, t);
    const stated = measured.readings.find((row) => row.t === t)!;
    for (const reader of ['noisy', 'clean', 'bayes'] as const) {
      // Four decimals are written; a digit on the edge may be read otherwise on another processor.
      expect(Math.abs(found[reader].accuracy - stated[reader].accuracy)).toBeLessThanOrEqual(
        0.0051,
      );
      expect(Math.abs(found[reader].sureness - stated[reader].sureness)).toBeLessThan(1e-3);
    }
  },
  longMs,
);

test(
  'the gradient, and the steps that convince the classifier',
  async () => {
    for (const stated of measured.gradients) {
      const { size, wanted } = await gradientAt(networks, stated.t);
      expect(Math.abs(size - stated.size)).toBeLessThan(1e-3);
      expect(Math.abs(wanted - stated.wanted)).toBeLessThan(1e-3);
    }
    const { steps, sure, moved } = await convince(networks);
    expect(steps).toBe(measured.convinced.steps);
    expect(Math.abs(sure - measured.convinced.sure)).toBeLessThan(1e-3);
    expect(Math.abs(moved - measured.convinced.moved)).toBeLessThan(1e-3);
  },
  longMs,
);

test.each([
  ['noisy', 1],
  ['noisy', 10],
  ['clean', 10],
] as const)(
  'a fifth of the digits that the %s classifier steers with scale %d',
  async (by, scale) => {
    const { images, classes } = await drawSteered(networks, { by, scale }, 100);
    const other = networks[by === 'noisy' ? 'clean' : 'noisy'];
    const stated = measured.steered.find((row) => row.by === by && row.scale === scale)!;
    // Three standard errors of a share of 100.
    const spread = (share: number) => 3 * Math.sqrt((share * (1 - share)) / 100) + 0.01;
    expect(Math.abs((await shareRead(other, images, classes)) - stated.accuracy)).toBeLessThan(
      spread(stated.accuracy),
    );
    expect(Math.abs((await shareRead(networks[by], images, classes)) - stated.own)).toBeLessThan(
      spread(stated.own),
    );
  },
  longMs,
);

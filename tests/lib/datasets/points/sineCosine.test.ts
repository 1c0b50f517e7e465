/** Sine and cosine of our own against the engine's, and where their exact value is known. */

import { expect, test } from 'vitest';
import { sineCosine } from '../../../../src/lib/datasets/points/sineCosine.ts';

test('agrees with Math.sin and Math.cos within 3e-16 from −100 to 100', () => {
  let worst = 0;
  for (let i = -200_000; i <= 200_000; i++) {
    const angle = i / 2000;
    const { sine, cosine } = sineCosine(angle);
    worst = Math.max(worst, Math.abs(sine - Math.sin(angle)), Math.abs(cosine - Math.cos(angle)));
  }
  expect(worst).toBeLessThan(3e-16);
});

test('small angles keep their relative accuracy, and zero is exact', () => {
  expect(sineCosine(0)).toEqual({ sine: 0, cosine: 1 });
  expect(sineCosine(1e-9).sine).toBe(1e-9);
});

test('sin(π as a double) is the double’s own distance from π: 1.2246467991473532e-16', () => {
  expect(sineCosine(Math.PI).sine).toBeCloseTo(1.2246467991473532e-16, 25);
});

/** The filmstrip: bounded, its first and last frames kept, the rest spread over the run. */
import { describe, expect, test } from 'vitest';
import { filmCapacity, frameIsDue, withFrame } from '../../../src/lib/training/film.ts';
import type { FilmFrame } from '../../../src/lib/training/progress.ts';

const frame = (step: number, length = 4): FilmFrame => ({ step, images: new Float32Array(length) });

describe('withFrame', () => {
  test('keeps a long run’s strip short, whole and evenly spread', () => {
    let film: FilmFrame[] = [];
    for (let step = 0; step <= 10_000; step += 10) film = withFrame(film, frame(step));
    expect(film).toHaveLength(filmCapacity(4));
    expect(film).toHaveLength(120);
    expect([film[0]!.step, film.at(-1)!.step]).toEqual([0, 10_000]);
    const gaps = film.slice(1).map(({ step }, i) => step - film[i]!.step);
    expect(Math.min(...gaps)).toBeGreaterThan(0);
    expect(Math.max(...gaps)).toBeLessThanOrEqual((3 * 10_000) / 119);
  });

  test('holds fewer frames the larger they are, but some', () => {
    expect(filmCapacity(20 * 32 * 32)).toBe(48);
    expect(filmCapacity(1_000_000)).toBe(16);
  });
});

test('a frame is due every so many steps, once; with 0 never', () => {
  expect(frameIsDue([], 0, 50)).toBe(true);
  expect(frameIsDue([frame(0)], 0, 50)).toBe(false);
  expect(frameIsDue([frame(0)], 49, 50)).toBe(false);
  expect(frameIsDue([frame(0)], 50, 50)).toBe(true);
  expect(frameIsDue([], 50, 0)).toBe(false);
});

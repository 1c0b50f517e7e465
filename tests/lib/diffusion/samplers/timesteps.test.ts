/** The visited timesteps against numpy's own lines (Lin et al. 2024, table 2), values computed by numpy 1.24. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  makeLinearSchedule,
  samplers,
  spacedTimesteps,
  timestepSpacings,
} from '../../../../src/lib/diffusion/index.ts';

describe('spacedTimesteps', () => {
  it('is what numpy gives for 1000 steps in 10', () => {
    expect(spacedTimesteps(1000, 10, 'trailing')).toEqual([
      999, 899, 799, 699, 599, 499, 399, 299, 199, 99,
    ]);
    expect(spacedTimesteps(1000, 10, 'leading')).toEqual([
      900, 800, 700, 600, 500, 400, 300, 200, 100, 0,
    ]);
    expect(spacedTimesteps(1000, 10, 'linspace')).toEqual([
      999, 888, 777, 666, 555, 444, 333, 222, 111, 0,
    ]);
  });

  it('rounds a tie to the even step, as numpy does', () => {
    // round(arange(1000, 0, −62.5)) − 1 and round(linspace(0, 999, 19))[::−1]
    expect(spacedTimesteps(1000, 16, 'trailing')).toEqual([
      999, 937, 874, 811, 749, 687, 624, 561, 499, 437, 374, 311, 249, 187, 124, 61,
    ]);
    expect(spacedTimesteps(1000, 19, 'linspace')).toEqual([
      999, 944, 888, 832, 777, 722, 666, 610, 555, 500, 444, 388, 333, 278, 222, 166, 111, 56, 0,
    ]);
  });

  it('visits different steps of the schedule, falling, whatever the numbers', () => {
    const numbers = fc
      .integer({ min: 1, max: 400 })
      .chain((T) =>
        fc.tuple(
          fc.constant(T),
          fc.integer({ min: 1, max: T }),
          fc.constantFrom(...timestepSpacings),
        ),
      );
    fc.assert(
      fc.property(numbers, ([T, steps, spacing]) => {
        const visited = spacedTimesteps(T, steps, spacing);
        expect(visited).toHaveLength(steps);
        expect(visited.every((t, i) => t >= 0 && t < T && (i === 0 || t < visited[i - 1]!))).toBe(
          true,
        );
        if (spacing !== 'leading') expect(visited[0]).toBe(T - 1);
      }),
    );
  });

  it('starts lower where a walk is told to', () => {
    const schedule = makeLinearSchedule({ T: 1000 });
    for (const spacing of timestepSpacings) {
      const visited = samplers.ddim.make(schedule, { steps: 8, spacing, startAt: 640 });
      expect(visited.map(({ t }) => t)).toEqual(spacedTimesteps(641, 8, spacing));
    }
    const karras = samplers.euler.make(schedule, { steps: 8, spacing: 'karras', startAt: 640 });
    expect([karras[0]!.t, karras.at(-1)!.t]).toEqual([640, 0]);
  });
});

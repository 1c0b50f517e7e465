/** The registry: every entry describes itself fully, and builds with checked options. */
import { describe, expect, it } from 'vitest';
import {
  makeCosineSchedule,
  makeLinearSchedule,
  makeScaledLinearSchedule,
  makeSigmoidSchedule,
  type ScheduleEntry,
  type ScheduleOptions,
  schedules,
} from '../../../../src/lib/diffusion/index.ts';
import { thrownBy } from '../closeness.ts';

const entries: ScheduleEntry[] = Object.values(schedules);

describe('the registry of schedules', () => {
  it('names each entry as its key', () => {
    expect(entries.map(({ name }) => name)).toEqual(Object.keys(schedules));
  });

  it.each(entries)('$name has words and sliders whose default lies on them', (entry) => {
    expect(entry.label).not.toBe('');
    expect(entry.description).toMatch(/^[A-Z].*\.$/);
    expect(entry.citation).toMatch(/^[a-z]+\d{4}$/);
    for (const parameter of entry.parameters) {
      if (parameter.kind === 'toggle') continue;
      const { min, max, step, default: start } = parameter;
      expect(min).toBeLessThan(max);
      expect(start).toBeGreaterThanOrEqual(min);
      expect(start).toBeLessThanOrEqual(max);
      const steps = (start - min) / step;
      expect(Math.abs(steps - Math.round(steps))).toBeLessThan(1e-6);
    }
  });

  it('builds, with defaults, what the functions build', () => {
    const T = 37;
    expect(schedules.linear.make({ T })).toEqual(makeLinearSchedule({ T }));
    expect(schedules.cosine.make({ T })).toEqual(makeCosineSchedule({ T }));
    expect(schedules.scaledLinear.make({ T })).toEqual(makeScaledLinearSchedule({ T }));
    expect(schedules.sigmoid.make({ T })).toEqual(makeSigmoidSchedule({ T }));
  });

  it('passes every option on', () => {
    const linear = { T: 9, betaStart: 0.01, betaEnd: 0.3, rescaled: true };
    expect(schedules.linear.make(linear)).toEqual(makeLinearSchedule(linear));
    const cosine = { T: 9, s: 0.1, betaMin: 0.001, betaMax: 0.7 };
    expect(schedules.cosine.make(cosine)).toEqual(makeCosineSchedule(cosine));
    const scaled = { T: 9, betaStart: 0.01, betaEnd: 0.3 };
    expect(schedules.scaledLinear.make(scaled)).toEqual(makeScaledLinearSchedule(scaled));
    const sigmoid = { T: 9, start: -1, end: 2, tau: 0.5, betaMax: 0.7 };
    expect(schedules.sigmoid.make(sigmoid)).toEqual(makeSigmoidSchedule(sigmoid));
  });

  it.each(entries.flatMap((entry) => [0, -1, 2.5, Number.NaN].map((T) => ({ entry, T }))))(
    '$entry.name refuses T = $T',
    ({ entry, T }) => {
      expect(thrownBy(() => entry.make({ T })).message).toBe(
        `T must be a positive integer, but it is ${T}.`,
      );
    },
  );

  it.each(entries)('$name refuses NaN and the wrong type, by the name of the option', (entry) => {
    for (const { key, kind } of entry.parameters) {
      if (kind === 'number') {
        const error = thrownBy(() => entry.make({ T: 10, [key]: Number.NaN }));
        expect(error).toMatchObject({ name: 'InvalidArgumentError', argument: key });
      }
      const wrong = kind === 'number' ? true : 1;
      const allowed = kind === 'number' ? 'a number' : 'true or false';
      expect(thrownBy(() => entry.make({ T: 10, [key]: wrong })).message).toBe(
        `${key} must be ${allowed}, but it is ${wrong}.`,
      );
    }
  });

  it('refuses an option it does not know', () => {
    const options: ScheduleOptions = { T: 10, betastart: 0.1 };
    expect(thrownBy(() => schedules.linear.make(options)).message).toBe(
      'options must be made of T, betaStart, betaEnd, rescaled, but it is "betastart".',
    );
  });
});

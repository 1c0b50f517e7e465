/** Random schedules, steps and batches for the property tests, over everything the registry offers. */
import fc from 'fast-check';
import {
  type Schedule,
  type ScheduleEntry,
  type ScheduleOptions,
  type ScheduleParameter,
  schedules,
} from '../../../src/lib/diffusion/index.ts';

function parameterValue(parameter: ScheduleParameter): fc.Arbitrary<number | boolean> {
  if (parameter.kind === 'toggle') return fc.boolean();
  return fc.double({ min: parameter.min, max: parameter.max, noNaN: true });
}

/** T in the given range, and every parameter anywhere in its slider's range. */
export function optionsOf(
  entry: ScheduleEntry,
  minT = 1,
  maxT = 2000,
): fc.Arbitrary<ScheduleOptions> {
  const values = entry.parameters.map((parameter) => [parameter.key, parameterValue(parameter)]);
  const parameters: Record<string, fc.Arbitrary<number | boolean>> = Object.fromEntries(values);
  return fc
    .tuple(fc.record(parameters), fc.integer({ min: minT, max: maxT }))
    .map(([chosen, T]) => ({ ...chosen, T }));
}

/** A schedule of any kind. */
export function anySchedule(minT = 1, maxT = 2000): fc.Arbitrary<Schedule> {
  const kinds = Object.values(schedules).map((entry) =>
    optionsOf(entry, minT, maxT).map((options) => entry.make(options)),
  );
  return fc.oneof(...kinds);
}

/** A schedule of any kind and one of its steps, `first` or later. */
export function anyStep(first = 0, maxT = 300) {
  return anySchedule(first + 1, maxT).chain((schedule) =>
    fc.record({
      schedule: fc.constant(schedule),
      t: fc.integer({ min: first, max: schedule.T - 1 }),
    }),
  );
}

/** A number of the size that data and noise have, in steps of 1e-6: squares never underflow. */
export const anyValue = fc.integer({ min: -4e6, max: 4e6 }).map((steps) => steps / 1e6);

/** `count` batches of one common length from 1 to 6. */
export function anyBatches(count: number): fc.Arbitrary<Float64Array[]> {
  return fc.integer({ min: 1, max: 6 }).chain((length) =>
    fc.array(
      fc
        .array(anyValue, { minLength: length, maxLength: length })
        .map((values) => Float64Array.from(values)),
      { minLength: count, maxLength: count },
    ),
  );
}

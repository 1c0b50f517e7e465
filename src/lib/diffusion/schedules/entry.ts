/** What the registry knows of a schedule: its words, its parameters and how to build it by name. */
import { check } from '../checks.ts';
import type { Schedule } from './schedule.ts';

/** A parameter that a slider sets; `min`, `max` and `step` are the slider's, `key` the option's name. */
export interface NumberParameter {
  readonly kind: 'number';
  readonly key: string;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly default: number;
}

/** A parameter that is on or off. */
export interface ToggleParameter {
  readonly kind: 'toggle';
  readonly key: string;
  readonly label: string;
  readonly default: boolean;
}

export type ScheduleParameter = NumberParameter | ToggleParameter;

/** T and any of the parameters, by key; what is left out takes its default. */
export interface ScheduleOptions {
  readonly T: number;
  readonly [key: string]: number | boolean | undefined;
}

/** One schedule of the registry. */
export interface ScheduleEntry<Name extends string = string> {
  readonly name: Name;
  readonly label: string;
  readonly description: string;
  /** The key of the paper in the bibliography: first author and year. */
  readonly citation: string;
  readonly parameters: readonly ScheduleParameter[];
  /** Builds the schedule; throws InvalidArgumentError on an option that is unknown or not allowed. */
  readonly make: (options: ScheduleOptions) => Schedule;
}

interface Reader {
  readonly T: number;
  number(key: string): number;
  toggle(key: string): boolean;
}

/** Makes a registry entry whose `build` reads checked options, defaults filled in. */
export function defineSchedule<Name extends string>(
  entry: Omit<ScheduleEntry<Name>, 'make'> & { readonly build: (read: Reader) => Schedule },
): ScheduleEntry<Name> {
  const { build, ...words } = entry;
  const make = (options: ScheduleOptions) => {
    checkKeys(options, entry.parameters);
    return build(makeReader(options, entry.parameters));
  };
  return { ...words, make };
}

function checkKeys(options: ScheduleOptions, parameters: readonly ScheduleParameter[]): void {
  const known = ['T', ...parameters.map(({ key }) => key)];
  for (const key of Object.keys(options)) {
    check(known.includes(key), 'options', key, `made of ${known.join(', ')}`);
  }
}

function makeReader(options: ScheduleOptions, parameters: readonly ScheduleParameter[]): Reader {
  const read = (key: string) =>
    options[key] ?? parameters.find((parameter) => parameter.key === key)?.default;
  return {
    T: options.T,
    number(key) {
      const value = read(key);
      check(typeof value === 'number', key, value, 'a number');
      return value;
    },
    toggle(key) {
      const value = read(key);
      check(typeof value === 'boolean', key, value, 'true or false');
      return value;
    },
  };
}

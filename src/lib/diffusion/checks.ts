/** The checks that public functions make on their arguments before they compute anything. */
import { InvalidArgumentError } from './errors.ts';

/** Throws InvalidArgumentError unless `ok`. Write `ok` so that NaN makes it false. */
export function check(ok: boolean, argument: string, value: unknown, allowed: string): asserts ok {
  if (!ok) throw new InvalidArgumentError(argument, value, allowed);
}

/** Throws unless `value` is 1, 2, 3 and so on. */
export function checkPositiveInteger(argument: string, value: number): void {
  check(Number.isSafeInteger(value) && value > 0, argument, value, 'a positive integer');
}

/** Throws unless `value` is a number that is neither infinite nor NaN. */
export function checkFinite(argument: string, value: number): void {
  check(Number.isFinite(value), argument, value, 'a finite number');
}

/** Throws unless 0 < value < 1, the range of a noise variance β. */
export function checkOpenUnit(argument: string, value: number): void {
  check(value > 0 && value < 1, argument, value, 'a number between 0 and 1, both excluded');
}

/** Throws unless ᾱ lies in [0, 1]. */
export function checkAlphaBar(alphaBar: number): void {
  check(alphaBar >= 0 && alphaBar <= 1, 'alphaBar', alphaBar, 'a number from 0 to 1');
}

/** Throws unless t is an integer from `first` to T − 1. */
export function checkTimestep(t: number, T: number, first = 0): void {
  const ok = Number.isInteger(t) && t >= first && t < T;
  check(ok, 't', t, `an integer from ${first} to ${T - 1}`);
}

/** Throws unless `array` has exactly `length` entries; `as` names what sets the length. */
export function checkLength(
  argument: string,
  array: ArrayLike<number>,
  length: number,
  as: string,
): void {
  check(array.length === length, argument, array, `an array of length ${length}, set by ${as}`);
}

/** Throws unless `array` holds whole points of `dim` numbers; returns how many. */
export function checkBatch(argument: string, array: ArrayLike<number>, dim: number): number {
  const ok = array.length % dim === 0;
  check(ok, argument, array, `an array whose length is a multiple of the dimension, ${dim}`);
  return array.length / dim;
}

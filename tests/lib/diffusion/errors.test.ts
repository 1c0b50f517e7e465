/** Errors name the argument, its value and what is allowed. */
import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../../../src/lib/diffusion/index.ts';

describe('InvalidArgumentError', () => {
  it('carries the three facts and reads as a sentence', () => {
    const error = new InvalidArgumentError('T', 0, 'a positive integer');
    expect(error).toBeInstanceOf(RangeError);
    expect(error.name).toBe('InvalidArgumentError');
    expect([error.argument, error.value, error.allowed]).toEqual(['T', 0, 'a positive integer']);
    expect(error.message).toBe('T must be a positive integer, but it is 0.');
  });

  it.each([
    [Number.NaN, 'NaN'],
    [undefined, 'undefined'],
    ['linear', '"linear"'],
    [[1, 2, 3], 'an array of length 3'],
    [new Float32Array(5), 'an array of length 5'],
    [{}, 'an object'],
    [null, 'null'],
    [Math.abs, 'a function'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
  ])('shows %s in words', (value, words) => {
    const { message } = new InvalidArgumentError('x', value, 'something else');
    expect(message).toBe(`x must be something else, but it is ${words}.`);
  });
});

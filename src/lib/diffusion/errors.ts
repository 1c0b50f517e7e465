/** The one error that the diffusion library throws when an argument is not what it can work with. */

/**
 * Says which argument is wrong, what it is, and what is allowed.
 *
 * The message reads `T must be a positive integer, but it is 0.`
 */
export class InvalidArgumentError extends RangeError {
  readonly argument: string;
  readonly value: unknown;
  readonly allowed: string;

  constructor(argument: string, value: unknown, allowed: string) {
    super(`${argument} must be ${allowed}, but it is ${describe(value)}.`);
    this.name = 'InvalidArgumentError';
    this.argument = argument;
    this.value = value;
    this.allowed = allowed;
  }
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `an array of length ${value.length}`;
  if (ArrayBuffer.isView(value) && 'length' in value) return `an array of length ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'function') return 'a function';
  return String(value);
}

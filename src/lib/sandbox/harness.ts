/**
 * The program that runs a learner's code, in a worker of the sandboxed frame: takes away what reaches outside, counts
 * memory and output, calls functions, and sends values back. It is handed to the worker as text, so it imports only types.
 */
import type { FromAnswer, PortLike, SandboxLimits, ToAnswer } from './protocol.ts';

/** Names that a program may use; every other global is taken away. */
const allowedGlobals = new Set(
  `Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise RegExp Error
  AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError globalThis self JSON Math Intl ArrayBuffer
  Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Float16Array Float32Array Float64Array Uint8ClampedArray
  BigUint64Array BigInt64Array DataView Map BigInt Set WeakMap WeakSet WeakRef Proxy Reflect FinalizationRegistry Iterator
  decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite isNaN structuredClone console`.split(
    /\s+/,
  ),
);

/** What ended the program, when it was not its own error. */
type Excess = 'memory' | 'output';

/** The counters of a program. */
interface Meter {
  bytes: number;
  lines: number;
  characters: number;
  /** Once set, the program is over, whatever it catches. */
  excess: Excess | null;
}

type Anything = Record<PropertyKey, unknown>;

/** Takes away every global that is not allowed, from the scope and from what it inherits. */
function confine(scope: object): void {
  for (let holder: object | null = scope; holder; holder = Object.getPrototypeOf(holder)) {
    if (holder === Object.prototype) return;
    for (const name of Object.getOwnPropertyNames(holder)) {
      if (holder === scope ? allowedGlobals.has(name) : name === 'constructor') continue;
      try {
        delete (holder as Anything)[name];
      } catch {
        // Fixed by the platform: it is no way out, as the frame's policy stands behind this.
      }
    }
  }
}

function stop(meter: Meter, excess: Excess): never {
  meter.excess = excess;
  throw new RangeError(excess === 'memory' ? 'too much memory' : 'too much output');
}

type Spend = (bytes: number) => void;

const lengthOf = (value: unknown): number =>
  typeof value === 'number' ? value : Number((value as { length?: unknown })?.length ?? 0);

/** Makes a constructor count what it is asked for, also when slices and maps of its arrays call it. */
function meterConstructor(
  scope: Anything,
  name: string,
  spend: Spend,
  bytesOf: (args: unknown[]) => number,
): void {
  const original = scope[name] as (new (...args: unknown[]) => object) | undefined;
  if (!original) return;
  const wrapped: typeof original = new Proxy(original, {
    construct(target, args, newTarget) {
      spend(bytesOf(args));
      return Reflect.construct(target, args, newTarget === wrapped ? target : newTarget);
    },
    apply(target, self, args) {
      spend(bytesOf(args));
      return Reflect.apply(target as never, self, args);
    },
  });
  scope[name] = wrapped;
  Object.defineProperty(original.prototype, 'constructor', { value: wrapped });
}

/** Makes a method count what it is asked for. */
function meterMethod(
  holder: object,
  name: string,
  spend: Spend,
  bytesOf: (self: unknown, args: unknown[]) => number,
): void {
  const original = (holder as Anything)[name] as (...args: unknown[]) => unknown;
  const replaced = {
    [name](this: unknown, ...args: unknown[]) {
      spend(bytesOf(this, args));
      return Reflect.apply(original, this, args);
    },
  };
  const property = { value: replaced[name], configurable: true, writable: true };
  Object.defineProperty(holder, name, property);
}

/** Makes the ways in which memory grows count what they ask for. */
function meterMemory(scope: Anything, meter: Meter, limit: number): void {
  const spend = (bytes: number) => {
    if (bytes > 0) meter.bytes += bytes;
    if (meter.bytes > limit) stop(meter, 'memory');
  };
  for (const name of Object.getOwnPropertyNames(scope)) {
    const width = (scope[name] as { BYTES_PER_ELEMENT?: number } | undefined)?.BYTES_PER_ELEMENT;
    if (!width) continue;
    // A view of a buffer that is there already costs nothing.
    meterConstructor(scope, name, spend, ([first]) =>
      first instanceof ArrayBuffer ? 0 : width * lengthOf(first),
    );
  }
  meterConstructor(scope, 'ArrayBuffer', spend, ([length]) => lengthOf(length));
  meterConstructor(scope, 'Array', spend, (args) =>
    args.length === 1 && typeof args[0] === 'number' ? 8 * args[0] : 8 * args.length,
  );
  const kept = (value: unknown) => (typeof value === 'number' ? 8 : 64);
  const grown = (_: unknown, args: unknown[]) =>
    args.reduce((sum: number, value) => sum + kept(value), 0);
  meterMethod(Array, 'from', spend, (_, [source]) => 8 * lengthOf(source));
  meterMethod(Array.prototype, 'push', spend, grown);
  meterMethod(Array.prototype, 'unshift', spend, grown);
  meterMethod(Map.prototype, 'set', spend, () => 64);
  meterMethod(Set.prototype, 'add', spend, () => 64);
  const repeated = (self: unknown, [times]: unknown[]) => 2 * String(self).length * Number(times);
  meterMethod(String.prototype, 'repeat', spend, repeated);
  meterMethod(String.prototype, 'padStart', spend, (_, [length]) => 2 * Number(length));
  meterMethod(String.prototype, 'padEnd', spend, (_, [length]) => 2 * Number(length));
}

const shownEntries = 12;

/** A number as a person writes it: at most six digits. */
function numberText(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}

/** A printed value: numbers short, long lists cut. */
function printedText(value: unknown, depth = 0): string {
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return depth === 0 ? value : JSON.stringify(value);
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    const list = Array.prototype.slice.call(value, 0, shownEntries);
    const parts = list.map((entry) => (depth > 2 ? '…' : printedText(entry, depth + 1)));
    const { length } = value as unknown as { length: number };
    const rest = length > shownEntries ? [`… ${length - shownEntries} more`] : [];
    const name = Array.isArray(value) ? '' : `${value.constructor.name} `;
    return `${name}[${[...parts, ...rest].join(', ')}]`;
  }
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === 'function') return `function ${value.name}`;
  if (!value || typeof value !== 'object') return String(value);
  const entries = Object.entries(value)
    .slice(0, shownEntries)
    .map(([key, entry]) => `${key}: ${depth > 2 ? '…' : printedText(entry, depth + 1)}`);
  return `{ ${entries.join(', ')} }`;
}

/** How many numbers and texts a value holds, counted up to a limit. */
function sizeOf(value: unknown, limit: number): number {
  if (ArrayBuffer.isView(value))
    return (value as unknown as { length: number }).length ?? value.byteLength;
  if (typeof value === 'string') return value.length;
  if (!value || typeof value !== 'object') return 1;
  let size = 0;
  for (const part of Object.values(value)) {
    size += sizeOf(part, limit);
    if (size > limit) break;
  }
  return size;
}

/** Whether two pieces of plain data hold the same, all the way down. */
function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!a || !b || typeof a !== 'object' || typeof b !== 'object') return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => same(left[key], right[key]));
}

/** The line of the learner's text in which an error arose, if the browser tells. */
function lineOf(error: unknown): number | null {
  const stack = error instanceof Error ? String(error.stack) : '';
  const found = /answer\.ts:(\d+)/.exec(stack)?.[1];
  return found ? Number(found) : null;
}

/** What a program gets for `require`. */
function noImports(): never {
  throw new Error('nothing can be imported here: what a function needs comes in as its arguments');
}

interface Asked {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The program's side of the port. What it needs of the platform is taken before a program could replace it. */
class Harness {
  readonly #post: (message: FromAnswer) => void;
  readonly #limits: SandboxLimits;
  readonly #clone = structuredClone;
  // biome-ignore lint/security/noGlobalEval: running the learner's text is what this worker is for
  readonly #evaluate = eval;
  readonly #asked = new Map<number, Asked>();
  readonly meter: Meter = { bytes: 0, lines: 0, characters: 0, excess: null };
  readonly console: Record<string, (...values: unknown[]) => void>;
  #lastAsk = 0;
  #exported: Record<string, unknown> = {};

  constructor(port: PortLike, limits: SandboxLimits) {
    this.#post = port.postMessage.bind(port);
    this.#limits = limits;
    const print = (...values: unknown[]) => this.#print(values);
    const names = ['log', 'info', 'warn', 'error', 'debug', 'table'];
    this.console = Object.fromEntries(names.map((name) => [name, print]));
  }

  receive(message: ToAnswer): void {
    if (message.kind === 'load') this.#load(message.code);
    else if (message.kind === 'call') void this.#call(message.id, message.name, message.args);
    else this.#reply(message);
  }

  #print(values: readonly unknown[]): void {
    const { meter } = this;
    const { lines, characters } = this.#limits;
    if (meter.excess) stop(meter, meter.excess);
    const text = values.map((value) => printedText(value)).join(' ');
    meter.lines++;
    meter.characters += text.length;
    if (meter.lines > lines || meter.characters > characters) stop(meter, 'output');
    this.#post({ kind: 'print', text });
  }

  #fault(id: number | null, error: unknown): void {
    const line = lineOf(error);
    const { excess } = this.meter;
    if (excess) {
      this.#post({ kind: 'fault', id, fault: excess, message: '', line });
      return;
    }
    const message = error instanceof Error ? `${error.name}: ${error.message}` : printedText(error);
    this.#post({ kind: 'fault', id, fault: 'threw', message: message.slice(0, 500), line });
  }

  #load(code: string): void {
    this.#exported = {};
    const evaluate = this.#evaluate;
    try {
      const program = evaluate(
        `(function (exports, require, console) {${code}\n})\n//# sourceURL=answer.ts`,
      ) as (exports: object, require: () => never, console: object) => void;
      program(this.#exported, noImports, this.console);
      this.#post({ kind: 'loaded' });
    } catch (error) {
      this.#fault(null, error);
    }
  }

  /** A function in place of a mark: calling it asks the page. */
  #revive(value: unknown): unknown {
    const callback = (value as { $callback?: number } | null)?.$callback;
    if (typeof callback !== 'number') return value;
    return (...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const id = ++this.#lastAsk;
        this.#asked.set(id, { resolve, reject });
        this.#post({ kind: 'ask', id, callback, args });
      });
  }

  async #call(id: number, name: string, args: readonly unknown[]): Promise<void> {
    this.meter.bytes = 0;
    const clone = this.#clone;
    const before = clone(args);
    const given = args.map((arg) => this.#revive(arg));
    const method = this.#exported[name];
    if (typeof method !== 'function') {
      return this.#post({ kind: 'fault', id, fault: 'missing', message: name, line: null });
    }
    try {
      const value: unknown = await (method as (...args: unknown[]) => unknown)(...given);
      if (this.meter.excess) return this.#fault(id, null);
      this.#give(
        id,
        value,
        args.flatMap((arg, i) => (same(arg, before[i]) ? [] : [i])),
      );
    } catch (error) {
      this.#fault(id, error);
    }
  }

  /** Sends a value, if it is data and not too much of it. */
  #give(id: number, value: unknown, changed: readonly number[]): void {
    const { numbers } = this.#limits;
    const wrong = (message: string) =>
      this.#post({ kind: 'fault', id, fault: 'result', message, line: null });
    try {
      if (sizeOf(value, numbers) > numbers) wrong('large');
      else this.#post({ kind: 'value', id, value, changed });
    } catch {
      wrong(typeof value);
    }
  }

  #reply({ id, value, failed }: Extract<ToAnswer, { kind: 'reply' }>): void {
    const waiting = this.#asked.get(id);
    this.#asked.delete(id);
    if (failed === undefined) waiting?.resolve(value);
    else waiting?.reject(new Error(failed));
  }
}

/**
 * Waits for a program and calls on a port, and answers on it.
 *
 * @param scope the global scope to confine; null leaves everything as it is (for tests outside a browser)
 */
export function startHarness(port: PortLike, scope: object | null, limits: SandboxLimits): void {
  const harness = new Harness(port, limits);
  if (scope) {
    confine(scope);
    meterMemory(scope as Anything, harness.meter, limits.bytes);
    (scope as Anything)['console'] = harness.console;
  }
  port.onmessage = ({ data }) => harness.receive(data as ToAnswer);
  port.postMessage({ kind: 'ready' } satisfies FromAnswer);
}

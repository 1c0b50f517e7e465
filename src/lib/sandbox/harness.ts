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

/** Makes the ways in which memory grows count what they ask for. */
function meterMemory(scope: Anything, meter: Meter, limit: number): void {
  const spend = (bytes: number) => {
    if (bytes > 0) meter.bytes += bytes;
    if (meter.bytes > limit) stop(meter, 'memory');
  };
  const metered = (name: string, bytesOf: (args: unknown[]) => number) => {
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
  };
  const lengthOf = (value: unknown) =>
    typeof value === 'number' ? value : Number((value as { length?: unknown })?.length ?? 0);
  for (const name of Object.getOwnPropertyNames(scope)) {
    const width = (scope[name] as { BYTES_PER_ELEMENT?: number } | undefined)?.BYTES_PER_ELEMENT;
    // A view of a buffer that is there already costs nothing.
    if (width)
      metered(name, ([first]) => (first instanceof ArrayBuffer ? 0 : width * lengthOf(first)));
  }
  metered('ArrayBuffer', ([length]) => lengthOf(length));
  metered('Array', (args) =>
    args.length === 1 && typeof args[0] === 'number' ? 8 * args[0] : 8 * args.length,
  );
  const counted = (
    holder: object,
    name: string,
    bytesOf: (self: unknown, args: unknown[]) => number,
  ) => {
    const original = (holder as Anything)[name] as (...args: unknown[]) => unknown;
    const replaced = {
      [name](this: unknown, ...args: unknown[]) {
        spend(bytesOf(this, args));
        return Reflect.apply(original, this, args);
      },
    };
    Object.defineProperty(holder, name, {
      value: replaced[name],
      configurable: true,
      writable: true,
    });
  };
  const kept = (value: unknown) => (typeof value === 'number' ? 8 : 64);
  const grown = (_: unknown, args: unknown[]) =>
    args.reduce((sum: number, value) => sum + kept(value), 0);
  counted(Array, 'from', (_, [source]) => 8 * lengthOf(source));
  counted(Array.prototype, 'push', grown);
  counted(Array.prototype, 'unshift', grown);
  counted(Map.prototype, 'set', () => 64);
  counted(Set.prototype, 'add', () => 64);
  counted(String.prototype, 'repeat', (self, [times]) => 2 * String(self).length * Number(times));
  counted(String.prototype, 'padStart', (_, [length]) => 2 * Number(length));
  counted(String.prototype, 'padEnd', (_, [length]) => 2 * Number(length));
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

/**
 * Waits for a program and calls on a port, and answers on it.
 *
 * @param scope the global scope to confine; null leaves everything as it is (for tests outside a browser)
 */
export function startHarness(port: PortLike, scope: object | null, limits: SandboxLimits): void {
  const post = port.postMessage.bind(port) as (message: FromAnswer) => void;
  const clone = structuredClone;
  // biome-ignore lint/security/noGlobalEval: running the learner's text is what this worker is for
  const evaluate = eval;
  const meter: Meter = { bytes: 0, lines: 0, characters: 0, excess: null };
  const asked = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  let lastAsk = 0;
  let exported: Record<string, unknown> = {};

  const print = (...values: unknown[]) => {
    if (meter.excess) stop(meter, meter.excess);
    const text = values.map((value) => printedText(value)).join(' ');
    meter.lines++;
    meter.characters += text.length;
    if (meter.lines > limits.lines || meter.characters > limits.characters) stop(meter, 'output');
    post({ kind: 'print', text });
  };
  const ownConsole = {
    log: print,
    info: print,
    warn: print,
    error: print,
    debug: print,
    table: print,
  };
  if (scope) {
    confine(scope);
    meterMemory(scope as Anything, meter, limits.bytes);
    (scope as Anything)['console'] = ownConsole;
  }

  const fault = (id: number | null, error: unknown) => {
    const line = lineOf(error);
    if (meter.excess) return post({ kind: 'fault', id, fault: meter.excess, message: '', line });
    const message = error instanceof Error ? `${error.name}: ${error.message}` : printedText(error);
    post({ kind: 'fault', id, fault: 'threw', message: message.slice(0, 500), line });
  };
  const require = () => {
    throw new Error(
      'nothing can be imported here: what a function needs comes in as its arguments',
    );
  };
  const load = (code: string) => {
    exported = {};
    try {
      const program = evaluate(
        `(function (exports, require, console) {${code}\n})\n//# sourceURL=answer.ts`,
      ) as (exports: object, require: () => never, console: object) => void;
      program(exported, require, ownConsole);
      post({ kind: 'loaded' });
    } catch (error) {
      fault(null, error);
    }
  };
  const revive = (value: unknown): unknown => {
    if (!value || typeof value !== 'object') return value;
    const callback = (value as { $callback?: number }).$callback;
    if (typeof callback !== 'number') return value;
    return (...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const id = ++lastAsk;
        asked.set(id, { resolve, reject });
        post({ kind: 'ask', id, callback, args });
      });
  };
  const call = async (id: number, name: string, args: readonly unknown[]) => {
    meter.bytes = 0;
    const before = clone(args);
    const given = args.map(revive);
    try {
      const method = exported[name];
      if (typeof method !== 'function') {
        return post({ kind: 'fault', id, fault: 'missing', message: name, line: null });
      }
      const value: unknown = await (method as (...args: unknown[]) => unknown)(...given);
      if (meter.excess) return fault(id, null);
      const changed = args.flatMap((arg, i) => (same(arg, before[i]) ? [] : [i]));
      if (sizeOf(value, limits.numbers) > limits.numbers) {
        return post({ kind: 'fault', id, fault: 'result', message: 'large', line: null });
      }
      try {
        post({ kind: 'value', id, value, changed });
      } catch {
        post({ kind: 'fault', id, fault: 'result', message: typeof value, line: null });
      }
    } catch (error) {
      fault(id, error);
    }
  };
  const reply = ({ id, value, failed }: Extract<ToAnswer, { kind: 'reply' }>) => {
    const waiting = asked.get(id);
    asked.delete(id);
    if (failed === undefined) waiting?.resolve(value);
    else waiting?.reject(new Error(failed));
  };

  port.onmessage = ({ data }) => {
    const message = data as ToAnswer;
    if (message.kind === 'load') load(message.code);
    else if (message.kind === 'call') void call(message.id, message.name, message.args);
    else reply(message);
  };
  post({ kind: 'ready' });
}

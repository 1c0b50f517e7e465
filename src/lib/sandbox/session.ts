/** The page's side of a learner's program: loads it, calls its functions with a time limit, and answers what it asks. */
import type {
  CallbackMark,
  FaultKind,
  FromAnswer,
  PortLike,
  SandboxLimits,
  ToAnswer,
} from './protocol.ts';
import type { SyntaxProblem } from './transpile.ts';

/** Why a program could not go on; `kind` says which sentence the learner gets. */
export class AnswerFault extends Error {
  override readonly name = 'AnswerFault';
  readonly kind: FaultKind;
  /** Line of the learner's text, from 1, where it is known. */
  readonly line: number | null;

  constructor(kind: FaultKind, message: string, line: number | null = null) {
    super(message);
    this.kind = kind;
    this.line = line;
  }
}

/** What a call gave. */
export interface CallResult {
  readonly value: unknown;
  /** Which arguments the function changed in place. */
  readonly changed: readonly number[];
}

/** A loaded program. */
export interface AnswerSession {
  /**
   * Calls one of its functions; functions among the arguments may be called back.
   *
   * @throws AnswerFault
   */
  call(name: string, args: readonly unknown[]): Promise<CallResult>;
  /** What it printed so far. */
  readonly printed: readonly string[];
  /** Ends the program; calls under way fail. */
  close(): void;
}

/** How to reach a program, and how to end it by force. */
export interface AnswerEnd {
  readonly port: PortLike;
  readonly kill: () => void;
}

/** How long a sandbox may take to start. */
const startMilliseconds = 10_000;
const longestPrint = 2000;

const seconds = (milliseconds: number) =>
  `${milliseconds / 1000} ${milliseconds === 1000 ? 'second' : 'seconds'}`;

/** What went wrong, in the learner's words. */
function sentenceOf(kind: FaultKind, detail: string, limits: SandboxLimits): string {
  switch (kind) {
    case 'threw':
      return `It stopped with “${detail}”.`;
    case 'missing':
      return `There is no function ${detail}: keep “export function ${detail}”.`;
    case 'time':
      return `It did not finish within ${seconds(limits.milliseconds)} and was stopped: is there a loop that never ends?`;
    case 'questions':
      return `It asked ${limits.questions.toLocaleString('en-US')} questions in one call and was stopped: is there a loop that never ends?`;
    case 'memory':
      return `It asked for more than ${Math.round(limits.bytes / 2 ** 20)} MB of memory and was stopped: is there a list that grows without end?`;
    case 'output':
      return `It printed more than ${limits.lines} lines or ${limits.characters.toLocaleString('en-US')} characters and was stopped: is there a print in a long loop?`;
    case 'result':
      return detail === 'large'
        ? `It returned more than ${limits.numbers.toLocaleString('en-US')} numbers.`
        : 'It returned something that is no data, such as a function.';
    default:
      return detail;
  }
}

interface Waiting<T> {
  readonly resolve: (result: T) => void;
  readonly reject: (fault: AnswerFault) => void;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** How a program is followed: its port, how to end it, how much it may use, and who hears what it prints. */
interface SessionOptions extends AnswerEnd {
  readonly code: string;
  readonly limits: SandboxLimits;
  readonly onPrint: (text: string) => void;
}

/** The page's side of one program. */
class Session implements AnswerSession {
  readonly printed: string[] = [];
  readonly #options: SessionOptions;
  readonly #calls = new Map<number, Waiting<CallResult>>();
  readonly #callbacks = new Map<number, (...args: never[]) => unknown>();
  #loading: Waiting<void> | null = null;
  #over: AnswerFault | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastId = 0;
  #questions = 0;
  /** Milliseconds that the call has left, and since when they run. */
  #left = 0;
  #since = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Waits until the program is loaded. */
  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#loading = { resolve, reject };
      const sentence =
        'The sandbox for your code did not start in this browser. Reload the page, or try another browser.';
      this.#timer = setTimeout(
        () => this.#end(new AnswerFault('start', sentence)),
        startMilliseconds,
      );
      this.#options.port.onmessage = ({ data }) => this.#receive(data);
    });
  }

  call(name: string, args: readonly unknown[]): Promise<CallResult> {
    return new Promise((resolve, reject) => {
      if (this.#over) return reject(this.#over);
      const id = ++this.#lastId;
      this.#callbacks.clear();
      this.#questions = 0;
      this.#calls.set(id, { resolve, reject });
      this.#left = this.#options.limits.milliseconds;
      this.#run();
      this.#send({ kind: 'call', id, name, args: args.map((arg) => this.#marked(arg)) });
    });
  }

  close(): void {
    this.#end(new AnswerFault('time', 'It was stopped.'));
  }

  #send(message: ToAnswer): void {
    if (!this.#over) this.#options.port.postMessage(message);
  }

  #faultOf(kind: FaultKind, detail = '', line: number | null = null): AnswerFault {
    return new AnswerFault(kind, sentenceOf(kind, detail, this.#options.limits), line);
  }

  /** Lets the program's time run. */
  #run(): void {
    clearTimeout(this.#timer);
    this.#since = Date.now();
    this.#timer = setTimeout(() => this.#end(this.#faultOf('time')), this.#left);
  }

  /** Stops its time, while it waits for the page or has nothing to do. */
  #rest(): void {
    clearTimeout(this.#timer);
    this.#left -= Date.now() - this.#since;
  }

  #end(fault: AnswerFault): void {
    if (this.#over) return;
    this.#over = fault;
    clearTimeout(this.#timer);
    this.#options.port.onmessage = null;
    this.#options.kill();
    this.#loading?.reject(fault);
    for (const { reject } of this.#calls.values()) reject(fault);
    this.#calls.clear();
  }

  /** A mark in place of a function. */
  #marked(value: unknown): unknown {
    if (typeof value !== 'function') return value;
    const $callback = this.#callbacks.size + 1;
    this.#callbacks.set($callback, value as never);
    return { $callback } satisfies CallbackMark;
  }

  /** Whatever comes was possibly made by a program that means no good: it is data, and wrong data is dropped. */
  #receive(data: unknown): void {
    if (!isRecord(data)) return;
    const message = data as FromAnswer;
    if (message.kind === 'print') this.#print(String(message.text));
    else if (message.kind === 'ready') this.#load();
    else if (message.kind === 'loaded') this.#loaded();
    else if (message.kind === 'ask')
      void this.#answer(message.id, message.callback, listIn(message.args));
    else if (message.kind === 'fault') this.#faulted(message);
    else if (message.kind === 'value') this.#settle(message);
  }

  #load(): void {
    this.#left = this.#options.limits.milliseconds;
    this.#run();
    this.#send({ kind: 'load', code: this.#options.code });
  }

  #loaded(): void {
    this.#rest();
    this.#loading?.resolve();
    this.#loading = null;
  }

  #print(text: string): void {
    if (this.printed.length >= this.#options.limits.lines) return;
    const short = text.slice(0, longestPrint);
    this.printed.push(short);
    this.#options.onPrint(short);
  }

  async #answer(id: number, callback: number, args: readonly unknown[]): Promise<void> {
    this.#rest();
    if (++this.#questions > this.#options.limits.questions) {
      return this.#end(this.#faultOf('questions'));
    }
    try {
      const ask = this.#callbacks.get(callback);
      if (!ask) throw new Error('There is no such function.');
      this.#send({ kind: 'reply', id, value: await ask(...(args as never[])) });
    } catch (error) {
      const failed = error instanceof Error ? error.message : String(error);
      this.#send({ kind: 'reply', id, failed });
    }
    if (!this.#over && this.#calls.size > 0) this.#run();
  }

  #faulted({ id, fault: kind, message, line }: Extract<FromAnswer, { kind: 'fault' }>): void {
    const fault = this.#faultOf(kind, String(message), typeof line === 'number' ? line : null);
    if (id === null || kind === 'memory' || kind === 'output') {
      this.#end(fault);
      return;
    }
    this.#calls.get(id)?.reject(fault);
    this.#calls.delete(id);
    this.#rest();
  }

  #settle({ id, value, changed }: Extract<FromAnswer, { kind: 'value' }>): void {
    this.#calls.get(id)?.resolve({ value, changed: listIn(changed) as readonly number[] });
    this.#calls.delete(id);
    this.#rest();
  }
}

/**
 * Loads a program.
 *
 * @param code plain JavaScript, as `transpile` gives it
 * @throws AnswerFault when the sandbox does not start, or the program throws or does not end while it is loaded
 */
export async function openSession(
  end: AnswerEnd,
  code: string,
  limits: SandboxLimits,
  onPrint: (text: string) => void = () => undefined,
): Promise<AnswerSession> {
  const session = new Session({ ...end, code, limits, onPrint });
  await session.open();
  return session;
}

/** A text that is no program, as a fault. */
export function syntaxFault({ line, message }: SyntaxProblem): AnswerFault {
  return new AnswerFault('syntax', `It cannot be read as a program: ${message}.`, line);
}

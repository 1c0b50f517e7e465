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

interface Waiting {
  readonly resolve: (result: CallResult) => void;
  readonly reject: (fault: AnswerFault) => void;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/**
 * Loads a program.
 *
 * @param code plain JavaScript, as `transpile` gives it
 * @throws AnswerFault when the sandbox does not start, or the program throws or does not end while it is loaded
 */
export async function openSession(
  { port, kill }: AnswerEnd,
  code: string,
  limits: SandboxLimits,
  onPrint: (text: string) => void = () => undefined,
): Promise<AnswerSession> {
  const printed: string[] = [];
  const calls = new Map<number, Waiting>();
  const callbacks = new Map<number, (...args: never[]) => unknown>();
  let lastId = 0;
  let over: AnswerFault | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let loading: {
    readonly resolve: () => void;
    readonly reject: (fault: AnswerFault) => void;
  } | null;

  const send = (message: ToAnswer) => port.postMessage(message);
  const end = (fault: AnswerFault) => {
    if (over) return;
    over = fault;
    clearTimeout(timer);
    port.onmessage = null;
    kill();
    loading?.reject(fault);
    for (const { reject } of calls.values()) reject(fault);
    calls.clear();
  };
  const watch = (milliseconds: number, kind: FaultKind, detail: string) => {
    clearTimeout(timer);
    timer = setTimeout(
      () => end(new AnswerFault(kind, sentenceOf(kind, detail, limits))),
      milliseconds,
    );
  };
  const watchCall = () => watch(limits.milliseconds, 'time', '');
  const rest = () => clearTimeout(timer);

  const answer = async (id: number, callback: number, args: readonly unknown[]) => {
    rest();
    try {
      const ask = callbacks.get(callback);
      if (!ask) throw new Error('There is no such function.');
      const value = await ask(...(args as never[]));
      if (!over) send({ kind: 'reply', id, value });
    } catch (error) {
      const failed = error instanceof Error ? error.message : String(error);
      if (!over) send({ kind: 'reply', id, failed });
    }
    if (!over && calls.size > 0) watchCall();
  };
  const faulted = (id: number | null, kind: FaultKind, message: string, line: number | null) => {
    const fault = new AnswerFault(kind, sentenceOf(kind, message, limits), line);
    if (id === null || kind === 'memory' || kind === 'output') return end(fault);
    calls.get(id)?.reject(fault);
    calls.delete(id);
    rest();
  };
  /** Whatever comes was possibly made by a program that means no good: it is data, and wrong data is dropped. */
  const receive = (data: unknown) => {
    if (!isRecord(data)) return;
    const message = data as FromAnswer;
    if (message.kind === 'print') {
      const text = String(message.text).slice(0, longestPrint);
      if (printed.length >= limits.lines) return;
      printed.push(text);
      onPrint(text);
    } else if (message.kind === 'ready') {
      watchCall();
      send({ kind: 'load', code });
    } else if (message.kind === 'loaded') {
      rest();
      loading?.resolve();
    } else if (message.kind === 'ask') {
      void answer(message.id, message.callback, Array.isArray(message.args) ? message.args : []);
    } else if (message.kind === 'fault') {
      const line = typeof message.line === 'number' ? message.line : null;
      faulted(message.id, message.fault, String(message.message), line);
    } else if (message.kind === 'value') {
      const changed = Array.isArray(message.changed) ? message.changed : [];
      calls.get(message.id)?.resolve({ value: message.value, changed });
      calls.delete(message.id);
      rest();
    }
  };

  await new Promise<void>((resolve, reject) => {
    loading = { resolve, reject };
    watch(
      startMilliseconds,
      'start',
      'The sandbox for your code did not start in this browser. Reload the page, or try another browser.',
    );
    port.onmessage = ({ data }) => receive(data);
  });
  loading = null;

  const marked = (value: unknown): unknown => {
    if (typeof value !== 'function') return value;
    const $callback = callbacks.size + 1;
    callbacks.set($callback, value as never);
    return { $callback } satisfies CallbackMark;
  };
  return {
    printed,
    call: (name, args) =>
      new Promise((resolve, reject) => {
        if (over) return reject(over);
        const id = ++lastId;
        callbacks.clear();
        calls.set(id, { resolve, reject });
        watchCall();
        send({ kind: 'call', id, name, args: args.map(marked) });
      }),
    close: () => end(new AnswerFault('time', 'It was stopped.')),
  };
}

/** A text that is no program, as a fault. */
export function syntaxFault({ line, message }: SyntaxProblem): AnswerFault {
  return new AnswerFault('syntax', `It cannot be read as a program: ${message}.`, line);
}

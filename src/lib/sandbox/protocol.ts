/** What the page and a learner's program say to each other: calls one way, values, prints and questions the other. */

/** Stands in for a function among a call's arguments: calling it asks the page. */
export interface CallbackMark {
  readonly $callback: number;
}

/** What the page sends. */
export type ToAnswer =
  | { readonly kind: 'load'; readonly code: string }
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly name: string;
      /** Plain data; functions are `CallbackMark`s. */
      readonly args: readonly unknown[];
    }
  /** The reply to an `ask`. */
  | {
      readonly kind: 'reply';
      readonly id: number;
      readonly value?: unknown;
      readonly failed?: string;
    };

/** Why a program was stopped, or could not be used. */
export type FaultKind =
  /** The text is no program; `line` says where. */
  | 'syntax'
  /** The program threw. */
  | 'threw'
  /** The function that was asked for is not there. */
  | 'missing'
  /** It did not finish in time. */
  | 'time'
  /** It asked the page without end. */
  | 'questions'
  /** It asked for too much memory. */
  | 'memory'
  /** It printed too much. */
  | 'output'
  /** What it returned is no data, or too much of it. */
  | 'result'
  /** The sandbox itself did not start. */
  | 'start';

/** What a program's side sends. */
export type FromAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'loaded' }
  | {
      readonly kind: 'value';
      readonly id: number;
      readonly value: unknown;
      /** Which arguments the function changed in place. */
      readonly changed: readonly number[];
    }
  | {
      readonly kind: 'fault';
      /** The call that it ended; null while loading. */
      readonly id: number | null;
      readonly fault: FaultKind;
      readonly message: string;
      readonly line: number | null;
    }
  | {
      readonly kind: 'ask';
      readonly id: number;
      readonly callback: number;
      readonly args: readonly unknown[];
    }
  | { readonly kind: 'print'; readonly text: string };

/** What both ends need of a port. */
export interface PortLike {
  postMessage(message: unknown): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
}

/** How much a program may use. */
export interface SandboxLimits {
  /** Milliseconds that one call may run; waiting for the page does not count. */
  readonly milliseconds: number;
  /** Questions that one call may ask of the page. */
  readonly questions: number;
  /** Bytes of arrays that one call may ask for, all together. */
  readonly bytes: number;
  readonly lines: number;
  readonly characters: number;
  /** Numbers in one returned value. */
  readonly numbers: number;
}

/** Plenty for every exercise, and little enough that a laptop does not notice a program that goes wrong. */
export const sandboxLimits: SandboxLimits = {
  milliseconds: 3000,
  questions: 2000,
  bytes: 512 * 2 ** 20,
  lines: 200,
  characters: 20_000,
  numbers: 2_000_000,
};

/** The one error that loading data throws: what kind of failure, and what the reader can do. */

/**
 * Why data did not arrive.
 * - `offline`: no answer from the server at all
 * - `status`: the server answered with an error, such as 404
 * - `truncated`: the download stopped before its end
 * - `checksum`: everything arrived, but not the bytes that were expected
 * - `format`: what arrived is not such data at all (a damaged manifest, a sign-in page)
 * - `aborted`: the caller's signal ended it
 */
export type DataLoadErrorKind =
  | 'offline'
  | 'status'
  | 'truncated'
  | 'checksum'
  | 'format'
  | 'aborted';

/** A data set could not be loaded; `message` is written for the reader of the page. */
export class DataLoadError extends Error {
  readonly kind: DataLoadErrorKind;
  /** The address that failed; empty where no single one did. */
  readonly url: string;

  constructor(kind: DataLoadErrorKind, message: string, url = '', cause?: unknown) {
    super(message, { cause });
    this.name = 'DataLoadError';
    this.kind = kind;
    this.url = url;
  }
}

/** The error for a load that the caller's own signal ended. */
export function abortedError(title: string, url = ''): DataLoadError {
  return new DataLoadError('aborted', `Loading ${title} was cancelled.`, url);
}

/** Throws the `aborted` error if the signal has fired. */
export function throwIfAborted(signal: AbortSignal | undefined, title: string): void {
  if (signal?.aborted) throw abortedError(title);
}

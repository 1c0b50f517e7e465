/** Downloads one file as a stream, with progress, and keeps it only if it arrived whole. */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { abortedError, DataLoadError } from './errors.ts';

/** The part of the Fetch API that loading uses, so that tests can stand in for it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A file to download, and what it must turn out to be. */
export interface ExpectedFile {
  readonly url: string;
  /** What to call it when talking to the reader, such as "Fashion-MNIST". */
  readonly title: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a download needs beside the file's description. */
export interface DownloadContext {
  readonly fetch: Fetch;
  readonly signal?: AbortSignal | undefined;
  /** Called after each piece with the bytes received so far. */
  readonly onBytes?: ((received: number) => void) | undefined;
}

const tryAgain = 'Check the connection and try again.';

function kilobytes(bytes: number): string {
  return String(Math.round(bytes / 1000));
}

function truncatedError(file: ExpectedFile, received: number, cause?: unknown): DataLoadError {
  const message = `The download of ${file.title} stopped after ${kilobytes(received)} of ${kilobytes(file.bytes)} kB. ${tryAgain}`;
  return new DataLoadError('truncated', message, file.url, cause);
}

function checksumError(file: ExpectedFile): DataLoadError {
  const message = `${file.title} arrived damaged: its bytes are not the ones this site prepared. Try again; if it stays so, reload the page.`;
  return new DataLoadError('checksum', message, file.url);
}

function statusError(title: string, url: string, status: number): DataLoadError {
  const advice =
    status === 404 ? 'The file is missing on this site: tell whoever runs it.' : 'Try again later.';
  return new DataLoadError(
    'status',
    `The server answered ${status} instead of sending ${title}. ${advice}`,
    url,
  );
}

function notDataError(title: string, url: string): DataLoadError {
  const message = `A web page arrived instead of ${title}. If this network has a sign-in page, sign in there and try again.`;
  return new DataLoadError('format', message, url);
}

/**
 * Asks for `url`, and returns the response once its headers are in and promise data.
 * @throws DataLoadError: `offline`, `status`, `format` (a web page instead), `aborted`
 */
export async function openResponse(
  url: string,
  title: string,
  { fetch, signal }: DownloadContext,
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, signal ? { signal } : {});
  } catch (cause) {
    if (signal?.aborted) throw abortedError(title, url);
    const message = `${title} could not be fetched, because the server cannot be reached. ${tryAgain}`;
    throw new DataLoadError('offline', message, url, cause);
  }
  const isPage = /^text\/html/i.test(response.headers.get('content-type') ?? '');
  if (response.ok && !isPage) return response;
  await response.body?.cancel().catch(() => undefined);
  throw response.ok ? notDataError(title, url) : statusError(title, url, response.status);
}

/** True if `content` is exactly the expected file. */
export function isExpected(content: Uint8Array, file: ExpectedFile): boolean {
  return content.length === file.bytes && bytesToHex(sha256(content)) === file.sha256;
}

/** Reads a body to its end into one array, hashing on the way. */
async function readBody(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  file: ExpectedFile,
  onBytes: DownloadContext['onBytes'],
  progress: { received: number },
): Promise<Uint8Array<ArrayBuffer>> {
  const content = new Uint8Array(file.bytes);
  const hash = sha256.create();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (progress.received + value.length > file.bytes) throw checksumError(file);
    content.set(value, progress.received);
    hash.update(value);
    progress.received += value.length;
    onBytes?.(progress.received);
  }
  if (progress.received < file.bytes) throw truncatedError(file, progress.received);
  if (bytesToHex(hash.digest()) !== file.sha256) throw checksumError(file);
  return content;
}

/**
 * Downloads one file and checks its length and SHA-256; nothing half-finished is ever returned.
 * @returns the file's bytes
 * @throws DataLoadError of any kind
 */
export async function download(
  file: ExpectedFile,
  context: DownloadContext,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await openResponse(file.url, file.title, context);
  const reader = response.body?.getReader();
  const progress = { received: 0 };
  if (!reader) throw truncatedError(file, 0);
  try {
    return await readBody(reader, file, context.onBytes, progress);
  } catch (cause) {
    await reader.cancel().catch(() => undefined);
    if (context.signal?.aborted) throw abortedError(file.title, file.url);
    if (cause instanceof DataLoadError) throw cause;
    throw truncatedError(file, progress.received, cause);
  }
}

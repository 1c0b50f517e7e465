/** Code in a link: packed into the address after `#`, which no server sees, and unpacked with care: anyone can write a link. */

/** What a link brings. */
export interface SharedCode {
  readonly id: string;
  readonly code: string;
}

const start = '#code=';
/** Longest program that a link may bring, in bytes, and longest packed text, in characters. */
const longestCode = 50_000;
const longestPacked = 60_000;

const packed = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

function unpacked(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** Reads a stream of bytes; null when it is longer than a program may be. */
async function readAll(stream: ReadableStream<Uint8Array>): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > longestCode) {
      await reader.cancel();
      return null;
    }
    parts.push(value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const through = (
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
) =>
  new Blob([bytes]).stream().pipeThrough(transform as ReadableWritablePair<Uint8Array, Uint8Array>);

/**
 * The part of an address from `#` on that brings this code to its exercise.
 *
 * @throws RangeError when the code is too long for a link
 */
export async function hashOf({ id, code }: SharedCode): Promise<string> {
  const bytes = new TextEncoder().encode(code);
  if (bytes.length > longestCode) throw new RangeError('This program is too long for a link.');
  const small = await readAll(through(bytes, new CompressionStream('deflate-raw')));
  return `${start}${id}~${packed(small!)}`;
}

/** Whether an address brings code at all, and for which exercise; its text may still be damaged. */
export function sharedId(hash: string): string | null {
  const found = /^#code=([a-z0-9-]+\/[a-z0-9-]+)~/.exec(hash);
  return found?.[1] ?? null;
}

/** The code that an address brings; null when it is damaged or too long. */
export async function readHash(hash: string): Promise<SharedCode | null> {
  const id = sharedId(hash);
  if (!id || hash.length > longestPacked) return null;
  try {
    const small = unpacked(hash.slice(start.length + id.length + 1));
    const bytes = await readAll(through(small, new DecompressionStream('deflate-raw')));
    if (!bytes) return null;
    const code = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { id, code };
  } catch {
    return null;
  }
}

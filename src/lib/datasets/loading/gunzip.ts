/** Decompresses gzip with the browser's own decompressor. */

import { DataLoadError } from './errors.ts';

/**
 * Decompresses a whole gzip file whose content must have a known length.
 * @throws DataLoadError of kind `format` if it is not gzip, or not of that length
 */
export async function gunzip(
  content: Uint8Array<ArrayBuffer>,
  rawBytes: number,
  title: string,
): Promise<Uint8Array<ArrayBuffer>> {
  let raw: ArrayBuffer;
  try {
    const stream = new Blob([content]).stream().pipeThrough(new DecompressionStream('gzip'));
    raw = await new Response(stream).arrayBuffer();
  } catch (cause) {
    throw new DataLoadError('format', `${title} could not be decompressed.`, '', cause);
  }
  if (raw.byteLength !== rawBytes) {
    const message = `${title} should hold ${rawBytes} bytes, but holds ${raw.byteLength}.`;
    throw new DataLoadError('format', message);
  }
  return new Uint8Array(raw);
}

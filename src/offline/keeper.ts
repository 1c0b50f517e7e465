/** Keeps files in a cache, each checked against its hash, and says which are there. */
import { bytesOf, keyOf, type OfflineFile } from './manifest.ts';

/** The part of `Cache` that is needed. */
export interface FileCache {
  match(key: string): Promise<Response | undefined>;
  put(key: string, response: Response): Promise<void>;
  delete(key: string): Promise<boolean>;
  keys(): Promise<readonly { readonly url: string }[]>;
}

/** What came is not what this version of the course consists of. */
export class OtherVersionError extends Error {
  override readonly name = 'OtherVersionError';
  constructor(path: string) {
    super(
      `“${path || 'the home page'}” is not the file of this version: the course has changed on the server, or the download is damaged. Reload the page and try again.`,
    );
  }
}

/** SHA-256 as hexadecimal text. */
export async function hashOf(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What a keeper works with. */
export interface KeeperOptions {
  /** The site's base address, ending in a slash. */
  readonly base: string;
  readonly cache: FileCache;
  readonly fetch: (url: string) => Promise<Response>;
}

/**
 * Puts a file into the cache if what came is that file.
 *
 * @throws OtherVersionError when it is another
 */
export async function store(
  { base, cache }: KeeperOptions,
  file: OfflineFile,
  response: Response,
): Promise<void> {
  const bytes = await response.arrayBuffer();
  if ((await hashOf(bytes)) !== file.hash) throw new OtherVersionError(file.path);
  const type = response.headers.get('content-type') ?? 'application/octet-stream';
  await cache.put(keyOf(base, file), new Response(bytes, { headers: { 'content-type': type } }));
}

/** Files that are not in the cache. */
export async function missingFiles(
  { base, cache }: KeeperOptions,
  files: readonly OfflineFile[],
): Promise<OfflineFile[]> {
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  return files.filter((file) => !kept.has(keyOf(base, file)));
}

/**
 * Downloads what is missing, a few at a time.
 *
 * @throws OtherVersionError, or an Error that says what could not be loaded; what came before is kept
 */
export async function keepFiles(
  options: KeeperOptions,
  files: readonly OfflineFile[],
  report: (doneBytes: number, totalBytes: number) => void = () => undefined,
): Promise<void> {
  const total = bytesOf(files);
  const missing = await missingFiles(options, files);
  let done = total - bytesOf(missing);
  report(done, total);
  const queue = [...missing];
  const work = async () => {
    for (let file = queue.shift(); file; file = queue.shift()) {
      const response = await options.fetch(options.base + file.path).catch(() => null);
      if (!response?.ok) {
        queue.length = 0;
        throw new Error(
          `“${file.path || 'the home page'}” could not be loaded. Check the connection, then go on: what is there is kept.`,
        );
      }
      await store(options, file, response);
      done += file.bytes;
      report(done, total);
    }
  };
  // What is on its way is kept, also when another file fails.
  const ends = await Promise.allSettled(Array.from({ length: 4 }, work));
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure) throw failure.reason;
}

/** Deletes what no version in the list consists of; other entries, such as the mark, stay. */
export async function dropStale(
  { base, cache }: KeeperOptions,
  files: readonly OfflineFile[],
): Promise<void> {
  const wanted = new Set(files.map((file) => keyOf(base, file)));
  for (const { url } of await cache.keys()) {
    if (url.includes('?kept=') && !wanted.has(url)) await cache.delete(url);
  }
}

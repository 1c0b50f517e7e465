/** Keeps downloaded data in the browser's Cache API, and quietly does without where it fails. */

/** Where downloaded bytes are kept between visits. No method ever throws or rejects. */
export interface DataCache {
  /** The bytes kept under a key, or undefined. */
  read(key: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Keeps bytes under a key, in place of any kept under the same address without its query. */
  write(key: string, content: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Forgets a key. */
  remove(key: string): Promise<void>;
}

/** The name under which all data is kept; the number changes if the format of shards does. */
export const DATA_CACHE_NAME = 'from-noise-data-v1';

/** Runs one cache operation; a failure (private mode, storage full) counts as "not kept". */
async function quietly<T>(operation: () => Promise<T>): Promise<T | undefined> {
  try {
    return await operation();
  } catch {
    return undefined;
  }
}

/** The browser's storage, or undefined where there is none; merely asking may throw. */
function browserStorage(): CacheStorage | undefined {
  try {
    return globalThis.caches;
  } catch {
    return undefined;
  }
}

/**
 * A cache on top of the Cache API.
 * @param storage - the page's `caches`; without it nothing is kept
 */
export function makeDataCache(storage: CacheStorage | undefined = browserStorage()): DataCache {
  const open = () => storage?.open(DATA_CACHE_NAME);
  return {
    read: (key) =>
      quietly(async () => {
        const response = await (await open())?.match(key);
        return response && new Uint8Array(await response.arrayBuffer());
      }),
    async write(key, content) {
      await quietly(async () => (await open())?.delete(key, { ignoreSearch: true }));
      await quietly(async () => (await open())?.put(key, new Response(content)));
    },
    async remove(key) {
      await quietly(async () => (await open())?.delete(key));
    },
  };
}

/** What is kept between visits: used when sound, replaced when damaged, missed by nobody. */

import { describe, expect, test } from 'vitest';
import {
  DATA_CACHE_NAME,
  DataLoadError,
  type Fetch,
  type LoadProgress,
  loadImages,
  makeDataCache,
} from '../../../../src/lib/datasets/index.ts';
import { FakeCacheStorage, makeFileFetch } from '../support.ts';

const shardUrl = '/data/digits-8/test-00.bin';
const manifestUrl = '/data/digits-8/manifest.json';

function setUp() {
  const storage = new FakeCacheStorage();
  const { fetch, requests } = makeFileFetch();
  const cache = makeDataCache(storage.asStorage());
  const load = (onProgress?: (progress: LoadProgress) => void, through: Fetch = fetch) =>
    loadImages({
      id: 'digits-8',
      split: 'test',
      baseUrl: '/data/',
      fetch: through,
      cache,
      onProgress,
    });
  const shardKey = () => [...storage.entries.keys()].find((key) => key.startsWith(shardUrl));
  return { storage, requests, load, shardKey };
}

const offline: Fetch = async () => {
  throw new TypeError('fetch failed');
};

describe('a kept shard', () => {
  test('is kept under its address and hash, and used at the next load', async () => {
    const { storage, requests, load, shardKey } = setUp();
    const first = await load();
    expect(shardKey()).toMatch(/^\/data\/digits-8\/test-00\.bin\?sha256=[0-9a-f]{64}$/);
    expect(new Set(storage.opened)).toEqual(new Set([DATA_CACHE_NAME]));
    expect(await load()).toEqual(first);
    expect(requests.filter((url) => url === shardUrl)).toHaveLength(1);
  });

  test('counts as loaded in the progress', async () => {
    const { load } = setUp();
    await load();
    const seen: LoadProgress[] = [];
    await load((progress) => seen.push(progress));
    expect(seen).toEqual([{ loadedBytes: 9300, totalBytes: 9300 }]);
  });

  test.each([
    [
      'one bit flipped',
      (kept: Uint8Array<ArrayBuffer>) => kept.map((b, i) => (i === 99 ? b ^ 1 : b)),
    ],
    ['half of it', (kept: Uint8Array<ArrayBuffer>) => kept.slice(0, kept.length / 2)],
    ['nothing', () => new Uint8Array(0)],
  ])('with %s is thrown away, fetched again once, and kept sound', async (_, damage) => {
    const { storage, requests, load, shardKey } = setUp();
    const sound = await load();
    const key = shardKey()!;
    const kept = storage.entries.get(key)!;
    storage.entries.set(key, damage(kept));
    expect(await load()).toEqual(sound);
    expect(requests.filter((url) => url === shardUrl)).toHaveLength(2);
    expect(storage.entries.get(key)).toEqual(kept);
  });

  test('that is damaged is removed even if the server cannot be reached', async () => {
    const { storage, load, shardKey } = setUp();
    await load();
    const key = shardKey()!;
    storage.entries.set(key, new Uint8Array(3));
    await expect(load(undefined, offline)).rejects.toMatchObject({ kind: 'offline' });
    expect(storage.entries.has(key)).toBe(false);
  });

  test('of an earlier version gives way to the new one', async () => {
    const { storage, load } = setUp();
    storage.entries.set(`${shardUrl}?sha256=old`, new Uint8Array(9));
    await load();
    expect(storage.entries.has(`${shardUrl}?sha256=old`)).toBe(false);
    expect(storage.entries.size).toBe(2);
  });
});

describe('offline', () => {
  test('what was loaded once loads again, manifest included', async () => {
    const { storage, load } = setUp();
    const first = await load();
    expect(storage.entries.has(manifestUrl)).toBe(true);
    expect(await load(undefined, offline)).toEqual(first);
  });

  test('what was never loaded fails', async () => {
    await expect(setUp().load(undefined, offline)).rejects.toMatchObject({ kind: 'offline' });
  });

  test('a download that fails its check is not kept', async () => {
    const { storage, load, shardKey } = setUp();
    const { fetch } = makeFileFetch();
    const cut: Fetch = async (url, init) => {
      const response = await fetch(url, init);
      return url.endsWith('.bin')
        ? new Response((await response.arrayBuffer()).slice(0, 4000))
        : response;
    };
    await expect(load(undefined, cut)).rejects.toBeInstanceOf(DataLoadError);
    expect(shardKey()).toBeUndefined();
    expect([...storage.entries.keys()]).toEqual([manifestUrl]);
  });
});

describe('without a working cache', () => {
  test.each(['open', 'match', 'put', 'delete'] as const)(
    'loading goes on when %s fails',
    async (method) => {
      const { storage, load } = setUp();
      storage.failing.add(method);
      expect((await load()).count).toBe(359);
      expect((await load()).count).toBe(359);
    },
  );

  test('loading goes on where there is no Cache API, as in Node', async () => {
    expect('caches' in globalThis).toBe(false);
    const { fetch, requests } = makeFileFetch();
    const options = { id: 'digits-8', split: 'test', baseUrl: '/data/', fetch } as const;
    expect((await loadImages(options)).count).toBe(359);
    expect((await loadImages({ ...options, cache: null })).count).toBe(359);
    expect(requests).toHaveLength(4);
  });

  test('loading goes on where merely asking for `caches` throws', async () => {
    const get = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
    Object.defineProperty(globalThis, 'caches', { get, configurable: true });
    try {
      const { fetch } = makeFileFetch();
      const options = { id: 'digits-8', split: 'test', baseUrl: '/data/', fetch } as const;
      expect((await loadImages(options)).count).toBe(359);
    } finally {
      Reflect.deleteProperty(globalThis, 'caches');
    }
  });
});

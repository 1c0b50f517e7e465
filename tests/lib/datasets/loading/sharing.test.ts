/** The same shard asked for several times at once: one download, and nobody spoils it for others. */

import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Fetch, type LoadProgress, loadImages } from '../../../../src/lib/datasets/index.ts';
import { makeFileFetch, publicFile } from '../support.ts';

const gate = () => Promise.withResolvers<void>();

/** A fetch whose shards come in two halves, the second when `open` is called. */
function makeGatedFetch() {
  const { promise, resolve: open } = gate();
  const { fetch: whole, requests } = makeFileFetch();
  let cancelled = 0;
  const fetch: Fetch = async (url, init) => {
    const response = await whole(url, init);
    if (!url.endsWith('.bin')) return response;
    const content = new Uint8Array(await response.arrayBuffer());
    init.signal?.addEventListener('abort', () => cancelled++);
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        init.signal?.addEventListener('abort', () => controller.error(init.signal?.reason));
        controller.enqueue(content.subarray(0, 4000));
        await promise;
        if (init.signal?.aborted) return;
        controller.enqueue(content.subarray(4000));
        controller.close();
      },
    });
    return new Response(body);
  };
  const shardRequests = () => requests.filter((url) => url.endsWith('.bin')).length;
  return { fetch, open, shardRequests, cancelled: () => cancelled };
}

function load(fetch: Fetch, signal?: AbortSignal, onProgress?: (p: LoadProgress) => void) {
  return loadImages({
    id: 'digits-8',
    split: 'test',
    baseUrl: '/data/',
    fetch,
    signal,
    onProgress,
  });
}

/** Resolves when a load has made its first progress. */
function startLoad(fetch: Fetch, signal?: AbortSignal) {
  const { promise: started, resolve } = gate();
  const result = load(fetch, signal, () => resolve());
  return { result, started };
}

describe('two callers at once', () => {
  test('share one download, and get arrays of their own', async () => {
    const { fetch, open, shardRequests } = makeGatedFetch();
    const [one, two] = [startLoad(fetch), startLoad(fetch)];
    await Promise.all([one.started, two.started]);
    open();
    const [first, second] = await Promise.all([one.result, two.result]);
    expect(shardRequests()).toBe(1);
    expect(first).toEqual(second);
    first.images.fill(0);
    expect(second.images.some((value) => value !== 0)).toBe(true);
  });

  test('one that comes late sees at once how far it is', async () => {
    const { fetch, open, shardRequests } = makeGatedFetch();
    const early = startLoad(fetch);
    await early.started;
    const late = startLoad(fetch);
    await late.started;
    expect(shardRequests()).toBe(1);
    open();
    await Promise.all([early.result, late.result]);
  });

  test('the abort of one leaves the other alone', async () => {
    const { fetch, open, shardRequests, cancelled } = makeGatedFetch();
    const controller = new AbortController();
    const leaving = startLoad(fetch, controller.signal);
    const staying = startLoad(fetch);
    await Promise.all([leaving.started, staying.started]);
    controller.abort();
    await expect(leaving.result).rejects.toMatchObject({ kind: 'aborted' });
    expect(cancelled()).toBe(0);
    open();
    expect((await staying.result).count).toBe(359);
    expect(shardRequests()).toBe(1);
  });

  test('when all have aborted the download stops, and a new load starts afresh', async () => {
    const { fetch, open, shardRequests, cancelled } = makeGatedFetch();
    const controller = new AbortController();
    const loads = [startLoad(fetch, controller.signal), startLoad(fetch, controller.signal)];
    await Promise.all(loads.map(({ started }) => started));
    controller.abort();
    for (const { result } of loads) {
      await expect(result).rejects.toMatchObject({ kind: 'aborted' });
    }
    expect(cancelled()).toBe(1);
    open();
    expect((await load(fetch)).count).toBe(359);
    expect(shardRequests()).toBe(2);
  });

  test('both hear of a failure, and a retry fetches again', async () => {
    const { fetch: whole } = makeFileFetch();
    let attempts = 0;
    const fetch: Fetch = async (url, init) => {
      if (!url.endsWith('.bin')) return whole(url, init);
      attempts++;
      if (attempts > 1) return whole(url, init);
      await new Promise((done) => setTimeout(done, 50));
      throw new TypeError('fetch failed');
    };
    const results = await Promise.allSettled([load(fetch), load(fetch)]);
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected']);
    expect(attempts).toBe(1);
    expect((await load(fetch)).count).toBe(359);
    expect(attempts).toBe(2);
  });
});

describe('a shard whose hash is right but whose content is not', () => {
  /** Serves a made-up shard, with a manifest that describes it truthfully but for its content. */
  function serving(shard: Buffer<ArrayBuffer>): Fetch {
    const sha256 = createHash('sha256').update(shard).digest('hex');
    return async (url) => {
      if (url.endsWith('.bin')) return new Response(shard);
      const manifest = JSON.parse((await publicFile(url)).toString());
      Object.assign(manifest.splits.test.shards[0], { bytes: shard.length, sha256 });
      return new Response(JSON.stringify(manifest));
    };
  }

  const raw = (value: number, label: number) =>
    Buffer.concat([Buffer.alloc(359 * 64, value), Buffer.alloc(359, label)]);

  test.each([
    ['is not gzip', Buffer.from('plain text'), 'could not be decompressed'],
    ['is too short', gzipSync(Buffer.alloc(100)), 'should hold 23335 bytes, but holds 100'],
    [
      'has a pixel above the range',
      gzipSync(raw(17, 0)),
      'holds values that its description rules out',
    ],
    [
      'has a label without a class',
      gzipSync(raw(3, 10)),
      'holds values that its description rules out',
    ],
  ])('is refused when it %s', async (_, shard, message) => {
    const result = load(serving(shard));
    await expect(result).rejects.toMatchObject({ kind: 'format' });
    await expect(result).rejects.toThrow(message);
  });

  test('and one that is right loads (so the checks above do check)', async () => {
    expect((await load(serving(gzipSync(raw(8, 9))))).images.every((value) => value === 0)).toBe(
      true,
    );
  });
});

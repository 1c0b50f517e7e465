/** What the tests of the data sets share: the golden fixture, fetching from disk, a fake cache. */

import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Fetch } from '../../../src/lib/datasets/index.ts';

const root = new URL('../../../', import.meta.url);

interface SplitFacts {
  readonly count: number;
  readonly classCounts: number[];
  readonly byteSum: number;
  readonly maximum: number;
  readonly pixelsSha256: string;
  readonly labelsSha256: string;
  readonly firstLabels: number[];
  /** [image, row, column, byte] */
  readonly pixels: [number, number, number, number][];
}

interface Golden {
  readonly datasets: Record<'digits-8' | 'fashion-28', Record<'train' | 'test', SplitFacts>>;
  readonly areaAverage: { sizeIn: number; sizeOut: number; image: number[]; result: number[] }[];
  readonly scikitLearnCurves: Record<'moons' | 'rings' | 'swissRoll', [number, number][]>;
}

/** numpy's and scikit-learn's account, made by scripts/data/prepare.py. */
export const golden: Golden = JSON.parse(
  readFileSync(new URL('tests/fixtures/datasets/golden.json', root), 'utf8'),
);

/** The bytes of a file under public/. */
export function publicFile(path: string): Promise<Buffer<ArrayBuffer>> {
  return readFile(new URL(`public/${path.replace(/^\//, '')}`, root));
}

/** A fetch that reads public/, counts what it is asked for, and knows 404. */
export function makeFileFetch(): { fetch: Fetch; requests: string[] } {
  const requests: string[] = [];
  const fetch: Fetch = async (url, { signal }) => {
    signal?.throwIfAborted();
    requests.push(url);
    try {
      return new Response(await publicFile(url));
    } catch {
      return new Response('not found', { status: 404 });
    }
  };
  return { fetch, requests };
}

const withoutQuery = (key: string) => key.replace(/\?.*/, '');

/** A CacheStorage in memory with the four methods that the loader uses. */
export class FakeCacheStorage {
  readonly entries = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly opened: string[] = [];
  /** Methods that shall fail, as in a full or forbidden storage. */
  readonly failing = new Set<'open' | 'match' | 'put' | 'delete'>();

  #check(method: 'open' | 'match' | 'put' | 'delete') {
    if (this.failing.has(method)) throw new DOMException('Quota', 'QuotaExceededError');
  }

  async open(name: string) {
    this.#check('open');
    this.opened.push(name);
    return {
      match: async (key: string) => {
        this.#check('match');
        const content = this.entries.get(key);
        return content && new Response(content);
      },
      put: async (key: string, response: Response) => {
        this.#check('put');
        this.entries.set(key, new Uint8Array(await response.arrayBuffer()));
      },
      delete: async (key: string, options?: CacheQueryOptions) => {
        this.#check('delete');
        const same = (entry: string) =>
          options?.ignoreSearch ? withoutQuery(entry) === withoutQuery(key) : entry === key;
        const found = [...this.entries.keys()].filter(same);
        for (const entry of found) this.entries.delete(entry);
        return found.length > 0;
      },
    };
  }

  /** As the type that the loader takes. */
  asStorage(): CacheStorage {
    return this as unknown as CacheStorage;
  }
}

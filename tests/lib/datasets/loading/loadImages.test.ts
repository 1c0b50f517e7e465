/** The real shards of public/data, through the loader, against numpy's account of the source. */

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  type ImageDataset,
  type ImageDatasetId,
  imageDatasets,
  type LoadProgress,
  loadImages,
  parseManifest,
} from '../../../../src/lib/datasets/index.ts';
import { golden, makeFileFetch, publicFile } from '../support.ts';

const highest = { 'digits-8': 16, 'fashion-28': 255 } as const;
const baseUrl = '/data/';
const splits = ['train', 'test'] as const;
const stored = ['digits-8', 'fashion-28'] as const;

function load(id: ImageDatasetId, split: 'train' | 'test', limit?: number): Promise<ImageDataset> {
  return loadImages({ id, split, limit, baseUrl, fetch: makeFileFetch().fetch });
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Pixels in [−1, 1] back to stored bytes, and the largest distance from a whole number. */
function toBytes(images: Float32Array, top: number) {
  const bytes = new Uint8Array(images.length);
  let error = 0;
  for (let i = 0; i < images.length; i++) {
    const exact = ((images[i]! + 1) / 2) * top;
    bytes[i] = Math.round(exact);
    error = Math.max(error, Math.abs(exact - bytes[i]!));
  }
  return { bytes, error };
}

function classCounts(labels: Uint8Array): number[] {
  const counts = new Array<number>(10).fill(0);
  for (const label of labels) counts[label]!++;
  return counts;
}

const cases = stored.flatMap((id) => splits.map((split) => ({ id, split })));

describe.each(cases)('$id, $split', ({ id, split }) => {
  const facts = golden.datasets[id][split];

  test('holds exactly the pixels and labels that numpy read from the source', async () => {
    const { images, labels, count } = await load(id, split);
    const { bytes, error } = toBytes(images, highest[id]);
    expect(error).toBeLessThan(3e-5);
    expect(count).toBe(facts.count);
    expect(sha256(bytes)).toBe(facts.pixelsSha256);
    expect(sha256(labels)).toBe(facts.labelsSha256);
    expect(bytes.reduce((sum, byte) => sum + byte, 0)).toBe(facts.byteSum);
  });

  test('has single pixels where numpy has them', async () => {
    const { images, height, width } = await load(id, split);
    const errors = facts.pixels.map(([image, row, column, byte]) => {
      const value = images[(image * height + row) * width + column]!;
      return Math.abs(value - ((2 * byte) / highest[id] - 1));
    });
    expect(errors.length).toBe(40);
    expect(Math.max(...errors)).toBeLessThan(1e-7);
  });

  test('has as many of each class as the registry and numpy say', async () => {
    const { labels, classNames } = await load(id, split);
    expect(classCounts(labels)).toEqual(facts.classCounts);
    expect(Array.from(labels.subarray(0, 20))).toEqual(facts.firstLabels);
    expect(imageDatasets[id].counts[split]).toBe(facts.count);
    expect(classNames).toHaveLength(10);
  });
});

describe('splits', () => {
  test.each(stored)('no image of %s is in both splits, and none twice in one', async (id) => {
    const seen = new Set<string>();
    let total = 0;
    for (const split of splits) {
      const { images, count, height, width } = await load(id, split);
      const { bytes } = toBytes(images, highest[id]);
      total += count;
      for (let i = 0; i < count; i++) {
        const image = bytes.subarray(i * height * width, (i + 1) * height * width);
        seen.add(Buffer.from(image).toString('latin1'));
      }
    }
    expect(seen.size).toBe(total);
  });

  test('digits are split by class: the held-out share of each is 359/1797 within one image', () => {
    const { train, test: heldOut } = golden.datasets['digits-8'];
    for (const [i, count] of heldOut.classCounts.entries()) {
      const exact = ((count + train.classCounts[i]!) * 359) / 1797;
      expect(Math.abs(count - exact)).toBeLessThan(1);
    }
  });

  test('fashion is balanced: each ten in a row hold one of each class', async () => {
    const { labels } = await load('fashion-28', 'train');
    for (let i = 0; i < labels.length; i += 10) {
      expect(new Set(labels.subarray(i, i + 10)).size).toBe(10);
    }
  });
});

describe('fashion-32', () => {
  test('is fashion-28 inside a border of two pixels of −1', async () => {
    const [small, padded] = [await load('fashion-28', 'test'), await load('fashion-32', 'test')];
    expect(padded).toMatchObject({ height: 32, width: 32, count: 2000, id: 'fashion-32' });
    let wrong = 0;
    for (const [i, value] of padded.images.entries()) {
      const x = (i % 32) - 2;
      const y = (Math.floor(i / 32) % 32) - 2;
      const image = Math.floor(i / 1024);
      const inside = x >= 0 && x < 28 && y >= 0 && y < 28;
      if (value !== (inside ? small.images[image * 784 + y * 28 + x]! : -1)) wrong++;
    }
    expect(wrong).toBe(0);
    expect(padded.labels).toEqual(small.labels);
  });
});

describe('limit and progress', () => {
  test('a few garments fetch one shard only', async () => {
    const { fetch, requests } = makeFileFetch();
    const few = await loadImages({ id: 'fashion-28', split: 'train', limit: 30, baseUrl, fetch });
    const all = await load('fashion-28', 'train');
    expect(requests).toEqual(['/data/fashion-28/manifest.json', '/data/fashion-28/train-00.bin']);
    expect(few.images).toEqual(all.images.subarray(0, 30 * 784));
    expect(few.labels).toEqual(all.labels.subarray(0, 30));
  });

  test('a limit across shards takes part of the last', async () => {
    const { fetch, requests } = makeFileFetch();
    const some = await loadImages({ id: 'fashion-28', split: 'test', limit: 1500, baseUrl, fetch });
    expect(some.count).toBe(1500);
    expect(some.images).toHaveLength(1500 * 784);
    expect(requests).toHaveLength(3);
    expect(some.images).toEqual((await load('fashion-28', 'test')).images.subarray(0, 1500 * 784));
  });

  test('a limit above what there is gives what there is', async () => {
    expect((await load('digits-8', 'test', 10_000)).count).toBe(359);
  });

  test.each([0, -1, 1.5, Number.NaN])('limit %s is refused', async (limit) => {
    await expect(load('digits-8', 'test', limit)).rejects.toThrow(
      `limit must be a positive integer, but it is ${limit}.`,
    );
  });

  test('an unknown id is refused by name', async () => {
    const bad = 'cats' as ImageDatasetId;
    await expect(load(bad, 'test')).rejects.toThrow('one of digits-8, fashion-28, fashion-32');
  });

  test('progress rises to the exact sum of the shards and ends there', async () => {
    const seen: LoadProgress[] = [];
    const onProgress = (progress: LoadProgress) => seen.push(progress);
    const { fetch } = makeFileFetch();
    await loadImages({ id: 'fashion-28', split: 'test', baseUrl, fetch, onProgress });
    const loaded = seen.map((progress) => progress.loadedBytes);
    const total = (await publicFile('data/fashion-28/test-00.bin')).length;
    const totalOther = (await publicFile('data/fashion-28/test-01.bin')).length;
    expect(loaded).toEqual([...loaded].sort((a, b) => a - b));
    expect(loaded.at(-1)).toBe(total + totalOther);
    expect(new Set(seen.map((progress) => progress.totalBytes))).toEqual(
      new Set([total + totalOther]),
    );
  });

  test('the base address works with and without its last slash', async () => {
    const { fetch, requests } = makeFileFetch();
    await loadImages({ id: 'digits-8', split: 'test', baseUrl: '/data', fetch });
    expect(requests[0]).toBe('/data/digits-8/manifest.json');
  });
});

describe('what is served', () => {
  test.each(stored)(
    'the manifest of %s agrees with the registry and with its files',
    async (id) => {
      const text = (await publicFile(`data/${id}/manifest.json`)).toString();
      const manifest = parseManifest(JSON.parse(text), id);
      const { licence, source, citation } = imageDatasets[id];
      expect(manifest).toMatchObject({
        id,
        licence,
        source,
        citation,
        valueRange: [0, highest[id]],
      });
      for (const shard of [...manifest.splits.train.shards, ...manifest.splits.test.shards]) {
        const content = await publicFile(`data/${id}/${shard.file}`);
        expect([content.length, sha256(content)]).toEqual([shard.bytes, shard.sha256]);
        expect(content.subarray(4, 8)).toEqual(Buffer.alloc(4));
        expect(shard.bytes).toBeLessThan(460_000);
      }
      const licenceText = (await publicFile(`data/${id}/${manifest.licence.file}`)).toString();
      expect(licenceText).toContain(licence.name === 'MIT' ? 'The MIT License' : 'CC BY 4.0');
    },
  );
});

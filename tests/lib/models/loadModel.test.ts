/** Loading shipped models: the real files, progress, the kept copy, and a sentence for every failure. */
import { beforeEach, describe, expect, test } from 'vitest';
import { DataLoadError, type Fetch, makeDataCache } from '../../../src/lib/datasets/index.ts';
import { type LoadModelOptions, loadModel } from '../../../src/lib/models/loadModel.ts';
import { countParameters } from '../../../src/lib/nets/graph.ts';
import { FakeCacheStorage, makeFileFetch, publicFile } from '../datasets/support.ts';

const files = makeFileFetch();
const load = (options: Partial<LoadModelOptions> = {}) =>
  loadModel({ id: 'digits-8', baseUrl: '/weights/', fetch: files.fetch, cache: null, ...options });

/** A fetch that answers one of the files differently. */
function fetchWith(name: string, answer: () => Response | Promise<Response>): Fetch {
  return async (url, init) => (url.endsWith(name) ? answer() : files.fetch(url, init));
}

async function failure(options: Partial<LoadModelOptions>): Promise<DataLoadError> {
  const error = await load(options).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DataLoadError);
  return error as DataLoadError;
}

beforeEach(() => {
  files.requests.length = 0;
});

describe('loadModel', () => {
  test('gives a denoiser’s manifest, graph and numbers, with progress to the last byte', async () => {
    const told: number[] = [];
    const { manifest, graph, parameters } = await load({
      onProgress: ({ loadedBytes, totalBytes }) => told.push(loadedBytes / totalBytes),
    });
    expect(manifest).toMatchObject({
      id: 'digits-8',
      prediction: 'eps',
      schedule: 'cosine',
      T: 1000,
    });
    expect(countParameters(graph)).toBe(543_409);
    expect([...parameters.keys()].sort()).toEqual(graph.parameters.map(({ name }) => name).sort());
    expect(told.at(-1)).toBe(1);
  });

  test('gives a classifier', async () => {
    const { manifest, graph } = await load({ id: 'digits-8-classifier' });
    expect(manifest).toMatchObject({ prediction: null, schedule: null, T: null, data: 'digits-8' });
    expect(graph.name).toBe('classifier');
  });

  test('fetches the weights once, and goes on offline', async () => {
    const storage = new FakeCacheStorage();
    const cache = makeDataCache(storage.asStorage());
    await load({ cache });
    await load({ cache });
    expect(files.requests.filter((url) => url.endsWith('.safetensors'))).toHaveLength(1);
    const offline: Fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    expect((await load({ cache, fetch: offline })).manifest.id).toBe('digits-8');
  });
});

describe('a failure is a sentence', () => {
  test('when the server cannot be reached or has no such model', async () => {
    const offline = await failure({
      fetch: () => Promise.reject(new TypeError('Failed to fetch')),
    });
    expect(offline.kind).toBe('offline');
    expect(offline.message).toBe(
      'Model “digits-8” could not be fetched, because the server cannot be reached. Check the connection and try again.',
    );
    const missing = await failure({ id: 'digits-9' });
    expect(missing.kind).toBe('status');
    expect(missing.message).toBe(
      'The server answered 404 instead of sending Model “digits-9”. The file is missing on this site: tell whoever runs it.',
    );
  });

  test('when the bytes are not the ones that were shipped', async () => {
    const flipped = await publicFile('/weights/digits-8/model.safetensors');
    flipped[flipped.length - 1]! ^= 1;
    const damaged = await failure({
      fetch: fetchWith('.safetensors', () => new Response(flipped)),
    });
    expect(damaged.kind).toBe('checksum');
    const cut = new Response(flipped.subarray(0, 5000));
    const short = await failure({ fetch: fetchWith('.safetensors', () => cut) });
    expect(short.kind).toBe('truncated');
    expect(short.message).toMatch(/stopped after 5 of 1094 kB/);
  });

  test('when the manifest is damaged, and which part of it', async () => {
    const text = String(await publicFile('/weights/digits-8/manifest.json'));
    const message = async (change: (manifest: Record<string, never>) => unknown) => {
      const manifest = JSON.parse(text);
      change(manifest);
      const answer = () => new Response(JSON.stringify(manifest));
      const { kind, message: words } = await failure({ fetch: fetchWith('manifest.json', answer) });
      expect(kind).toBe('format');
      return words;
    };
    const set = (path: string, value: unknown) => (manifest: Record<string, never>) => {
      const keys = path.split('.');
      const last = keys.pop()!;
      const place = keys.reduce((part: Record<string, never>, key) => part[key]!, manifest);
      Object.assign(place, { [last]: value });
    };
    expect(await message(set('architecture.kind', 'vit'))).toMatch(/must be unet or classifier/);
    expect(await message(set('architecture.base', 12))).toMatch(
      /base must be a positive multiple of 8/,
    );
    expect(await message(set('architecture.size', '8'))).toMatch(
      /architecture.size must be a whole/,
    );
    expect(await message(set('weights.file', '../secret'))).toMatch(/weights.file must be a plain/);
    expect(await message(set('weights.sha256', 'abc'))).toMatch(/64 hexadecimal digits/);
    expect(await message(set('weights.bytes', -1))).toMatch(/weights.bytes must be a length/);
    expect(await message(set('prediction', 'noise'))).toMatch(/prediction must be eps, x0 or v/);
    expect(await message(set('training.T', 0))).toMatch(/training.T must be a whole number/);
    expect(await message(set('training.schedule', 3))).toMatch(/training.schedule must be a text/);
    expect(await message(set('id', 7))).toMatch(/id and data must be texts/);
  });

  test('when the file fits its checksum but not its network', async () => {
    const manifest = JSON.parse(String(await publicFile('/weights/digits-8/manifest.json')));
    manifest.architecture.classes = 9;
    const answer = () => new Response(JSON.stringify(manifest));
    const { kind, message } = await failure({ fetch: fetchWith('manifest.json', answer) });
    expect(kind).toBe('format');
    expect(message).toBe(
      'Model “digits-8” does not fit its description. Tensor "class_embedding.weight" has the shape [11,64]; expected [10,64]. Tell whoever runs this site.',
    );
  });

  test('when the reader cancels', async () => {
    expect((await failure({ signal: AbortSignal.abort() })).kind).toBe('aborted');
  });
});

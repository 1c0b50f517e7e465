/** Keeping files: each checked against its hash, what is there not loaded again, what failed told, nothing foreign kept. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listFiles } from '../../../src/offline/integration.ts';
import {
  dropStale,
  type FileCache,
  hashOf,
  keepFiles,
  missingFiles,
  OtherVersionError,
} from '../../../src/offline/keeper.ts';
import { bytesOf, isCore, type OfflineFile } from '../../../src/offline/manifest.ts';

const base = 'https://course.example/';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function setUp(texts: Record<string, string>) {
  const entries = new Map<string, Response>();
  const requests: string[] = [];
  const cache: FileCache = {
    match: async (key) => entries.get(key)?.clone(),
    put: async (key, response) => void entries.set(key, response),
    delete: async (key) => entries.delete(key),
    keys: async () => [...entries.keys()].map((url) => ({ url })),
  };
  const fetch = async (url: string) => {
    requests.push(url.slice(base.length));
    const text = texts[url.slice(base.length)];
    if (text === undefined) return new Response('', { status: 404 });
    if (text === 'offline') throw new TypeError('Failed to fetch');
    return new Response(text, { headers: { 'content-type': 'text/plain' } });
  };
  return { options: { base, cache, fetch }, entries, requests };
}

const fileOf = (path: string, text: string): OfflineFile => ({
  path,
  hash: sha256(text),
  bytes: text.length,
});

test('the hash is SHA-256, as Node computes it', async () => {
  expect(await hashOf(new TextEncoder().encode('From Noise'))).toBe(sha256('From Noise'));
});

test('loads what is missing, tells how far it is, and loads nothing twice', async () => {
  const { options, requests, entries } = setUp({ '': 'home', 'a.js': 'script', 'b/': 'page' });
  const files = [fileOf('', 'home'), fileOf('a.js', 'script'), fileOf('b/', 'page')];
  const told: number[] = [];
  await keepFiles(options, files, (done, total) => {
    told.push(done);
    expect(total).toBe(bytesOf(files));
  });
  expect(told.at(0)).toBe(0);
  expect(told.at(-1)).toBe(14);
  expect(requests.sort()).toEqual(['', 'a.js', 'b/']);
  const kept = [...entries.values()][0]!;
  expect(kept.headers.get('content-type')).toBe('text/plain');
  await keepFiles(options, files);
  expect(requests).toHaveLength(3);
  expect(await missingFiles(options, files)).toEqual([]);
});

test('a file of another version is not kept, and told', async () => {
  const { options, entries } = setUp({ 'a.js': 'newer' });
  await expect(keepFiles(options, [fileOf('a.js', 'older')])).rejects.toThrow(OtherVersionError);
  expect(entries.size).toBe(0);
});

test('what fails is told by name; what came before stays, and is not loaded again', async () => {
  const texts: Record<string, string> = { a: 'one', b: 'offline' };
  const { options, requests } = setUp(texts);
  const files = [fileOf('a', 'one'), fileOf('b', 'two'), fileOf('c', 'three')];
  await expect(keepFiles(options, files)).rejects.toThrow(/“[bc]” could not be loaded/);
  Object.assign(texts, { b: 'two', c: 'three' });
  await keepFiles(options, files);
  expect(requests.filter((path) => path === 'a')).toHaveLength(1);
});

test('only what no version needs is dropped, and marks stay', async () => {
  const { options, entries } = setUp({ a: 'one', b: 'two' });
  await keepFiles(options, [fileOf('a', 'one'), fileOf('b', 'two')]);
  entries.set(`${base}__kept`, new Response('all'));
  await dropStale(options, [fileOf('a', 'one')]);
  expect([...entries.keys()]).toEqual([`${base}a?kept=${sha256('one')}`, `${base}__kept`]);
});

test('a built folder is listed by addresses, the same every time, without what nobody needs offline', () => {
  const folder = mkdtempSync(join(tmpdir(), 'offline-'));
  const texts = {
    'index.html': 'home',
    'lessons/x/index.html': 'lesson',
    '_astro/a.js': 'script',
    'data/d/train.bin': 'data',
    'stills/a.png': 'still',
    'sw.js': 'worker',
    'sitemap-0.xml': 'map',
  };
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { files, version } = listFiles(folder);
  expect(files.map(({ path }) => path)).toEqual([
    '_astro/a.js',
    'data/d/train.bin',
    '',
    'lessons/x/',
  ]);
  expect(files[3]).toEqual(fileOf('lessons/x/', 'lesson'));
  expect(files.filter(isCore)).toHaveLength(3);
  expect(listFiles(folder).version).toBe(version);
  writeFileSync(join(folder, 'index.html'), 'changed');
  expect(listFiles(folder).version).not.toBe(version);
  rmSync(folder, { recursive: true });
});

/** A damaged manifest is refused with the name of the wrong field. */

import { describe, expect, test } from 'vitest';
import { DataLoadError, parseManifest } from '../../../../src/lib/datasets/index.ts';
import { publicFile } from '../support.ts';

const original = JSON.parse((await publicFile('data/digits-8/manifest.json')).toString());

/** The real manifest with one value replaced; undefined takes the field away. */
function changed(path: string, value: unknown): unknown {
  const copy = structuredClone(original);
  const keys = path.split('.');
  const last = keys.pop()!;
  const parent = keys.reduce((at, key) => at[key], copy);
  parent[last] = value;
  return JSON.parse(JSON.stringify(copy));
}

function leaves(value: unknown, path: string[] = []): string[] {
  if (typeof value !== 'object' || value === null) return [path.join('.')];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

const printed = (path: string) => `manifest.${path.replace(/\.(\d+)/g, '[$1]')}`;

describe('parseManifest', () => {
  test('accepts the real one, and returns all of it', () => {
    expect(parseManifest(original, 'here')).toEqual(original);
  });

  test.each(leaves(original))('notices that %s is missing or of another type', (path) => {
    for (const value of [undefined, null, [], { a: 1 }, true]) {
      const damaged = changed(path, value);
      expect(() => parseManifest(damaged, '/m.json')).toThrow(`${printed(path)} must be`);
    }
  });

  test.each([
    ['splits.train.shards.0.sha256', 'ABC', '64 hexadecimal digits'],
    ['splits.train.shards.0.file', '../secret.bin', 'a plain file name'],
    ['splits.train.shards.0.file', 'train-00.bin.gz', 'a plain file name'],
    ['splits.train.shards.0.bytes', -1, 'a whole number from 1'],
    ['splits.train.shards.0.rawBytes', 93471, 'count * (height * width + 1) = 93470'],
    ['splits.train.count', 1437, "the sum of its shards' counts, 1438"],
    ['splits.train.shards', [], 'a list with entries'],
    ['valueRange', [0, 16, 32], 'two numbers'],
    ['valueRange.1', 256, 'a whole number from 1 to 255'],
    ['version', 2, 'must be 1'],
    ['encoding.filter', 'paeth', 'must be "none"'],
    ['licence.link', 'javascript:alert(1)', 'a link that starts https://'],
  ])('%s = %j is refused: %s', (path, value, expected) => {
    expect(() => parseManifest(changed(path, value), '/m.json')).toThrow(expected);
  });

  test.each([null, 7, 'text', [], undefined])('%j is no manifest at all', (json) => {
    const parse = () => parseManifest(json, '/m.json');
    expect(parse).toThrow(DataLoadError);
    expect(parse).toThrow('The data description /m.json is damaged: manifest must be an object.');
  });
});

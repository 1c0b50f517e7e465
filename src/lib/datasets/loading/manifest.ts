/** The manifest of an image data set: its type, and the check that a file is one. */

import { DataLoadError } from './errors.ts';

/** One downloadable piece of a split. */
export interface ShardEntry {
  /** File name, in the manifest's own folder. */
  readonly file: string;
  /** Number of images in it. */
  readonly count: number;
  /** Size as downloaded. */
  readonly bytes: number;
  /** Size after decompression: count * height * width pixels and count labels. */
  readonly rawBytes: number;
  /** SHA-256 of the downloaded bytes, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** One split, in the order in which its images are served. */
export interface SplitEntry {
  readonly count: number;
  readonly shards: readonly ShardEntry[];
}

/** Everything manifest.json says; written by scripts/data/prepare.py. */
export interface ImageManifest {
  readonly format: 'from-noise-images';
  readonly version: 1;
  readonly id: string;
  readonly title: string;
  readonly classNames: readonly string[];
  readonly shape: { readonly height: number; readonly width: number; readonly channels: 1 };
  /** The smallest and the largest stored byte; they become −1 and 1. */
  readonly valueRange: readonly [number, number];
  readonly encoding: {
    readonly compression: 'gzip';
    readonly filter: 'none';
    readonly layout: string;
  };
  readonly splits: { readonly train: SplitEntry; readonly test: SplitEntry };
  readonly licence: { readonly name: string; readonly link: string; readonly file: string };
  readonly source: { readonly title: string; readonly link: string };
  readonly citation: string;
  readonly prepared: { readonly command: string; readonly changes: string };
}

/** Reads fields of parsed JSON, and says where in the manifest something is wrong. */
class Field {
  readonly value: unknown;
  readonly path: string;
  readonly url: string;

  constructor(value: unknown, path: string, url: string) {
    this.value = value;
    this.path = path;
    this.url = url;
  }

  fail(expected: string): never {
    const message = `The data description ${this.url} is damaged: ${this.path} must be ${expected}. Reload the page; if it happens again, tell whoever runs this site.`;
    throw new DataLoadError('format', message, this.url);
  }

  at(key: string): Field {
    const { value } = this;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) this.fail('an object');
    return new Field((value as Record<string, unknown>)[key], `${this.path}.${key}`, this.url);
  }

  items(): Field[] {
    if (!Array.isArray(this.value) || this.value.length === 0) this.fail('a list with entries');
    const list: unknown[] = this.value;
    return list.map((item, i) => new Field(item, `${this.path}[${i}]`, this.url));
  }

  text(): string {
    if (typeof this.value !== 'string' || this.value === '') this.fail('a text');
    return this.value;
  }

  exactly<const V extends string | number>(expected: V): V {
    if (this.value !== expected) this.fail(JSON.stringify(expected));
    return expected;
  }

  integer(minimum: number, maximum = Number.MAX_SAFE_INTEGER): number {
    const { value } = this;
    if (!Number.isInteger(value) || (value as number) < minimum || (value as number) > maximum) {
      this.fail(
        `a whole number from ${minimum}${maximum < Number.MAX_SAFE_INTEGER ? ` to ${maximum}` : ''}`,
      );
    }
    return value as number;
  }

  matching(pattern: RegExp, expected: string): string {
    if (typeof this.value !== 'string' || !pattern.test(this.value)) this.fail(expected);
    return this.value;
  }
}

function readShard(field: Field, pixels: number): ShardEntry {
  const count = field.at('count').integer(1);
  const rawBytes = field.at('rawBytes');
  if (rawBytes.integer(1) !== count * (pixels + 1)) {
    rawBytes.fail(`count * (height * width + 1) = ${count * (pixels + 1)}`);
  }
  return {
    file: field.at('file').matching(/^[\w-]+\.bin$/, 'a plain file name that ends in .bin'),
    count,
    bytes: field.at('bytes').integer(1),
    rawBytes: count * (pixels + 1),
    sha256: field.at('sha256').matching(/^[0-9a-f]{64}$/, '64 hexadecimal digits'),
  };
}

function readSplit(field: Field, pixels: number): SplitEntry {
  const shards = field
    .at('shards')
    .items()
    .map((shard) => readShard(shard, pixels));
  const count = field.at('count');
  const sum = shards.reduce((total, shard) => total + shard.count, 0);
  if (count.integer(1) !== sum) count.fail(`the sum of its shards' counts, ${sum}`);
  return { count: sum, shards };
}

function readClassNames(field: Field): string[] {
  const items = field.items();
  if (items.length > 256) field.fail('a list of at most 256 names');
  return items.map((item) => item.text());
}

function readValueRange(field: Field): [number, number] {
  const [low, high, ...rest] = field.items();
  if (low === undefined || high === undefined || rest.length > 0) return field.fail('two numbers');
  const lowest = low.integer(0, 254);
  return [lowest, high.integer(lowest + 1, 255)];
}

/** The fields that only describe: titles, licence, source, preparation. */
function readDescription(root: Field) {
  const licence = root.at('licence');
  const source = root.at('source');
  const prepared = root.at('prepared');
  const link = (field: Field) => field.matching(/^https:\/\/\S+$/, 'a link that starts https://');
  return {
    title: root.at('title').text(),
    licence: {
      name: licence.at('name').text(),
      link: link(licence.at('link')),
      file: licence.at('file').text(),
    },
    source: { title: source.at('title').text(), link: link(source.at('link')) },
    citation: root.at('citation').text(),
    prepared: {
      command: prepared.at('command').text(),
      changes: prepared.at('changes').text(),
    },
  };
}

function readEncoding(field: Field): ImageManifest['encoding'] {
  return {
    compression: field.at('compression').exactly('gzip'),
    filter: field.at('filter').exactly('none'),
    layout: field.at('layout').text(),
  };
}

function readShape(field: Field): ImageManifest['shape'] {
  return {
    height: field.at('height').integer(1, 1024),
    width: field.at('width').integer(1, 1024),
    channels: field.at('channels').exactly(1),
  };
}

/**
 * Checks every field of a parsed manifest.json.
 * @param json - what JSON.parse returned
 * @param url - where it came from, for the message
 * @returns the manifest, typed; unknown fields are left out
 * @throws DataLoadError of kind `format`, naming the first wrong field
 */
export function parseManifest(json: unknown, url: string): ImageManifest {
  const root = new Field(json, 'manifest', url);
  const format = root.at('format').exactly('from-noise-images');
  const version = root.at('version').exactly(1);
  const shape = readShape(root.at('shape'));
  const pixels = shape.height * shape.width;
  const splits = root.at('splits');
  return {
    format,
    version,
    id: root.at('id').text(),
    classNames: readClassNames(root.at('classNames')),
    shape,
    valueRange: readValueRange(root.at('valueRange')),
    encoding: readEncoding(root.at('encoding')),
    splits: {
      train: readSplit(splits.at('train'), pixels),
      test: readSplit(splits.at('test'), pixels),
    },
    ...readDescription(root),
  };
}

/** The shipped weights: each file is what its manifest says, fits its network's graph, and meets its bars. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type ClassifierSettings, classifier } from '../../src/lib/nets/classifier.ts';
import { countParameters, type Graph } from '../../src/lib/nets/graph.ts';
import { checkParameters, readSafetensors } from '../../src/lib/nets/safetensors.ts';
import { type UNetSettings, unet } from '../../src/lib/nets/unet.ts';

type Architecture =
  | ({ readonly kind: 'unet' } & UNetSettings)
  | ({ readonly kind: 'classifier' } & ClassifierSettings);

interface Manifest {
  readonly id: string;
  readonly architecture: Architecture;
  readonly weights: {
    readonly file: string;
    readonly parameters: number;
    readonly bytes: number;
    readonly sha256: string;
  };
  readonly training: { readonly command: string; readonly seed: number };
  readonly licence: { readonly name: string };
  readonly measured: Readonly<Record<string, number | string>>;
}

/** What a shipped denoiser must reach, and the most that it may weigh. */
const bars: Readonly<Record<string, { accuracy: number; bytes: number }>> = {
  'digits-8': { accuracy: 0.98, bytes: 1_500_000 },
  'fashion-32': { accuracy: 0.9, bytes: 6_000_000 },
};

/** The least accuracy on held-out images, by what the manifest calls it. */
const leastAccuracy: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'digits-8-classifier': { accuracy: 0.97 },
  'fashion-32-classifier': { accuracy: 0.9 },
  'digits-8-noisy-classifier': { accuracyAtT0: 0.97, accuracyAtT250: 0.95, accuracyAtT500: 0.7 },
  'fashion-32-noisy-classifier': { accuracyAtT0: 0.8, accuracyAtT250: 0.8, accuracyAtT500: 0.7 },
};

const ids = readdirSync('public/weights');
const manifestOf = (id: string) =>
  JSON.parse(readFileSync(`public/weights/${id}/manifest.json`, 'utf8')) as Manifest;

function graphOf({ architecture }: Manifest): Graph {
  return architecture.kind === 'unet' ? unet(architecture) : classifier(architecture);
}

describe.each(ids)('%s', (id) => {
  const manifest = manifestOf(id);
  const bytes = readFileSync(`public/weights/${id}/${manifest.weights.file}`);

  test('is the file that its manifest names', () => {
    expect(manifest.id).toBe(id);
    expect(bytes.length).toBe(manifest.weights.bytes);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(manifest.weights.sha256);
    expect(manifest.licence.name).toBe('MIT');
    expect(manifest.training.command).toMatch(/^python3 training\/\w+\.py /);
  });

  test('holds exactly its network’s parameters, all of them finite', () => {
    const { tensors } = readSafetensors(bytes);
    checkParameters(tensors, graphOf(manifest).parameters);
    expect(manifest.weights.parameters).toBe(countParameters(graphOf(manifest)));
    for (const [name, { values }] of tensors) {
      expect(values.every(Number.isFinite), name).toBe(true);
    }
  });
});

test('every network that is promised is shipped', () => {
  expect(ids.toSorted()).toEqual([...Object.keys(bars), ...Object.keys(leastAccuracy)].toSorted());
});

const number = (manifest: Manifest, key: string): number => {
  const value = manifest.measured[key];
  expect(value, `${manifest.id}: measured.${key}`).toBeTypeOf('number');
  return Number(value);
};

describe.each(Object.entries(bars))('%s, as measured when it was shipped', (id, bar) => {
  test('meets its bars', () => {
    const manifest = manifestOf(id);
    expect(manifest.weights.bytes).toBeLessThanOrEqual(bar.bytes);
    expect(number(manifest, 'accuracyAtGuidance3')).toBeGreaterThanOrEqual(bar.accuracy);
    expect(manifest.measured['steps']).toBe(25);
  });

  test('is told beside real images: Fréchet distance, and likeness to training images', () => {
    const manifest = manifestOf(id);
    expect(number(manifest, 'frechetAtGuidance1')).toBeGreaterThan(0);
    expect(number(manifest, 'frechetOfTrainingImages')).toBeGreaterThan(0);
    const closest = number(manifest, 'nearestTrainingPercentile1OfHeldOut');
    expect(number(manifest, 'nearestTrainingMedianOfHeldOut')).toBeGreaterThan(closest);
    expect(number(manifest, 'nearestTrainingMedian')).toBeGreaterThan(closest);
    expect(number(manifest, 'shareCloserThanPercentile1')).toBeLessThan(0.05);
  });
});

test.each(Object.entries(leastAccuracy))('%s reads held-out images', (id, least) => {
  const manifest = manifestOf(id);
  expect(manifest.weights.bytes).toBeLessThanOrEqual(500_000);
  for (const [key, accuracy] of Object.entries(least)) {
    expect(number(manifest, key), key).toBeGreaterThanOrEqual(accuracy);
  }
});

/** The figures of a manifest as docs/models.md must show them. */
function shown({ weights, measured }: Manifest): string[] {
  const percent = (key: string) => `${(100 * Number(measured[key])).toFixed(1)} %`;
  const fixed = (key: string, digits: number) => Number(measured[key]).toFixed(digits);
  return [
    weights.parameters.toLocaleString('en'),
    weights.bytes.toLocaleString('en'),
    ...Object.keys(measured).flatMap((key) => {
      if (/^(accuracy|exactPosterior|share)/.test(key)) return [percent(key)];
      if (key.startsWith('frechet')) return [fixed(key, 3)];
      return key.startsWith('nearest') ? [fixed(key, 2)] : [];
    }),
  ];
}

test.each(ids)('docs/models.md tells what the manifest of %s tells', (id) => {
  const rows = readFileSync('docs/models.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(`| \`${id}\` |`));
  const cells = rows.flatMap((row) => row.split(/[|()]/).map((cell) => cell.trim()));
  for (const figure of shown(manifestOf(id))) expect(cells).toContain(figure);
});

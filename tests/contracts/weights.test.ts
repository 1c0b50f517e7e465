/** The shipped weights: each file is what its manifest says, fits its network's graph, and meets its bars. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type ClassifierSettings, classifier } from '../../src/lib/nets/classifier.ts';
import type { Graph } from '../../src/lib/nets/graph.ts';
import { checkParameters, readSafetensors } from '../../src/lib/nets/safetensors.ts';
import { type UNetSettings, unet } from '../../src/lib/nets/unet.ts';

type Architecture =
  | ({ readonly kind: 'unet' } & UNetSettings)
  | ({ readonly kind: 'classifier' } & ClassifierSettings);

interface Manifest {
  readonly id: string;
  readonly architecture: Architecture;
  readonly weights: { readonly file: string; readonly bytes: number; readonly sha256: string };
  readonly training: { readonly command: string; readonly seed: number };
  readonly licence: { readonly name: string };
  readonly measured: Readonly<Record<string, number | string>>;
}

/** What a shipped denoiser must reach, and the most that it may weigh. */
const bars: Readonly<Record<string, { accuracy: number; bytes: number }>> = {
  'digits-8': { accuracy: 0.98, bytes: 1_500_000 },
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
    for (const [name, { values }] of tensors) {
      expect(values.every(Number.isFinite), name).toBe(true);
    }
  });
});

test.each(Object.entries(bars))('%s meets its bars, as measured when it was shipped', (id, bar) => {
  const { measured, weights } = manifestOf(id);
  expect(weights.bytes).toBeLessThanOrEqual(bar.bytes);
  expect(measured['accuracyAtGuidance3']).toBeGreaterThanOrEqual(bar.accuracy);
  expect(measured['frechetAtGuidance1']).toBeGreaterThan(0);
});

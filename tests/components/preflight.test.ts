/** What the page before class makes of its measurements. */
import { expect, test } from 'vitest';
import {
  backendFinding,
  bytesWords,
  durationWords,
  type Finding,
  keptFinding,
  memoryFinding,
  overall,
  samplingFinding,
  storageFinding,
  trainingFinding,
} from '../../src/components/preflight/verdicts.ts';
import type { BackendInfo } from '../../src/lib/compute/protocol.ts';

const backend = (change: Partial<BackendInfo>): BackendInfo =>
  ({ name: 'webgpu', adapter: 'acme', software: false, trains: true, ...change }) as BackendInfo;

test('every finding that is not good says what to do', () => {
  const all: Finding[] = [
    backendFinding(backend({})),
    backendFinding(backend({ software: true })),
    backendFinding(backend({ name: 'webgl' })),
    backendFinding(backend({ name: 'wasm', trains: false })),
    memoryFinding(8),
    memoryFinding(2),
    memoryFinding(undefined),
    storageFinding(null, 0),
    storageFinding({ usage: 0, quota: 1e9, persisted: true }, 1e7),
    storageFinding({ usage: 0, quota: 1e9, persisted: false }, 1e7),
    storageFinding({ usage: 9e6, quota: 1e7, persisted: true }, 1e7),
    keptFinding('No https.'),
    trainingFinding(100, 8),
    trainingFinding(1000, 8),
    trainingFinding(9000, 8),
    samplingFinding(10, 10),
    samplingFinding(1000, 10),
    samplingFinding(5000, 10),
  ];
  for (const { standing, says, advice } of all) {
    expect(advice === '', says).toBe(standing === 'good');
    expect(says).toMatch(/\.$/);
  }
  expect(
    all.map(({ standing }) => standing).filter((standing) => standing === 'good'),
  ).toHaveLength(5);
});

test('numbers are told', () => {
  expect(backendFinding(backend({})).says).toBe('WebGPU on a graphics card (acme).');
  expect(storageFinding({ usage: 9e6, quota: 1e7, persisted: true }, 1.5e7)).toMatchObject({
    standing: 'bad',
    says: '1.0 MB free, 9.0 MB used by the course.',
    advice: expect.stringContaining('15.0 MB'),
  });
  const state = { version: 'v', totalBytes: 2e7, wanted: false };
  const missing = [
    { path: 'weights/a/model.safetensors', hash: '', bytes: 1e6 },
    { path: 'data/d/x', hash: '', bytes: 1e6 },
    { path: 'data/d/y', hash: '', bytes: 1e6 },
  ];
  expect(keptFinding({ ...state, missingBytes: 3e6, missingMaterial: missing }).says).toBe(
    '17.0 MB of 20.0 MB. Not there yet: 1 networks and 2 files of data among them.',
  );
  expect(keptFinding({ ...state, missingBytes: 0, missingMaterial: [] }).standing).toBe('good');
  expect([999, 2.5e6, 3e9].map(bytesWords)).toEqual(['1 kB', '2.5 MB', '3.0 GB']);
  expect([1.23, 45.6, 2500].map(durationWords)).toEqual([
    '1.2 milliseconds',
    '46 milliseconds',
    '2.5 seconds',
  ]);
});

test('the sum of it', () => {
  const finding = (standing: Finding['standing']): Finding => ({ standing, says: '', advice: '' });
  expect(overall([finding('good'), null])).toBe('Looking at this machine.');
  expect(overall([finding('good'), finding('good')])).toBe('Ready.');
  expect(overall([finding('good'), finding('mind')])).toBe('Ready, with 1 of 2 to mind.');
  expect(overall([finding('bad'), finding('mind')])).toBe('Not ready: 1 of 2 need your attention.');
});

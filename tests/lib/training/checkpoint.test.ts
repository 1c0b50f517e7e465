/** Checkpoint files: there and back without a bit lost, and a clear sentence for every file that is none. */
import { describe, expect, test } from 'vitest';
import { fork, sampleNormals } from '../../../src/lib/diffusion/index.ts';
import type { Parameters } from '../../../src/lib/engines/engine.ts';
import {
  checkParameters,
  type NamedTensor,
  readSafetensors,
  writeSafetensors,
} from '../../../src/lib/nets/safetensors.ts';
import {
  type Checkpoint,
  CheckpointError,
  readCheckpoint,
  writeCheckpoint,
  writeWeights,
} from '../../../src/lib/training/checkpoint.ts';
import { emptyLossHistory, makeLossGatherer } from '../../../src/lib/training/lossHistory.ts';
import { initialParameters, networkOf } from '../../../src/lib/training/network.ts';
import type { TrainingSettings } from '../../../src/lib/training/settings.ts';
import { thrownBy } from '../diffusion/closeness.ts';
import { smallSettings } from './support.ts';

function noisy(settings: TrainingSettings, label: string): Parameters {
  return new Map(
    [...initialParameters(networkOf(settings), 1)].map(([name, { shape, values }]) => [
      name,
      { shape, values: sampleNormals(fork(label, name), values.length) },
    ]),
  );
}

function makeCheckpoint(settings = smallSettings): Checkpoint {
  const gatherer = makeLossGatherer(emptyLossHistory(settings.T), settings.T);
  for (let step = 0; step < 7; step++) {
    const losses = {
      step,
      errors: Float32Array.of(1 / (step + 1)),
      timesteps: Int32Array.of(step),
    };
    gatherer.add(losses, new Float32Array(settings.T).fill(1));
  }
  return {
    settings,
    state: {
      step: 7,
      model: noisy(settings, 'model'),
      ema: noisy(settings, 'ema'),
      adamMean: noisy(settings, 'mean'),
      adamSquare: noisy(settings, 'square'),
    },
    history: gatherer.stored(),
    film: [0, 5].map((step) => ({ step, images: sampleNormals(fork(step, 'film'), 3 * 64) })),
  };
}

const checkpoint = makeCheckpoint();
const file = writeCheckpoint(checkpoint);

/** The file with other metadata or tensors. */
function altered(
  change: (tensors: Map<string, NamedTensor>, metadata: Record<string, string>) => void,
): Uint8Array {
  const { tensors, metadata } = readSafetensors(file);
  change(tensors, metadata);
  return writeSafetensors(tensors, { metadata });
}
const messageOf = (bytes: Uint8Array) => {
  const error = thrownBy(() => readCheckpoint(bytes));
  expect(error).toBeInstanceOf(CheckpointError);
  return error.message;
};

describe('a checkpoint file', () => {
  test('comes back without a bit lost', () => {
    expect(readCheckpoint(file)).toEqual(checkpoint);
    const own = makeCheckpoint({ ...smallSettings, data: 'own', classes: [] });
    expect(readCheckpoint(writeCheckpoint({ ...own, film: [] }))).toEqual({ ...own, film: [] });
  });

  test('says what it is to whoever reads its header', () => {
    const { metadata, tensors } = readSafetensors(file);
    expect(metadata).toMatchObject({ format: 'from-noise-checkpoint', version: '1', step: '7' });
    expect(JSON.parse(metadata['settings']!)).toEqual(smallSettings);
    expect(JSON.parse(metadata['network']!)).toMatchObject({ size: 8, base: 8, classes: 2 });
    expect(tensors.get('ema.out.weight')).toEqual(checkpoint.state.ema.get('out.weight'));
    expect(tensors.get('film.1')!.shape).toEqual([3, 8, 8]);
  });
});

describe('a file that is no checkpoint', () => {
  test('is told apart: cut off, foreign, weights alone, newer', () => {
    expect(messageOf(file.subarray(0, 1000))).toBe(
      `This file cannot be read as a checkpoint. The file ends inside its header: ${new DataView(file.buffer).getUint32(0, true)} bytes were announced, 992 follow.`,
    );
    expect(messageOf(file.subarray(0, file.length - 4))).toMatch(/is cut off: it ends at byte/);
    expect(messageOf(new TextEncoder().encode('PK not this at all'))).toMatch(/cannot be read/);
    expect(messageOf(writeSafetensors(new Map()))).toBe(
      'This file is no checkpoint of a training run of this course.',
    );
    const weights = { kind: 'ema', step: 7, values: checkpoint.state.ema } as const;
    expect(messageOf(writeWeights(smallSettings, weights, 'F32'))).toMatch(/holds weights alone/);
    expect(messageOf(altered((_, metadata) => (metadata['version'] = '2')))).toMatch(
      /has the format 2; this page reads 1/,
    );
  });

  test('is refused where its tensors are not the network’s', () => {
    expect(messageOf(altered((tensors) => tensors.delete('ema.out.bias')))).toBe(
      'This file cannot be read as a checkpoint. Tensor "out.bias" is missing; expected one of shape [1].',
    );
    const wider = JSON.stringify({ ...smallSettings, base: 16 });
    expect(messageOf(altered((_, metadata) => (metadata['settings'] = wider)))).toMatch(
      /Tensor "enc1.conv1.weight" has the shape \[8,1,3,3\]; expected \[16,1,3,3\]/,
    );
    expect(messageOf(altered((tensors) => tensors.delete('film.1')))).toMatch(
      /Picture 1 of its filmstrip/,
    );
  });

  test('is refused where its settings, step or losses are damaged', () => {
    const set = (key: string, value: string) => altered((_, metadata) => (metadata[key] = value));
    const settings = (part: object) =>
      set('settings', JSON.stringify({ ...smallSettings, ...part }));
    expect(messageOf(settings({ T: 'many' }))).toMatch(/The setting "T" is missing or damaged/);
    expect(messageOf(settings({ classes: 3 }))).toMatch(/The setting "classes" is missing/);
    expect(messageOf(settings({ base: 12 }))).toMatch(/Base width must be a multiple of 8/);
    expect(messageOf(set('settings', '{'))).toMatch(/Its description is damaged/);
    expect(messageOf(set('step', '-1'))).toMatch(/Its step is "-1", which is no whole number/);
    const history = (part: object) =>
      set('history', JSON.stringify({ ...checkpoint.history, ...part }));
    expect(messageOf(history({ losses: [1] }))).toMatch(/record of the loss is missing or damaged/);
    expect(messageOf(history({ step: 6 }))).toMatch(/record of the loss/);
    expect(messageOf(history({ stride: 0 }))).toMatch(/record of the loss/);
    expect(messageOf(set('filmSteps', '[0.5]'))).toMatch(/steps of its filmstrip/);
    expect(messageOf(altered((_, metadata) => delete metadata['history']))).toMatch(
      /record of the loss/,
    );
  });
});

describe('a file of weights', () => {
  test.each(['F32', 'F16'] as const)('is the state dict in %s', (dtype) => {
    const values = checkpoint.state.model;
    const bytes = writeWeights(smallSettings, { kind: 'model', step: 7, values }, dtype);
    const { tensors, metadata } = readSafetensors(bytes);
    checkParameters(tensors, networkOf(smallSettings).parameters);
    expect(metadata).toMatchObject({ format: 'from-noise-weights', weights: 'model', step: '7' });
    const [read, written] = [tensors.get('out.weight')!.values, values.get('out.weight')!.values];
    const most = Math.max(...read.map((value, i) => Math.abs(value - written[i]!)));
    expect(most).toBeLessThan(dtype === 'F32' ? 1e-12 : 2e-3);
  });
});

/** Going on from a shipped model: the chosen classes' rows, and a sentence where settings and model do not fit. */
import { describe, expect, test } from 'vitest';
import { checkParameters } from '../../../src/lib/nets/safetensors.ts';
import {
  initialParameters,
  networkOf,
  networkSettings,
} from '../../../src/lib/training/network.ts';
import { defaultSettings, SettingsError } from '../../../src/lib/training/settings.ts';
import { weightsFromShipped } from '../../../src/lib/training/shippedStart.ts';
import { thrownBy } from '../diffusion/closeness.ts';

const parameters = initialParameters(networkOf(defaultSettings), 3);
const model = {
  id: 'digits-8',
  architecture: networkSettings(defaultSettings),
  prediction: 'eps',
  parameters,
};

describe('weightsFromShipped', () => {
  test('takes everything for all classes', () => {
    expect(weightsFromShipped(defaultSettings, model)).toEqual(parameters);
  });

  test('takes the rows of some classes, and the null class’s last', () => {
    const settings = { ...defaultSettings, classes: [4, 9] };
    const weights = weightsFromShipped(settings, model);
    checkParameters(new Map(weights), networkOf(settings).parameters);
    const all = parameters.get('class_embedding.weight')!.values;
    const rows = [4, 9, 10].flatMap((row) => [...all.subarray(row * 64, (row + 1) * 64)]);
    expect([...weights.get('class_embedding.weight')!.values]).toEqual(rows);
    expect(weights.get('out.weight')).toBe(parameters.get('out.weight'));
  });

  test('says which setting does not fit', () => {
    const message = (part: object) => {
      const error = thrownBy(() => weightsFromShipped({ ...defaultSettings, ...part }, model));
      expect(error).toBeInstanceOf(SettingsError);
      return error.message;
    };
    expect(message({ base: 32 })).toBe(
      'The model “digits-8” has base width 16: choose it to go on from this model.',
    );
    expect(message({ prediction: 'v' })).toMatch(/predicts eps/);
    expect(message({ data: 'fashion-32' })).toMatch(/draws other pictures/);
  });
});

/** The network of a run and its first parameters. */
import { describe, expect, test } from 'vitest';
import { countParameters } from '../../../src/lib/nets/graph.ts';
import {
  initialParameters,
  initialState,
  networkOf,
  networkSettings,
} from '../../../src/lib/training/network.ts';
import { defaultSettings } from '../../../src/lib/training/settings.ts';
import { largestSize } from '../diffusion/closeness.ts';

const graph = networkOf(defaultSettings);

describe('the network', () => {
  test('is the shipped digits’ one with the default settings', () => {
    expect(networkSettings(defaultSettings)).toMatchObject({ size: 8, base: 16, classes: 10 });
    expect(countParameters(graph)).toBe(543_409);
  });

  test('has as many classes as are learnt, and none for the reader’s own images', () => {
    expect(networkSettings({ ...defaultSettings, classes: [2, 5] }).classes).toBe(2);
    const own = networkSettings({ ...defaultSettings, data: 'own', classes: [] });
    expect(own).toMatchObject({ size: 16, classes: 0 });
  });
});

describe('first parameters', () => {
  const parameters = initialParameters(graph, 7);

  test('are the seed’s, tensor by tensor', () => {
    expect(initialParameters(graph, 7)).toEqual(parameters);
    const other = initialParameters(graph, 8);
    expect(other.get('out.weight')).not.toEqual(parameters.get('out.weight'));
    const narrow = initialParameters(networkOf({ ...defaultSettings, classes: [1] }), 7);
    expect(narrow.get('out.weight')).toEqual(parameters.get('out.weight'));
  });

  test('have the shapes and spreads of their initialisers', () => {
    for (const { name, shape, initialiser } of graph.parameters) {
      const { values, shape: made } = parameters.get(name)!;
      expect(made).toEqual(shape);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
      if (initialiser.kind === 'constant') {
        expect(new Set(values)).toEqual(new Set([initialiser.value]));
        continue;
      }
      const uniform = initialiser.kind === 'uniform';
      const variance = uniform ? initialiser.bound ** 2 / 3 : 1;
      if (uniform) expect(largestSize(values)).toBeLessThanOrEqual(initialiser.bound * (1 + 1e-7));
      if (values.length < 1000) continue;
      expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(variance / values.length));
      expect(Math.abs(square / variance - 1)).toBeLessThan(0.15);
    }
  });

  test('start a state with averages of zero', () => {
    const { step, model, ema, adamMean, adamSquare } = initialState(graph, parameters);
    expect(step).toBe(0);
    expect(model).toBe(parameters);
    expect(ema).toEqual(parameters);
    for (const part of [adamMean, adamSquare]) {
      expect([...part.keys()]).toEqual([...parameters.keys()]);
      for (const { values } of part.values())
        expect(values.every((value) => value === 0)).toBe(true);
    }
  });
});

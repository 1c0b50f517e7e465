/** The timestep embedding against 50-digit values and published ones. */
import { describe, expect, it } from 'vitest';
import { timestepEmbedding } from '../../../src/lib/diffusion/index.ts';
import fixture from '../../fixtures/diffusion/embedding.json' with { type: 'json' };
import { largestError, thrownBy } from './closeness.ts';

describe('timestepEmbedding', () => {
  it.each(fixture.cases)('t = $t, dim = $dim (mpmath)', ({ t, dim, values }) => {
    // The angle reaches t, and its rounding, t · 2⁻⁵³, is that of the sine.
    expect(largestError(timestepEmbedding(t, dim), values)).toBeLessThan(1e-15 * (1 + t));
  });

  // huggingface/diffusers, tests/models/test_layers_utils.py (test_sinoid_embeddings_hardcoded):
  // rows 23 to 25, columns 47 to 49 of an embedding of 64 numbers, given to four digits.
  it('has the values that diffusers publishes in its tests', () => {
    const published = [0.9646, 0.9804, 0.9892, 0.9615, 0.9787, 0.9882, 0.9582, 0.9769, 0.9872];
    const actual = [23, 24, 25].flatMap((t) => [...timestepEmbedding(t, 64).slice(47, 50)]);
    expect(largestError(actual, published)).toBeLessThan(1e-4);
  });

  it('runs from frequency 1 to 1/10000, sines first', () => {
    const embedding = timestepEmbedding(3, 8);
    const expected = [Math.sin(3), Math.sin(3 / 10000), Math.cos(3), Math.cos(3 / 10000)];
    const actual = [embedding[0]!, embedding[3]!, embedding[4]!, embedding[7]!];
    expect(largestError(actual, expected)).toBeLessThan(1e-15);
  });

  it.each([2, 5, 0, -4, Number.NaN])('refuses dim = %s', (dim) => {
    expect(thrownBy(() => timestepEmbedding(1, dim)).message).toBe(
      `dim must be an even integer of 4 or more, but it is ${dim}.`,
    );
  });

  it('refuses a step that is no number', () => {
    expect(thrownBy(() => timestepEmbedding(Number.NaN, 8)).message).toBe(
      't must be a finite number, but it is NaN.',
    );
  });
});

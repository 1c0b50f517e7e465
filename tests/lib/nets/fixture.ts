/** PyTorch's account of the small denoiser, made by scripts/fixtures/pixelDenoiser.py. */
import { readFileSync } from 'node:fs';
import type { PixelDenoiserShape } from '../../../src/lib/nets/pixelDenoiser.ts';

interface Fixture {
  readonly shape: PixelDenoiserShape;
  readonly timesteps: number[];
  readonly learningRate: number;
  readonly parameters: number[];
  readonly xt: number[];
  readonly eps: number[];
  readonly steps: {
    readonly epsPred: number[];
    readonly loss: number;
    readonly gradients: number[];
    readonly parametersAfter: number[];
  }[];
}

export const torch: Fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/nets/pixelDenoiser.json', import.meta.url), 'utf8'),
);

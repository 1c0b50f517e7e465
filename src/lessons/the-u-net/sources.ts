/** The network's source in both languages, block by block, taken from the files that really run. */
import models from '../../../training/models.py?raw';
import embedding from '../../lib/diffusion/embedding.ts?raw';
import unet from '../../lib/nets/unet.ts?raw';
import { pythonBlock, pythonMethod, typescriptBlock, upTo } from './codeBlocks.ts';

/** One piece of the network, twice. */
export interface CodePair {
  readonly python: string;
  readonly typescript: string;
}

/** The pieces in the order of the lesson. */
export const code = {
  residualBlock: {
    python: pythonBlock(models, 'class ResidualBlock'),
    typescript: typescriptBlock(unet, 'function residualBlock'),
  },
  embedding: {
    python: pythonBlock(models, 'class TimestepEmbedding'),
    typescript: typescriptBlock(embedding, 'export function timestepEmbedding'),
  },
  conditioning: {
    python: [
      upTo(pythonMethod(models, 'UNet', '__init__'), 'self.class_embedding'),
      upTo(pythonMethod(models, 'UNet', 'forward'), 'embedded = embedded +'),
    ].join('\n\n'),
    typescript: typescriptBlock(unet, 'export function conditioning'),
  },
  whole: {
    python: pythonBlock(models, 'class UNet'),
    typescript: typescriptBlock(unet, 'export function unet'),
  },
} as const satisfies Record<string, CodePair>;

/** The steps' implementations on WebGPU: our own shaders where tfjs would need several dispatches, its kernels elsewhere. */

import type { KernelTable } from '../interpreter.ts';
import type { Kernel } from '../kernel.ts';
import { portableKernels } from '../portable/kernels.ts';
import { conv2d, embeddingGradient, linear } from './convolution.ts';
import { groupNorm, groupNormSilu } from './groupNormSilu.ts';
import { maxPool2d, silu, upsample2d, upsampleConcat } from './pointwise.ts';

const embedding: Kernel = {
  forward: portableKernels.embedding.forward,
  backward(call) {
    embeddingGradient(call);
    return [null];
  },
};

/** Every kind of step. All of them write gradients of parameters to places in one buffer. */
export const webGpuKernels: KernelTable = {
  ...portableKernels,
  conv2d,
  embedding,
  groupNorm,
  groupNormSilu,
  linear,
  maxPool2d,
  silu,
  upsample2d,
  upsampleConcat,
};

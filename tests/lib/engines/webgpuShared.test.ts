/** The shaders for graphics cards, with shared memory and barriers, against PyTorch: software adapters use others. */
import { afterAll, beforeAll, describe } from 'vitest';
import { installWebGpu } from '../../../scripts/engineForNode.ts';
import type { Engine } from '../../../src/lib/engines/engine.ts';
import { makeTfjsEngine } from '../../../src/lib/engines/tfjs/index.ts';
import { checkForward, checkGradients } from './checkParity.ts';

describe('webgpu with shared memory', () => {
  const holder: { engine?: Engine } = {};
  const held = holder as { readonly engine: Engine };
  beforeAll(async () => {
    await installWebGpu();
    holder.engine = await makeTfjsEngine({ backends: ['webgpu'], shaders: 'shared' });
  });
  afterAll(() => holder.engine?.dispose());
  checkForward(held);
  checkGradients(held);
});

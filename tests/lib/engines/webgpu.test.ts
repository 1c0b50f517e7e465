/** The tfjs engine on WebGPU (Dawn, on the machine's own or a software Vulkan driver) against PyTorch. */
import { describe } from 'vitest';
import {
  checkForward,
  checkGradients,
  checkTraining,
  checkWalk,
  useEngine,
} from './checkParity.ts';

describe('webgpu', () => {
  const held = useEngine('webgpu');
  checkForward(held);
  checkGradients(held);
  checkWalk(held);
  checkTraining(held);
});

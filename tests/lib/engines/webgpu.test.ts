/** The tfjs engine on WebGPU (Dawn, on the machine's own or a software Vulkan driver) against PyTorch. */
import { describe } from 'vitest';
import {
  checkForward,
  checkGradients,
  checkInputGradient,
  checkTraining,
  checkWalk,
  holdEngine,
} from './checkParity.ts';

describe('webgpu', () => {
  const held = holdEngine('webgpu');
  checkForward(held);
  checkGradients(held);
  checkInputGradient(held);
  checkWalk(held);
  checkTraining(held);
});

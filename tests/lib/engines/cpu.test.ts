/** The tfjs engine on the plain CPU against PyTorch. */
import { describe } from 'vitest';
import {
  checkForward,
  checkGradients,
  checkInputGradient,
  checkTraining,
  checkWalk,
  holdEngine,
} from './checkParity.ts';

describe('cpu', () => {
  const held = holdEngine('cpu');
  checkForward(held);
  checkGradients(held);
  checkInputGradient(held);
  checkWalk(held);
  checkTraining(held);
});

/** The tfjs engine on the plain CPU against PyTorch. */
import { describe } from 'vitest';
import {
  checkForward,
  checkGradients,
  checkTraining,
  checkWalk,
  useEngine,
} from './checkParity.ts';

describe('cpu', () => {
  const held = useEngine('cpu');
  checkForward(held);
  checkGradients(held);
  checkWalk(held);
  checkTraining(held);
});

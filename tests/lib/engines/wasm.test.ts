/** The tfjs engine on WebAssembly, which only runs networks forward, against PyTorch. */
import { describe, expect, test } from 'vitest';
import { checkForward, checkInputGradient, checkWalk, holdEngine } from './checkParity.ts';
import { makeTrainer } from './trainingCase.ts';

describe('wasm', () => {
  const held = holdEngine('wasm');
  checkForward(held);
  checkInputGradient(held);
  checkWalk(held);
  test('says that it cannot train', () => {
    expect(() => makeTrainer(held.engine)).toThrow('The wasm backend cannot train');
  });
});

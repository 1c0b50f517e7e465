/** Test projects: library and contracts in Node, components in a simulated DOM, pages in real Chromium. */
import { defineConfig } from 'vitest/config';
import { softwareVulkan } from './scripts/engineForNode.ts';

// The Vulkan loader reads these when a process starts: the workers inherit them.
Object.assign(process.env, softwareVulkan('soonest'));

/** What tests of the built site share. */
const inChromium = {
  environment: 'node' as const,
  globalSetup: ['tests/browser/setup.ts'],
  testTimeout: 90_000,
  expect: { poll: { timeout: 15_000 } },
  hookTimeout: 60_000,
};

/** Tests of pages on which a network runs. */
const withNetworks = [
  'tests/browser/ddim*.test.ts',
  'tests/browser/ddpm*.test.ts',
  'tests/browser/engines.test.ts',
  'tests/browser/exercises-model.test.ts',
  'tests/browser/offline.test.ts',
  'tests/browser/sampling-without-graphics.test.ts',
  'tests/browser/the-u-net*.test.ts',
  'tests/browser/train-it-yourself*.test.ts',
  'tests/browser/classifier-guidance*.test.ts',
  'tests/browser/classifier-free-guidance-model.test.ts',
];

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'lib',
          include: ['tests/lib/**/*.test.ts'],
          exclude: ['tests/lib/engines/**'],
          environment: 'node',
        },
      },
      {
        extends: true,
        test: {
          name: 'engines',
          include: ['tests/lib/engines/**/*.test.ts'],
          environment: 'node',
          pool: 'forks',
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: { name: 'contracts', include: ['tests/contracts/**/*.test.ts'], environment: 'node' },
      },
      {
        extends: true,
        test: {
          name: 'components',
          include: ['tests/components/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
        },
      },
      {
        extends: true,
        test: {
          ...inChromium,
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          exclude: withNetworks,
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        // One file at a time: on a software adapter a network at work holds up every page's frames.
        test: { ...inChromium, name: 'networks', include: withNetworks, maxWorkers: 1 },
      },
    ],
  },
});

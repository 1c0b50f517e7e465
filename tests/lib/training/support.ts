/** What the tests of training share: small settings, a handful of images, hooks that record, a clock. */
import { JobCancelled } from '../../../src/lib/compute/protocol.ts';
import { fork } from '../../../src/lib/diffusion/index.ts';
import type { Checkpoint } from '../../../src/lib/training/checkpoint.ts';
import type { TrainingProgress } from '../../../src/lib/training/progress.ts';
import type { RunHooks, SessionData } from '../../../src/lib/training/session.ts';
import { defaultSettings, type TrainingSettings } from '../../../src/lib/training/settings.ts';

/** A network as small as the settings allow, and few steps. */
export const smallSettings: TrainingSettings = {
  ...defaultSettings,
  classes: [3, 7],
  batchSize: 4,
  learningRate: 0.01,
  warmup: 5,
  steps: 60,
  T: 12,
  base: 8,
  emaDecay: 0.9,
};

/** Twelve images of 8 × 8, each of one grey, around 0.5; classes in turn. */
export function smallData(count = 12): SessionData {
  const rng = fork(1, 'grey');
  const images = new Float32Array(count * 64);
  for (let i = 0; i < count; i++)
    images.fill(0.5 + 0.2 * (rng.uniform() - 0.5), i * 64, (i + 1) * 64);
  return { images, count, classes: Int32Array.from({ length: count }, (_, i) => i % 2) };
}

/** Hooks that keep what they hear, and pause at the given breath. */
export function makeHooks(pauseAtBreath = Number.POSITIVE_INFINITY) {
  const reports: TrainingProgress[] = [];
  const kept: Checkpoint[] = [];
  let breaths = 0;
  const hooks: RunHooks & { onBreath: (breath: number) => void } = {
    onBreath: () => {},
    report: (progress) => reports.push(progress),
    keep: (checkpoint) => kept.push(checkpoint),
    breathe: async () => {
      breaths++;
      hooks.onBreath(breaths);
      if (breaths >= pauseAtBreath) throw new JobCancelled();
    },
  };
  return { hooks, reports, kept };
}

/** A clock that each look moves on. */
export function makeClock(milliseconds = 1): () => number {
  let time = 0;
  return () => {
    time += milliseconds;
    return time;
  };
}

/** The worker's engine: started once, started anew after a loss or a failure, replaced where it must train and cannot. */
import { describe, expect, test } from 'vitest';
import { makeBackend } from '../../../src/lib/compute/backend.ts';
import type { BackendName } from '../../../src/lib/engines/engine.ts';
import { makeFakeEngine } from '../training/fakeEngine.ts';

describe('makeBackend', () => {
  test('starts one engine for all, when it is first asked for', async () => {
    let started = 0;
    const backend = makeBackend(async () => {
      started++;
      return makeFakeEngine();
    });
    expect(started).toBe(0);
    const [one, two] = await Promise.all([backend.engine(), backend.engine({ trains: true })]);
    expect(one).toBe(two);
    expect(started).toBe(1);
  });

  test('starts another one after a loss, and after a start that failed', async () => {
    const engines = [makeFakeEngine(), makeFakeEngine()];
    let starts = 0;
    const backend = makeBackend(async () => {
      if (starts++ === 1) throw new Error('No backend could be started.');
      return engines.shift()!;
    });
    const first = await backend.engine();
    (first as ReturnType<typeof makeFakeEngine>).lose('reset');
    await first.lost;
    await expect(backend.engine()).rejects.toThrow('No backend');
    expect(await backend.engine()).not.toBe(first);
    expect(starts).toBe(3);
  });

  test('replaces an engine that cannot train when training is asked for', async () => {
    const tried: (readonly BackendName[] | undefined)[] = [];
    const forward = makeFakeEngine({ trains: false });
    const backend = makeBackend(async (names) => {
      tried.push(names);
      return names ? makeFakeEngine() : forward;
    });
    expect(await backend.engine()).toBe(forward);
    const trainer = await backend.engine({ trains: true });
    expect(trainer.backend.trains).toBe(true);
    expect(forward.calls).toEqual(['dispose engine']);
    expect(tried).toEqual([undefined, ['webgpu', 'webgl', 'cpu']]);
    expect(await backend.engine()).toBe(trainer);
  });
});

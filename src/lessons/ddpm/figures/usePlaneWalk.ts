/** Points that walk back from noise with the page's own network, each step kept; and the network's arrows at one timestep. */
import { useEffect, useState } from 'preact/hooks';
import {
  type ComputeClient,
  type DenoiserState,
  JobCancelled,
} from '../../../lib/compute/client.ts';
import {
  type SamplerTable,
  sampleWalkLater,
  type WalkFrame,
} from '../../../lib/diffusion/index.ts';
import { startNoise } from './oneStep.ts';
import { arrowsOf, cleanPoints, gridPoints, particles } from './plane.ts';

/** A walk as far as it has come. */
export interface PlaneWalk {
  readonly table: SamplerTable;
  readonly frames: readonly WalkFrame<Float32Array>[];
  readonly milliseconds: number;
}

/** What a walk needs. */
export interface WalkSubject {
  readonly network: DenoiserState;
  readonly table: SamplerTable;
  readonly seed: number;
}

/** The predicted noise of points at one timestep. */
async function ask(
  compute: ComputeClient,
  network: DenoiserState,
  xt: Float32Array,
  t: number,
  signal: AbortSignal,
): Promise<Float32Array> {
  const timesteps = new Array<number>(xt.length / 2).fill(t);
  const { epsPred } = await compute.run('denoiserPredict', { network, xt, timesteps }, { signal });
  return epsPred;
}

/** How often a walk under way is shown. */
const showMs = 60;

/** Walks whenever the subject changes (keep it the same while it does not); null walks nowhere. */
export function usePlaneWalk(compute: ComputeClient, subject: WalkSubject | null) {
  const [walk, setWalk] = useState<PlaneWalk | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    setWalk(null);
    setProblem('');
    if (!subject) return;
    const abort = new AbortController();
    const show = (next: PlaneWalk) => !abort.signal.aborted && setWalk(next);
    run(compute, subject, abort.signal, show).catch((error) => {
      if (error instanceof JobCancelled || abort.signal.aborted) return;
      setProblem(error instanceof Error ? error.message : String(error));
    });
    return () => abort.abort();
  }, [compute, subject]);
  return { walk, problem };
}

async function run(
  compute: ComputeClient,
  { network, table, seed }: WalkSubject,
  signal: AbortSignal,
  show: (walk: PlaneWalk) => void,
): Promise<void> {
  const started = performance.now();
  const frames: WalkFrame<Float32Array>[] = [];
  let shown = started;
  const start = startNoise(seed, 2 * particles);
  const steps = sampleWalkLater<Float32Array>({ table, start, seed }, async (x, step) =>
    cleanPoints(step, x, await ask(compute, network, x, step.t, signal)),
  );
  for await (const frame of steps) {
    frames.push(frame);
    const now = performance.now();
    const last = frames.length === table.length;
    if (!last && now - shown < showMs) continue;
    shown = now;
    show({ table, frames: [...frames], milliseconds: now - started });
  }
}

/** The network's arrows on the grid at t: the latest question is answered, the ones before are given up. */
export function useArrows(
  compute: ComputeClient,
  network: DenoiserState | null,
  t: number,
): Float32Array | null {
  const [arrows, setArrows] = useState<Float32Array | null>(null);
  useEffect(() => {
    if (!network) return setArrows(null);
    const abort = new AbortController();
    ask(compute, network, gridPoints, t, abort.signal).then(
      (eps) => !abort.signal.aborted && setArrows(arrowsOf(eps)),
      () => {
        // Given up, or the worker is gone: the walk says so.
      },
    );
    return () => abort.abort();
  }, [compute, network, t]);
  return arrows;
}

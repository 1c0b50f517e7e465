/** What the tests of the DDPM lesson share: its page, and the same walks on another engine in Node. */
import { engineForNode } from '../../scripts/engineForNode.ts';
import { modelFromDisk } from '../../scripts/modelsFromDisk.ts';
import { schedule } from '../../src/lessons/ddpm/figures/modelSchedule.ts';
import { startNoise, type WalkedRow } from '../../src/lessons/ddpm/figures/oneStep.ts';
import { drawImages } from '../../src/lib/sampling/draw.ts';
import type { DrawSettings } from '../../src/lib/sampling/settings.ts';

export { expectPicture, expectReading, modelMs } from './modelFigures.ts';

export const lesson = '/lessons/ddpm/';

export const ids = ['ddpm-one-step', 'ddpm-chains', 'ddpm-plane'];

class Enough extends Error {}

/** The digits model in Node. */
export async function digitsInNode() {
  const engine = await engineForNode(['wasm']);
  const { graph, parameters } = await modelFromDisk('digits-8');
  const network = engine.load(graph, parameters);
  const denoiser = { network, schedule, prediction: 'eps', classes: 10 } as const;
  /** The first rows of a walk, or all of them. */
  const walk = async (
    settings: DrawSettings,
    classes: readonly number[],
    { seed = 1, most = Number.POSITIVE_INFINITY } = {},
  ): Promise<WalkedRow[]> => {
    const rows: WalkedRow[] = [];
    const start = startNoise(seed, 64 * classes.length);
    const onStep = async ({ look }: { look: () => Promise<WalkedRow> }) => {
      rows.push(await look());
      if (rows.length >= most) throw new Enough();
    };
    try {
      await drawImages(denoiser, { settings, classes, start, seed, onStep });
    } catch (error) {
      if (!(error instanceof Enough)) throw error;
    }
    return rows;
  };
  /** The predicted noise of one digit. */
  const look = async (xt: Float32Array, t: number, y: number) =>
    network.forward({ x: xt, t: [t], y: [y] });
  return { walk, look, dispose: () => engine.dispose() };
}

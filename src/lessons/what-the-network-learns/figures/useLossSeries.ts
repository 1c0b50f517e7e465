/** The measurements behind the loss-by-t figure: ideal on known digits, ideal on new ones, the reader's network. */
import { useMemo } from 'preact/hooks';
import type { LossAtTimestep, LossMeasurement } from '../../../lib/compute/client.ts';
import type { ImageDataset } from '../../../lib/datasets/index.ts';
import { digitLevels, digitPixels, schedule } from './digits.ts';
import type { LossCurve } from './drawLossByT.ts';
import { lossSteps } from './lossSeries.ts';
import { trainedNetwork } from './trainedNetwork.ts';
import { useMeasurement } from './useMeasurement.ts';

/** A curve before the reader's settings turn its losses into points. */
export interface MeasuredSeries extends Omit<LossCurve, 'points'> {
  readonly losses: readonly LossAtTimestep[];
}

const seed = 1;

function measurementOn(clean: ImageDataset, draws: number): LossMeasurement {
  return {
    betas: schedule.betas,
    timesteps: lossSteps,
    clean: clean.images,
    dim: digitPixels,
    draws,
    bins: digitLevels,
    seed,
  };
}

/** Measures as soon as data are given; null waits. */
export function useLossSeries(
  data: ImageDataset | null,
  heldOut: ImageDataset | null,
  draws: number,
) {
  const trained = trainedNetwork.value;
  const network = trained?.network;
  const knownRequest = useMemo(() => data && idealRequest(data, data, draws), [data, draws]);
  const newRequest = useMemo(
    () => data && heldOut && idealRequest(data, heldOut, draws),
    [data, heldOut, draws],
  );
  const networkRequest = useMemo(
    () => (heldOut && network ? { ...measurementOn(heldOut, draws), network } : null),
    [heldOut, network, draws],
  );
  const known = useMeasurement('idealLoss', knownRequest);
  const unknown = useMeasurement('idealLoss', newRequest);
  const mine = useMeasurement('denoiserLoss', networkRequest);
  const loops = trained?.loops ?? 0;
  const all = useMemo<readonly MeasuredSeries[]>(
    () => [
      { ...looks.known, losses: known.losses },
      { ...looks.unknown, losses: unknown.losses },
      ...(loops === 0 ? [] : [{ ...networkLook(loops), losses: mine.losses }]),
    ],
    [known.losses, unknown.losses, mine.losses, loops],
  );
  return { all, parts: [known, unknown, mine], wanted: trained ? 3 : 2 };
}

function idealRequest(data: ImageDataset, clean: ImageDataset, draws: number) {
  return { ...measurementOn(clean, draws), data: data.images, count: data.count };
}

const looks = {
  known: {
    name: 'ideal, training digits',
    colour: 'var(--fn-prediction)',
    dash: '',
    symbol: 'circle',
  },
  unknown: {
    name: 'ideal, held-out digits',
    colour: 'var(--fn-prediction)',
    dash: '7 3',
    symbol: 'triangle',
  },
} as const;

function networkLook(loops: number) {
  const name = `your network after ${loops.toLocaleString('en-US')} loops, held-out digits`;
  return { name, colour: 'var(--fn-ink)', dash: '2 3', symbol: 'square' } as const;
}

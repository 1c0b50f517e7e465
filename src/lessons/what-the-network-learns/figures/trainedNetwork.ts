/** The network that the reader trains in this lesson's first figure, for the other figures to measure. */
import { signal } from '@preact/signals';
import type { DenoiserState } from '../../../lib/compute/client.ts';

/** A network and how many loops it has been trained for. */
export interface TrainedNetwork {
  readonly network: DenoiserState;
  readonly loops: number;
}

/** Null until the reader has trained one. */
export const trainedNetwork = signal<TrainedNetwork | null>(null);

/** Looks into the model on one noisy picture after another. */
import { useLatest } from '../../../components/model/useLatest.ts';
import type { ShippedModel } from '../../../components/model/useShippedModel.ts';
import type { Jobs } from '../../../lib/compute/client.ts';
import { rmsDifference } from './timestepVectors.ts';
import { impliedX0, type NoisyDigit } from './useNoisyDigit.tsx';

/** What to look at. */
export interface LookRequest {
  readonly noisy: NoisyDigit;
  /** The class that the network is told. */
  readonly y: number;
  readonly nodes: readonly string[];
  readonly silenced: readonly string[];
}

type Answer = Jobs['modelLook']['result'];

/** An answer, with the request that it answers. */
export interface Look extends Answer {
  readonly request: LookRequest;
}

/** The clean picture that goes with the predicted noise. */
export const x0PredOf = ({ request: { noisy }, epsPred }: Look): Float32Array =>
  impliedX0(noisy.xt, noisy.t, epsPred);

/** The root mean squared error a pixel of the implied clean picture, clipped as samplers clip it. */
export const x0ErrorOf = (look: Look): number =>
  rmsDifference(
    look.request.noisy.x0,
    x0PredOf(look).map((value) => Math.min(1, Math.max(-1, value))),
  );

/** Looks whenever `request` changes (keep it the same while it does not) and the model is ready; null waits. */
export function useLook(model: ShippedModel, request: LookRequest | null) {
  const { compute, id } = model;
  const ask = ({ noisy: { xt, t }, y, nodes, silenced }: LookRequest, signal: AbortSignal) =>
    compute.run('modelLook', { id, xt, t, y, nodes, silenced }, { signal });
  const { latest, problem, retry } = useLatest(model, request, ask);
  return { look: latest as Look | null, problem, retry };
}

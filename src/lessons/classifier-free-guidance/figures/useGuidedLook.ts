/** Asks the model twice about one noisy picture, with a class and without, in one batch. */
import { useLatest } from '../../../components/model/useLatest.ts';
import type { ShippedModel } from '../../../components/model/useShippedModel.ts';

/** What to look at. */
export interface GuidedLookRequest {
  /** One picture in [−1, 1], in noise. */
  readonly xt: Float32Array;
  readonly t: number;
  /** The class that the network is told the first time. */
  readonly told: number;
  /** The class that it is told the second time; the null class for none. */
  readonly other: number;
}

/** Both predictions, with the request that they answer. */
export interface GuidedLook {
  readonly request: GuidedLookRequest;
  readonly cond: Float32Array;
  readonly other: Float32Array;
  readonly milliseconds: number;
  /** Which answer of this figure it is, from 1. */
  readonly nth: number;
}

/** The picture twice, one after the other. */
function doubled(xt: Float32Array): Float32Array<ArrayBuffer> {
  const both = new Float32Array(2 * xt.length);
  both.set(xt, 0);
  both.set(xt, xt.length);
  return both;
}

/** One look. */
async function ask(
  { compute, id }: ShippedModel,
  request: GuidedLookRequest,
  signal: AbortSignal,
): Promise<Omit<GuidedLook, 'request' | 'nth'>> {
  const { xt, t, told, other } = request;
  const { epsPred, milliseconds } = await compute.run(
    'modelLook',
    { id, xt: doubled(xt), t, y: [told, other], nodes: [], silenced: [] },
    { signal },
  );
  const [cond, second] = [epsPred.subarray(0, xt.length), epsPred.subarray(xt.length)];
  return { cond, other: second, milliseconds };
}

/** Looks whenever `request` changes (keep it the same while it does not) and the model is ready; null waits. */
export function useGuidedLook(model: ShippedModel, request: GuidedLookRequest | null) {
  const { latest, problem, retry } = useLatest(model, request, (asked, signal) =>
    ask(model, asked, signal),
  );
  return { look: latest as GuidedLook | null, problem, retry };
}

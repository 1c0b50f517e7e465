/** Lets a classifier read one batch of images after another; of requests that come while it reads, only the latest counts. */
import { useLatest } from '../../../components/model/useLatest.ts';
import type { ShippedClassifier } from '../../../components/model/useShippedModel.ts';
import type { Jobs } from '../../../lib/compute/client.ts';

/** What to read; keep it the same while it does not change. */
export type ReadingRequest = Omit<Jobs['classifierLook']['request'], 'id'>;

/** An answer, with the request that it answers. */
export interface Reading extends Readonly<Jobs['classifierLook']['result']> {
  readonly request: ReadingRequest;
  /** Which answer of this figure it is, from 1. */
  readonly nth: number;
}

/** Reads whenever `request` changes and the classifier is ready; null waits. */
export function useReading(classifier: ShippedClassifier, request: ReadingRequest | null) {
  const { compute, id } = classifier;
  const ask = (asked: ReadingRequest, signal: AbortSignal) =>
    compute.run('classifierLook', { ...asked, id }, { signal });
  const { latest, problem, retry } = useLatest(classifier, request, ask);
  return { reading: latest as Reading | null, problem, retry };
}

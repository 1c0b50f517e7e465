/** The badges of figures that run a classifier. */
import { backendName, type ShippedClassifier } from '../../../components/model/useShippedModel.ts';

/** Its name, its size, and what it runs on. */
export function classifierBadge({ id, state }: ShippedClassifier): string {
  if (state.status !== 'ready') return `${id}, a trained classifier`;
  const { parameters, backend } = state.info;
  return `${id}, a trained classifier of ${parameters.toLocaleString('en-US')} parameters, on ${backendName(backend)}`;
}

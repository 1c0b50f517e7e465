/** The measured tables that the lessons cite, by model. */
import digits from './digits-8.json' with { type: 'json' };
import fashion from './fashion-32.json' with { type: 'json' };
import type { MeasuredModel } from './types.ts';

export type { GuidanceCell, MeasuredModel, MeasuredSet, SamplerCell } from './types.ts';

/** By model id, as `npm run evaluate -- --tables` wrote them. */
export const measuredSampling = {
  'digits-8': digits as MeasuredModel,
  'fashion-32': fashion as MeasuredModel,
};

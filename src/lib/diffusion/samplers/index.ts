/** Samplers as tables of coefficients. */
export { type DdimOptions, makeDdimTable } from './ddim.ts';
export type { SamplerStep, SamplerTable } from './step.ts';
export { spacedTimesteps, type TimestepSpacing, timestepSpacings } from './timesteps.ts';

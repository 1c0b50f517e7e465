/** Samplers as tables of coefficients, the registry of them, and the loop that walks a table. */
export { type DdimOptions, makeDdimTable, makeInverseDdimTable } from './ddim.ts';
export { type DdpmVariance, ddpmVariances, makeDdpmTable } from './ddpm.ts';
export { makeDpmSolver2MTable, makeDpmSolver2STable } from './dpmSolver.ts';
export { makeEulerAncestralTable, makeEulerTable } from './euler.ts';
export { type FlowOptions, makeFlowEulerTable, velocityToX0 } from './flow.ts';
export { makeHeunTable } from './heun.ts';
export { type LcmOptions, makeLcmTable } from './lcm.ts';
export { type Level, type LevelOptions, levelAt, visitedLevels } from './levels.ts';
export { makePndmTable, type PndmStart } from './pndm.ts';
export {
  type SamplerEntry,
  type SamplerName,
  type SamplerOptions,
  samplerNames,
  samplers,
} from './registry.ts';
export {
  type ConfiguredSampler,
  type DiffusionSettings,
  type FlowSettings,
  type HookSettings,
  type NoiseWords,
  type ReadSettings,
  readSchedulerConfig,
  type SchedulerConfig,
  type SchedulerSettings,
  writeSchedulerConfig,
} from './schedulerConfig/index.ts';
export type { EarlierFactors, SamplerStep, SamplerTable } from './step.ts';
export { spacedTimesteps, type TimestepSpacing, timestepSpacings } from './timesteps.ts';
export { makeUniPcTable } from './unipc.ts';
export {
  type ArrayWalk,
  sampleWalk,
  sampleWalkLater,
  type WalkArithmetic,
  type WalkFrame,
  type WalkQuery,
  type WalkTerm,
  walkNoise,
  walkTable,
  type X0Hook,
} from './walk.ts';
export { clipX0, type DynamicThreshold, dynamicThreshold } from './x0Hooks.ts';

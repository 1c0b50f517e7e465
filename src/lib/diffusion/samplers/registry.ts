/** The registry of samplers: one line each; menus, figures, tests and measurements iterate it. */
import { check } from '../checks.ts';
import type { Schedule } from '../schedules/index.ts';
import { makeDdimTable } from './ddim.ts';
import { type DdpmVariance, makeDdpmTable } from './ddpm.ts';
import { makeDpmSolver2MTable, makeDpmSolver2STable } from './dpmSolver.ts';
import { makeEulerAncestralTable, makeEulerTable } from './euler.ts';
import { makeHeunTable } from './heun.ts';
import { makeLcmTable } from './lcm.ts';
import type { LevelOptions } from './levels.ts';
import { makePndmTable, type PndmStart } from './pndm.ts';
import type { SamplerTable } from './step.ts';
import { makeUniPcTable } from './unipc.ts';

/** The name of a sampler in the registry. */
export type SamplerName =
  | 'ddpm'
  | 'ddim'
  | 'euler'
  | 'eulerAncestral'
  | 'heun'
  | 'dpmSolver2M'
  | 'dpmSolver2S'
  | 'unipc'
  | 'pndm'
  | 'lcm';

/** Which levels to visit, and the options of the sampler by key. */
export interface SamplerOptions extends LevelOptions {
  readonly eta?: number;
  readonly variance?: DdpmVariance;
  readonly start?: PndmStart;
  readonly sigmaData?: number;
  readonly timestepScaling?: number;
}

/** One sampler of the registry. */
export interface SamplerEntry<Name extends string = string> {
  readonly name: Name;
  readonly label: string;
  readonly description: string;
  /** The key of the paper in the bibliography. */
  readonly citation: string;
  /**
   * How the error of a deterministic walk falls with the steps: like steps^−order; null where noise is added. UniPC-2's is
   * that of its predictor, to which the corrector adds one (Zhao et al. 2023, theorem 3.1).
   */
  readonly order: number | null;
  /** Whether Karras spacing applies. */
  readonly karras: boolean;
  /** The options, beside those of the visited levels, that it takes. */
  readonly options: readonly (keyof SamplerOptions)[];
  /** @throws InvalidArgumentError on an option that is unknown or not allowed */
  readonly make: (schedule: Schedule, options: SamplerOptions) => SamplerTable;
}

const levelKeys: readonly (keyof SamplerOptions)[] = [
  'steps',
  'spacing',
  'timesteps',
  'stepsOffset',
  'startAt',
  'finalAlphaBar',
];

function define<Name extends string>(entry: SamplerEntry<Name>): SamplerEntry<Name> {
  const known: readonly string[] = [...levelKeys, ...entry.options];
  const make = (schedule: Schedule, options: SamplerOptions) => {
    for (const key of Object.keys(options)) {
      check(known.includes(key), 'options', key, `made of ${known.join(', ')}`);
    }
    return entry.make(schedule, options);
  };
  return { ...entry, make };
}

/** Every sampler by name, in the order in which menus show them. */
export const samplers: { readonly [Name in SamplerName]: SamplerEntry<Name> } = {
  ddpm: define({
    name: 'ddpm',
    label: 'DDPM',
    description: 'the posterior’s mean at the predicted x0, and fresh noise at every step',
    citation: 'ho2020',
    order: null,
    karras: false,
    options: ['variance'],
    make: makeDdpmTable,
  }),
  ddim: define({
    name: 'ddim',
    label: 'DDIM',
    description: 'straight towards the predicted x0, keeping the predicted noise',
    citation: 'song2021ddim',
    order: 1,
    karras: false,
    options: ['eta'],
    make: makeDdimTable,
  }),
  euler: define({
    name: 'euler',
    label: 'Euler',
    description: 'Euler’s method in σ; on the same levels it is DDIM',
    citation: 'karras2022',
    order: 1,
    karras: true,
    options: [],
    make: makeEulerTable,
  }),
  eulerAncestral: define({
    name: 'eulerAncestral',
    label: 'Euler, ancestral',
    description: 'Euler’s method to below the next level, then noise up to it',
    citation: 'karras2022',
    order: null,
    karras: true,
    options: ['eta'],
    make: makeEulerAncestralTable,
  }),
  heun: define({
    name: 'heun',
    label: 'Heun',
    description: 'two queries a step: the mean of the slope here and there',
    citation: 'karras2022',
    order: 2,
    karras: true,
    options: [],
    make: makeHeunTable,
  }),
  dpmSolver2M: define({
    name: 'dpmSolver2M',
    label: 'DPM-Solver++ 2M',
    description: 'carries on the change of x0 since the step before',
    citation: 'lu2022',
    order: 2,
    karras: true,
    options: [],
    make: makeDpmSolver2MTable,
  }),
  dpmSolver2S: define({
    name: 'dpmSolver2S',
    label: 'DPM-Solver++ 2S',
    description: 'asks in the middle of every double step',
    citation: 'lu2022',
    order: 2,
    karras: true,
    options: [],
    make: makeDpmSolver2STable,
  }),
  unipc: define({
    name: 'unipc',
    label: 'UniPC-2',
    description: 'like 2M, and corrects each step with the next query’s answer',
    citation: 'zhao2023',
    order: 2,
    karras: true,
    options: [],
    make: makeUniPcTable,
  }),
  pndm: define({
    name: 'pndm',
    label: 'PNDM (PLMS)',
    description: 'a weighted sum of the last four predicted noises',
    citation: 'liu2022',
    order: 2,
    karras: false,
    options: ['start'],
    make: makePndmTable,
  }),
  lcm: define({
    name: 'lcm',
    label: 'LCM',
    description: 'jumps to x0 and puts noise back; made for distilled models',
    citation: 'luo2023',
    order: null,
    karras: false,
    options: ['sigmaData', 'timestepScaling'],
    make: makeLcmTable,
  }),
};

/** Every sampler's name, in the order in which menus show them. */
export const samplerNames = Object.keys(samplers) as readonly SamplerName[];

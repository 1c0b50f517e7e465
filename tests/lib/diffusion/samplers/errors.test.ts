/** What no sampler accepts: each error names the option, for every sampler of the registry. */
import { describe, expect, it } from 'vitest';
import {
  makeFlowEulerTable,
  makeInverseDdimTable,
  makeLinearSchedule,
  rescaleToZeroTerminalSnr,
  type SamplerOptions,
  type SamplerTable,
  type Schedule,
  samplerNames,
  samplers,
} from '../../../../src/lib/diffusion/index.ts';
import { thrownBy } from '../closeness.ts';

type Make = (schedule: Schedule, options: SamplerOptions) => SamplerTable;

const makers: readonly (readonly [string, Make])[] = [
  ...samplerNames.map((name) => [name, samplers[name].make] as const),
  ['inverse ddim', makeInverseDdimTable],
];

const schedule = makeLinearSchedule({ T: 100 });

const refused: readonly (readonly [string, SamplerOptions, RegExp])[] = [
  ['no steps', {}, /^steps must be an integer from 1 to T = 100, but it is undefined\.$/],
  ['steps of 0', { steps: 0 }, /^steps must be an integer from 1 to T = 100, but it is 0\.$/],
  ['steps below 0', { steps: -3 }, /^steps must be .*, but it is -3\.$/],
  ['half a step', { steps: 2.5 }, /^steps must be .*, but it is 2\.5\.$/],
  ['NaN steps', { steps: Number.NaN }, /^steps must be .*, but it is NaN\.$/],
  ['steps in words', { steps: '5' as never }, /^steps must be .*, but it is "5"\.$/],
  ['more steps than T', { steps: 101 }, /^steps must be .* T = 100, but it is 101\.$/],
  [
    'an unknown spacing',
    { steps: 5, spacing: 'even' as never },
    /^spacing must be one of trailing, leading, linspace.*, but it is "even"\.$/,
  ],
  [
    'an offset with no room',
    { steps: 50, spacing: 'leading', stepsOffset: 2 },
    /^stepsOffset must/,
  ],
  ['an offset below 0', { steps: 5, stepsOffset: -1 }, /^stepsOffset must be/],
  ['a start above T', { steps: 5, startAt: 100 }, /^startAt must be an integer from 0 to 99/],
  ['more steps than below the start', { steps: 12, startAt: 10 }, /^steps must be .* T = 11/],
  ['an empty list', { timesteps: [] }, /^timesteps must be a list of at least one timestep/],
  [
    'a rising list',
    { timesteps: [90, 20, 40] },
    /^timesteps\[2\] must be below timesteps\[1\] = 20, as the list must fall, but it is 40\.$/,
  ],
  [
    'a list that stays',
    { timesteps: [90, 90] },
    /^timesteps\[1\] must be below timesteps\[0\] = 90/,
  ],
  ['a list above T', { timesteps: [100, 3] }, /^timesteps\[0\] must be an integer from 0 to 99/],
  ['a list between steps', { timesteps: [50.5] }, /^timesteps\[0\] must be an integer/],
  ['a list of another length', { timesteps: [50, 3], steps: 3 }, /^steps must be 2, the length of/],
  ['an end with too little signal', { steps: 5, finalAlphaBar: 0.2 }, /^finalAlphaBar must be/],
  ['an end above 1', { steps: 5, finalAlphaBar: 1.1 }, /^finalAlphaBar must be/],
];

describe.each(makers)('%s', (_name, make) => {
  it.each(refused)('refuses %s', (_what, options, message) => {
    expect(thrownBy(() => make(schedule, options)).message).toMatch(message);
  });

  it('walks as many steps as there are, and one', () => {
    for (const options of [{ steps: 100 }, { steps: 1 }, { timesteps: [42] }]) {
      for (const row of make(schedule, options)) {
        const numbers = [row.xt, row.x0, row.noise, ...(row.earlier ?? []).flatMap(Object.values)];
        expect(numbers.every(Number.isFinite)).toBe(true);
      }
    }
    expect(make(makeLinearSchedule({ T: 1 }), { steps: 1 })).toHaveLength(1);
  });

  it('stands still at ᾱ of its last step', () => {
    const finalAlphaBar = schedule.alphasCumprod[42]!;
    for (const { noise, xt } of make(schedule, { timesteps: [42], finalAlphaBar })) {
      expect(Number.isFinite(noise) && Number.isFinite(xt)).toBe(true);
    }
  });
});

describe('a sampler of the registry', () => {
  it.each(samplerNames)('%s refuses an option that is not its own', (name) => {
    const options = { steps: 5, sigmaMin: 0.1 } as SamplerOptions;
    expect(thrownBy(() => samplers[name].make(schedule, options)).message).toMatch(
      /^options must be made of steps, spacing, timesteps, .*, but it is "sigmaMin"\.$/,
    );
  });

  it.each(samplerNames)('%s takes Karras’ spacing, or says that it does not', (name) => {
    const walk = () => samplers[name].make(schedule, { steps: 5, spacing: 'karras' });
    if (samplers[name].karras) expect(walk().length).toBeGreaterThanOrEqual(5);
    else expect(thrownBy(walk).message).toMatch(/^spacing must be .*, but it is "karras"\.$/);
  });

  it.each(samplerNames)('%s starts from no signal at all, or says that it cannot', (name) => {
    const zero = rescaleToZeroTerminalSnr(schedule);
    const walk = () => samplers[name].make(zero, { steps: 5 });
    if (['ddpm', 'ddim', 'lcm'].includes(name)) {
      expect(walk().every(({ xt, x0 }) => Number.isFinite(xt) && Number.isFinite(x0))).toBe(true);
    } else expect(thrownBy(walk).message).toMatch(/^schedule must be one whose visited steps hold/);
  });

  it('refuses its own options out of range', () => {
    const message = (name: keyof typeof samplers, options: SamplerOptions) =>
      thrownBy(() => samplers[name].make(schedule, { steps: 5, ...options })).message;
    expect(message('ddim', { eta: -0.1 })).toBe(
      'eta must be a number from 0 to 1, but it is -0.1.',
    );
    expect(message('eulerAncestral', { eta: 2 })).toContain('eta must be');
    expect(message('ddpm', { variance: 'learned' as never })).toBe(
      'variance must be one of fixedSmall, fixedLarge, none, but it is "learned".',
    );
    expect(message('pndm', { start: 'heun' as never })).toContain('start must be linear or rungeK');
    expect(message('lcm', { sigmaData: 0 })).toContain('sigmaData must be');
    expect(message('lcm', { timestepScaling: Number.NaN })).toContain('timestepScaling must be');
  });
});

describe('a flow', () => {
  const message = (options: Parameters<typeof makeFlowEulerTable>[0]) =>
    thrownBy(() => makeFlowEulerTable(options)).message;

  it('says what is not allowed', () => {
    expect(message({ steps: 0 })).toBe('steps must be a positive integer, but it is 0.');
    expect(message({ steps: 2.5 })).toContain('steps must be');
    expect(message({ steps: 4, shift: 0 })).toBe('shift must be a number above 0, but it is 0.');
    expect(message({ steps: 4, T: 0 })).toContain('T must be');
    expect(message({ steps: 2, sigmas: [1] })).toContain('sigmas must be a list of 2 numbers');
    expect(message({ steps: 2, sigmas: [0.5, 0.7] })).toMatch(/^sigmas\[1\] must be .* is 0\.7\.$/);
    expect(message({ steps: 1, sigmas: [1.2] })).toContain('sigmas[0] must be');
  });
});

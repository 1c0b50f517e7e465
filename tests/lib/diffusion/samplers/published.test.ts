/**
 * Every sampler's walk against the same walk in 50 digits, written from its paper in the paper's own variables
 * (scripts/fixtures/samplers.py): what the denoiser was asked, and where the walk ended.
 */
import { describe, expect, it } from 'vitest';
import {
  makeFlowEulerTable,
  makeInverseDdimTable,
  type SamplerName,
  type SamplerOptions,
  type SamplerTable,
  type Schedule,
  samplerNames,
  samplers,
  schedules,
  velocityToX0,
} from '../../../../src/lib/diffusion/index.ts';
import fixture from '../../../fixtures/diffusion/samplers.json' with { type: 'json' };
import { largestError } from '../closeness.ts';
import { type Answer, formula, toX0, type Walked, walkNumber } from './walking.ts';

const { starts, fresh, walks, flows } = fixture.cases;

type Case = (typeof walks)[number];

function scheduleOf({ name, ...options }: Case['schedule']): Schedule {
  return schedules[name as keyof typeof schedules].make(options);
}

function tableOf({ sampler, options, schedule: named }: Case): SamplerTable {
  const schedule = scheduleOf(named);
  const { final, ...rest } = options;
  const finalAlphaBar = final === 'one' ? 1 : schedule.alphasCumprod[0]!;
  const made = { ...rest, finalAlphaBar } as SamplerOptions;
  if (sampler === 'inverseDdim') return makeInverseDdimTable(schedule, made);
  return samplers[sampler as SamplerName].make(schedule, made);
}

/** The largest error |a − b| / (1 + |b|) of every t, every x and the end. */
function errorOf(walked: Walked, expected: { asked: number[][]; end: number }): number {
  const wanted = [...expected.asked.flat(), expected.end];
  const sizes = wanted.map((value) => 1 + Math.abs(value));
  const scaled = (numbers: number[]) => numbers.map((value, i) => value / sizes[i]!);
  return largestError(scaled([...walked.asked.flat(), walked.end]), scaled(wanted));
}

describe('a sampler walks as its paper writes it', () => {
  it('for every sampler of the registry', () => {
    const named = new Set(walks.map(({ sampler }) => sampler));
    expect(samplerNames.filter((name) => !named.has(name))).toEqual([]);
  });

  it.each(
    walks.map(
      (given) =>
        [given.sampler, given.schedule.name, JSON.stringify(given.options), given] as const,
    ),
  )('%s, %s, %s', (_sampler, _schedule, _options, given) => {
    const table = tableOf(given);
    for (const [i, expected] of given.walks.entries()) {
      const walked = walkNumber(table, starts[i]!, toX0(formula), fresh[i]!);
      expect(errorOf(walked, expected)).toBeLessThan(1e-11);
    }
  });

  it.each(flows)('the flow, $options', ({ options, walks: expectedWalks }) => {
    const x0Of: Answer = (x, step) => x + velocityToX0(step.sigma).value * formula(x, step);
    for (const [i, expected] of expectedWalks.entries()) {
      const walked = walkNumber(makeFlowEulerTable(options), starts[i]!, x0Of);
      expect(errorOf(walked, expected)).toBeLessThan(1e-12);
    }
  });
});

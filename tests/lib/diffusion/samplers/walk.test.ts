/** The one loop: what it frees, that its two drivers agree, its noise, its predictions and its hooks. */
import { describe, expect, it } from 'vitest';
import {
  clipX0,
  dynamicThreshold,
  fillNormals,
  makeLinearSchedule,
  makeRng,
  predictionAt,
  rescaleToZeroTerminalSnr,
  type SamplerName,
  type SamplerOptions,
  type SamplerStep,
  type SamplerTable,
  samplerNames,
  samplers,
  sampleWalk,
  sampleWalkLater,
  type WalkArithmetic,
  type WalkFrame,
  walkNoise,
  walkTable,
  type X0Hook,
} from '../../../../src/lib/diffusion/index.ts';
import fixture from '../../../fixtures/diffusion/samplers.json' with { type: 'json' };
import { largestError, thrownBy } from '../closeness.ts';
import { type Answer, formula, toX0, walkNumber } from './walking.ts';

const schedule = makeLinearSchedule({ T: 1000 });

function tableOf(name: SamplerName, options: SamplerOptions = { steps: 8 }): SamplerTable {
  return samplers[name].make(schedule, options);
}

/** Values that know whether they were freed: freeing twice, or using a freed one, is an error. */
function makeCounted(failAt = Number.POSITIVE_INFINITY) {
  const live = new Set<object>();
  let sums = 0;
  const made = () => {
    const value = {};
    live.add(value);
    return value;
  };
  const used = (value: object) => {
    if (!live.has(value)) throw new Error('A freed value was used.');
  };
  const arithmetic: WalkArithmetic<object> = {
    sum(terms) {
      for (const { value } of terms) used(value);
      if (++sums > failAt) throw new Error('The device is lost.');
      return made();
    },
    noise: made,
    free(value) {
      used(value);
      live.delete(value);
    },
  };
  return { live, made, used, arithmetic };
}

/** Walks counted values; after `stop` rows it ends in the given way. */
function walkCounted(
  table: SamplerTable,
  { stop, how, failAt }: { stop?: number; how?: 'return' | 'throw'; failAt?: number } = {},
) {
  const counted = makeCounted(failAt);
  const loop = walkTable(table, counted.made(), counted.arithmetic);
  let turn = loop.next();
  while (!turn.done) {
    counted.used(turn.value.x);
    if (turn.value.row === stop) {
      if (how === 'return') loop.return({});
      else expect(thrownBy(() => loop.throw(new Error('Cancelled.'))).message).toBe('Cancelled.');
      break;
    }
    turn = loop.next(counted.made());
  }
  return { live: counted.live, turn };
}

const rows = samplerNames.map((name) => [name, tableOf(name)] as const);

describe('walkTable', () => {
  it.each(rows)('%s frees all but the result', (_name, table) => {
    const { live, turn } = walkCounted(table);
    expect([...live]).toEqual([turn.value]);
  });

  it.each(rows)('%s, ended early at any row, frees everything once', (_name, table) => {
    for (let stop = 0; stop < table.length; stop++) {
      for (const how of ['return', 'throw'] as const) {
        expect(walkCounted(table, { stop, how }).live.size).toBe(0);
      }
    }
  });

  it.each(rows)('%s, when the arithmetic fails, frees everything once', (_name, table) => {
    for (let failAt = 0; failAt < table.length; failAt++) {
      const counted = makeCounted(failAt);
      const loop = walkTable(table, counted.made(), counted.arithmetic);
      const error = thrownBy(() => {
        let turn = loop.next();
        while (!turn.done) turn = loop.next(counted.made());
      });
      expect(error.message).toBe('The device is lost.');
      expect(counted.live.size).toBe(0);
    }
  });

  it('hands an empty table’s start back', () => {
    const { live, turn } = walkCounted([]);
    expect([...live]).toEqual([turn.value]);
  });
});

/** The formula as ε of a whole batch, turned into x0. */
function batchX0<A extends Float32Array | Float64Array>(x: A, step: SamplerStep): A {
  return x.map((value) => toX0(formula)(value, step)) as A;
}

function framesOf(table: SamplerTable, start: Float64Array, seed: number | string, hook?: X0Hook) {
  const walk = sampleWalk({ table, start, seed, ...(hook ? { hook } : {}) }, batchX0);
  const frames: WalkFrame<Float64Array>[] = [];
  let turn = walk.next();
  for (; !turn.done; turn = walk.next()) frames.push(turn.value);
  return { frames, end: turn.value };
}

const start = fillNormals(makeRng('start'), new Float64Array(12));

describe('sampleWalk and sampleWalkLater', () => {
  it.each(rows)('%s: both give the same bits, frame by frame', async (_name, table) => {
    const { frames, end } = framesOf(table, start, 'seed');
    const later = sampleWalkLater({ table, start, seed: 'seed' }, async (x, step) => {
      await Promise.resolve();
      return batchX0(x, step);
    });
    for (const frame of frames) expect((await later.next()).value).toEqual(frame);
    expect(await later.next()).toEqual({ done: true, value: end });
    expect(frames).toHaveLength(table.length);
    expect(frames.at(-1)!.next).toEqual(end);
  });

  it('leaves the start as it is, and answers in its precision', () => {
    const copy = start.slice();
    framesOf(tableOf('ddpm'), start, 1);
    expect(start).toEqual(copy);
    const single = sampleWalk({ table: tableOf('ddpm'), start: Float32Array.from(start) }, batchX0);
    expect(single.next().value).toMatchObject({ next: expect.any(Float32Array) });
  });

  it('is decided by the seed', () => {
    const table = tableOf('ddpm');
    expect(framesOf(table, start, 'a').end).toEqual(framesOf(table, start, 'a').end);
    expect(framesOf(table, start, 'a').end).not.toEqual(framesOf(table, start, 'b').end);
    expect(walkNoise('a', 3, 5)).not.toEqual(walkNoise('a', 4, 5));
  });

  it('gives an image the same noise, however many follow it', () => {
    for (const name of ['ddpm', 'eulerAncestral', 'lcm'] as const) {
      const whole = framesOf(tableOf(name), start, 'a').end;
      expect(framesOf(tableOf(name), start.slice(0, 4), 'a').end).toEqual(whole.slice(0, 4));
    }
    expect(walkNoise('a', 2, 5)).toEqual(walkNoise('a', 2, 9).slice(0, 5));
  });

  it('draws normal noise', () => {
    const z = walkNoise('spread', 0, 20_000);
    const mean = z.reduce((sum, value) => sum + value, 0) / z.length;
    const variance = z.reduce((sum, value) => sum + (value - mean) ** 2, 0) / z.length;
    expect(Math.abs(mean)).toBeLessThan(4.5 / Math.sqrt(z.length));
    expect(Math.abs(variance - 1)).toBeLessThan(4.5 * Math.sqrt(2 / z.length));
  });

  it('stops where it is left, and asks no more', async () => {
    let asked = 0;
    const walk = sampleWalkLater({ table: tableOf('ddim'), start }, async (x, step) => {
      asked += 1;
      return batchX0(x, step);
    });
    for await (const { row } of walk) if (row === 2) break;
    expect(asked).toBe(3);
    await expect(
      sampleWalkLater({ table: tableOf('ddim'), start }, async () => {
        throw new Error('Cancelled.');
      }).next(),
    ).rejects.toThrow('Cancelled.');
  });

  it('says when a prediction is not as long as x', () => {
    const walk = sampleWalk({ table: tableOf('ddim'), start }, (x) => x.slice(1));
    expect(thrownBy(() => walk.next()).message).toBe(
      'x0 must be an array of length 12, set by x, but it is an array of length 11.',
    );
  });
});

describe('what the network predicts', () => {
  const answers: Record<'x0' | 'v', Answer> = {
    x0: (x, step) => (x - step.sigma * formula(x, step)) / step.signal,
    v: (x, step) => {
      const eps = formula(x, step);
      return step.signal * eps - (step.sigma * (x - step.sigma * eps)) / step.signal;
    },
  };

  const ways = samplerNames.flatMap((name) =>
    [
      { steps: 12 },
      ...(samplers[name].karras ? [{ steps: 12, spacing: 'karras' as const }] : []),
    ].map((options) => [name, options] as const),
  );

  it.each(ways)('%s %o walks the same with ε, x0 and v', (name, options) => {
    const table = tableOf(name, options);
    const fresh = table.map((_, row) => Math.sin(3 * row + 1));
    const eps = walkNumber(table, 0.8, toX0(formula), fresh);
    for (const prediction of ['x0', 'v'] as const) {
      const other = walkNumber(table, 0.8, toX0(answers[prediction], prediction), fresh);
      const [xs, others] = [eps, other].map(({ asked, end }) => [...asked.flat(), end]);
      expect(largestError(others!, xs!)).toBeLessThan(1e-9);
    }
  });

  it('x0 and v start from no signal at all; ε says that it cannot', () => {
    const zero = rescaleToZeroTerminalSnr(schedule);
    const table = samplers.ddim.make(zero, { steps: 5 });
    for (const prediction of ['x0', 'v'] as const) {
      const { end } = walkNumber(
        table,
        0.8,
        toX0(() => 0.3, prediction),
      );
      expect(Number.isFinite(end)).toBe(true);
    }
    expect(thrownBy(() => predictionAt(table[0]!, 'eps', 'x0')).message).toBe(
      't must be a step where ᾱ is above 0, to turn eps into x0, but it is 999.',
    );
  });
});

describe('hooks', () => {
  const { dim, images, cases } = fixture.cases.thresholds;
  const [step] = tableOf('ddim') as [SamplerStep];

  it.each(cases)('dynamic thresholding at $percentile, at most $mostThreshold (numpy)', (given) => {
    const { percentile, mostThreshold } = given;
    const limits = mostThreshold === null ? { percentile } : { percentile, mostThreshold };
    const hook = dynamicThreshold(dim, limits);
    expect(largestError(hook(Float64Array.from(images), step), given.x0)).toBeLessThan(1e-14);
    const single = hook(Float32Array.from(images), step);
    expect(single).toBeInstanceOf(Float32Array);
    expect(largestError(single, given.x0)).toBeLessThan(1e-6);
  });

  it('clips to the limit', () => {
    const clipped = clipX0(0.5)(Float64Array.of(-2, -0.5, 0.1, 0.7), step);
    expect([...clipped]).toEqual([-0.5, -0.5, 0.1, 0.5]);
    expect([...clipX0()(Float64Array.of(3, -3), step)]).toEqual([1, -1]);
  });

  it('change what the walk uses, at every row', () => {
    const { frames, end } = framesOf(tableOf('ddim'), start, 0, clipX0(0.25));
    const sizes = frames.map(({ x0 }) => Math.max(...x0.map(Math.abs)));
    expect(Math.max(...sizes)).toBe(0.25);
    expect(Math.max(...end.map(Math.abs))).toBeLessThan(0.25 + 1e-12);
    const plain = framesOf(tableOf('ddim'), start, 0).end;
    expect(Math.max(...plain.map(Math.abs))).toBeGreaterThan(0.25);
  });

  it('say what is not allowed', () => {
    const message = (call: () => unknown) => thrownBy(call).message;
    expect(message(() => clipX0(0))).toBe('limit must be a number above 0, but it is 0.');
    expect(message(() => dynamicThreshold(0))).toContain('dim must be');
    expect(message(() => dynamicThreshold(4, { percentile: 1.5 }))).toContain('percentile must be');
    expect(message(() => dynamicThreshold(4, { mostThreshold: 0.5 }))).toContain(
      'mostThreshold must be',
    );
    expect(message(() => dynamicThreshold(4)(new Float64Array(6), step))).toContain('x0 must be');
  });
});

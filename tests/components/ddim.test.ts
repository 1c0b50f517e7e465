/** The DDIM lesson's own mathematics: what tables hold, orders against closed forms, plans of measurements, and what the prose says. */
import { describe, expect, test } from 'vitest';
import {
  noisesBetween,
  shareAt,
  sizeOf,
  stopCount,
} from '../../src/lessons/ddim/figures/between.ts';
import { schedule } from '../../src/lessons/ddim/figures/models.ts';
import {
  cdfAt,
  compared,
  drawnStarts,
  exactAt,
  exactPaths,
  lineData,
  measureAll,
  measuredOrder,
  quantileAt,
  startCount,
  tableOf,
  walkExact,
  walkedPaths,
} from '../../src/lessons/ddim/figures/orders.ts';
import {
  cellOf,
  measuredSteps,
  planOf,
  type QualityPoint,
  timeLeft,
} from '../../src/lessons/ddim/figures/quality.ts';
import { changeWords } from '../../src/lessons/ddim/figures/SideView.tsx';
import { samplerStyles } from '../../src/lessons/ddim/figures/samplerStyles.ts';
import {
  differing,
  heldAfter,
  largestGap,
  printedRows,
  usesEarlier,
} from '../../src/lessons/ddim/figures/tables.ts';
import { fitted } from '../../src/lessons/ddim/figures/useSubject.tsx';
import {
  amount,
  counted,
  duration,
  largestDifference,
  rmsDifference,
  signed,
} from '../../src/lessons/ddim/figures/words.ts';
import { n } from '../../src/lessons/ddim/numbers.ts';
import {
  levelAt,
  makeLinearSchedule,
  makeRng,
  sampleNormals,
  samplerNames,
  samplers,
} from '../../src/lib/diffusion/index.ts';

const linear = makeLinearSchedule({ T: 1000 });
const make = (name: 'ddpm' | 'ddim' | 'euler' | 'unipc' | 'heun', steps: number, eta?: number) =>
  samplers[name].make(schedule, { steps, ...(eta === undefined ? {} : { eta }) });

describe('tables', () => {
  test('every sampler whose predictions are right arrives at the levels that it visits', () => {
    for (const name of samplerNames) {
      // PNDM asks within its steps, LCM keeps a trace of x.
      if (name === 'pndm' || name === 'lcm' || name === 'heun' || name === 'dpmSolver2S') continue;
      for (const spacing of ['trailing', 'leading', 'linspace'] as const) {
        const table = samplers[name].make(schedule, { steps: 7, spacing });
        heldAfter(table).forEach(({ signal, sigma }, i) => {
          const next = table[i + 1];
          const expected = next ? levelAt(schedule, next.t) : { signal: 1, sigma: 0 };
          expect(Math.abs(signal - expected.signal), `${name} ${i}`).toBeLessThan(1e-9);
          expect(Math.abs(sigma - expected.sigma), `${name} ${i}`).toBeLessThan(1e-9);
        });
      }
    }
  });

  test('that holds for DDIM with any share of fresh noise: the family has the same marginals', () => {
    for (const eta of [0, 0.3, 0.77, 1]) {
      const held = heldAfter(make('ddim', 9, eta));
      const other = heldAfter(make('ddpm', 9));
      held.forEach(({ signal, sigma }, i) => {
        expect(Math.abs(signal - other[i]!.signal)).toBeLessThan(1e-12);
        expect(Math.abs(sigma - other[i]!.sigma)).toBeLessThan(1e-12);
      });
    }
  });

  test('print the factors of eq. 12, and mark what is printed differently', () => {
    const [left, right] = [make('ddpm', 5), make('ddim', 5)];
    const rows = printedRows(right);
    const [at, next] = [levelAt(schedule, 599), levelAt(schedule, 399)];
    const third = rows[2]!;
    expect(third.t).toBe('599');
    expect(third.cells.xt).toBe((next.sigma / at.sigma).toFixed(4));
    expect(third.cells.x0).toBe((next.signal - (at.signal * next.sigma) / at.sigma).toFixed(4));
    expect([third.cells.noise, third.cells.earlier]).toEqual(['0.0000', '–']);
    const marked = differing(third, printedRows(left)[2]);
    expect([...marked].sort()).toEqual(['noise', 'x0', 'xt']);
    expect(differing(rows[4]!, printedRows(left)[4]).size).toBe(0);
    expect(differing(rows[0]!, undefined).size).toBe(6);
    expect([usesEarlier(left), usesEarlier(make('unipc', 5))]).toEqual([false, true]);
    expect(printedRows(make('unipc', 5))[2]!.cells.earlier).toMatch(
      /^−?0\.\d{4} x̂₀′, −?0\.\d{4} x̂₀″$/,
    );
  });

  test('Euler on the same levels is DDIM, η = 1 is DDPM, and other tables are told apart', () => {
    expect(largestGap(make('euler', 20), make('ddim', 20, 0))).toBeLessThan(1e-14);
    expect(largestGap(make('ddpm', 20), make('ddim', 20, 1))).toBeLessThan(1e-13);
    expect(largestGap(make('ddpm', 20), make('ddim', 20, 0))).toBeGreaterThan(0.1);
    expect(largestGap(make('unipc', 20), make('ddim', 20, 0))).toBeGreaterThan(0.01);
    expect(largestGap(make('heun', 20), make('ddim', 20, 0))).toBeNull();
  });
});

describe('orders', () => {
  test('the flow of one hill is the linear map between its marginals', () => {
    const { mixture } = lineData.one;
    const [mean, variance] = [0.3, 0.09];
    const place = (level: { signal: number; sigma: number }) => {
      const deviation = Math.sqrt(level.signal ** 2 * variance + level.sigma ** 2);
      return exactAt(mixture, level).map((x) => (x - level.signal * mean) / deviation);
    };
    const start = place(levelAt(linear, 999));
    for (const t of [800, 300, 0]) {
      expect(largestDifference(place(levelAt(linear, t)), start)).toBeLessThan(1e-9);
    }
  });

  test('shares of probability are those of the noised mixture, by a sum over a fine grid', () => {
    const { mixture } = lineData.two;
    const level = levelAt(linear, 200);
    const density = (x: number) =>
      mixture.components.reduce((sum, { weight, mean, covariance }) => {
        const variance = level.signal ** 2 * covariance[0]![0]! + level.sigma ** 2;
        const away = x - level.signal * mean[0]!;
        return (
          sum + (weight * Math.exp(-(away ** 2) / variance / 2)) / Math.sqrt(2 * Math.PI * variance)
        );
      }, 0);
    const step = 1e-3;
    let sum = 0;
    for (let x = -6; x < 0.4 - step / 2; x += step) sum += step * density(x + step / 2);
    expect(Math.abs(cdfAt(mixture, level, 0.4) - sum)).toBeLessThan(1e-5);
    expect(Math.abs(quantileAt(mixture, level, sum) - 0.4)).toBeLessThan(1e-4);
  });

  test('walks end where they say, and the measured orders are the promised ones', () => {
    const { mixture } = lineData.one;
    for (const name of compared) {
      const points = measureAll(mixture, name);
      const seen = measuredOrder(points);
      const promised = samplers[name].order!;
      // UniPC's corrector adds one.
      const expected = name === 'unipc' ? promised + 1 : promised;
      expect(Math.abs(seen - expected), `${name}: ${seen}`).toBeLessThan(0.15);
      for (const { steps, calls } of points) {
        const each = name === 'heun' ? 2 * steps : name === 'unipc' ? steps + 1 : steps;
        expect(calls, name).toBe(each);
      }
    }
    const states = walkExact(mixture, tableOf('heun', 192));
    expect(states.at(-1)).toHaveLength(startCount);
    const end = exactAt(mixture, levelAt(linear, 0));
    expect(largestDifference(states.at(-1)!, end)).toBeLessThan(1e-3);
  });

  test('a slope of −2 is order 2', () => {
    const points = [48, 96, 192].map((steps) => ({ steps, calls: steps, error: 7 / steps ** 2 }));
    expect(measuredOrder([{ steps: 4, calls: 4, error: 1e9 }, ...points])).toBeCloseTo(2, 10);
  });

  test('drawn paths start together and end where the flow and the walk end', () => {
    const { mixture } = lineData.two;
    const [exact, walked] = [exactPaths(mixture), walkedPaths(mixture, 'dpmSolver2M', 192)];
    expect(exact.map(({ id }) => id)).toEqual(drawnStarts);
    exact.forEach(({ points }, i) => {
      const other = walked[i]!.points;
      expect(other).toHaveLength(193);
      expect(Math.abs(points[0]!.x - other[0]!.x)).toBeLessThan(1e-12);
      expect(Math.abs(points.at(-1)!.x - other.at(-1)!.x)).toBeLessThan(2e-3);
      expect(points.at(-1)!.noise).toBe(other.at(-1)!.noise);
    });
  });
});

describe('between two noises', () => {
  test('the row starts with the seed’s noise, ends with the next seed’s, and only the sphere keeps its size', () => {
    const pixels = 1024;
    const [sphere, straight] = (['sphere', 'straight'] as const).map((way) =>
      noisesBetween(4, pixels, way),
    );
    for (const row of [sphere!, straight!]) {
      expect(row.slice(0, pixels)).toEqual(sampleNormals(makeRng(4), pixels));
      expect(row.slice(-pixels)).toEqual(sampleNormals(makeRng(5), pixels));
    }
    const middle = (row: Float32Array) => sizeOf(row.subarray(5 * pixels, 6 * pixels));
    expect([shareAt(0), shareAt(5), shareAt(stopCount - 1)]).toEqual([0, 0.5, 1]);
    expect(Math.abs(middle(sphere!) - 1)).toBeLessThan(0.07);
    expect(Math.abs(middle(straight!) - Math.SQRT1_2)).toBeLessThan(0.07);
  });

  test('an own picture becomes small by its mean, and large by a black border', () => {
    const pixels = Float32Array.from({ length: 784 }, (_, i) => (i % 28) / 14 - 1);
    const [small, large] = [fitted(pixels, 8), fitted(pixels, 32)];
    const mean = (x: Float32Array) => x.reduce((sum, value) => sum + value, 0) / x.length;
    expect(small).toHaveLength(64);
    expect(Math.abs(mean(small) - mean(pixels))).toBeLessThan(1e-6);
    expect(large).toHaveLength(1024);
    expect(large[0]).toBe(-1);
    expect(large[2 * 32 + 2 + 20]).toBeCloseTo(pixels[20]!, 6);
  });
});

describe('measuring quality', () => {
  const point = (sampler: 'ddim' | 'ddpm', steps: number): QualityPoint => ({
    ...cellOf(sampler, steps, 'trailing'),
    frechet: 1,
    accuracy: 1,
    milliseconds: 1,
  });

  test('goes through the cheap step counts first, and leaves out what is known', () => {
    const chosen = new Set(['ddim', 'ddpm'] as const);
    const all = planOf(chosen, []);
    expect(all.map(({ sampler, steps }) => `${sampler} ${steps}`)).toEqual(
      measuredSteps.flatMap((steps) => [`ddpm ${steps}`, `ddim ${steps}`]),
    );
    const rest = planOf(chosen, [point('ddpm', 2), point('ddim', 50)]);
    expect(rest).toHaveLength(all.length - 2);
    expect(rest[0]).toMatchObject({ sampler: 'ddim', steps: 2, calls: 2 });
  });

  test('counts the calls of a sampler that asks twice, and starts it where σ is at most 80', () => {
    const { calls, options } = cellOf('heun', 10, 'trailing');
    expect(calls).toBe(19);
    const ratio = (t: number) => Math.sqrt(1 / schedule.alphasCumprod[t]! - 1);
    expect(ratio(options.startAt!)).toBeLessThanOrEqual(80);
    expect(ratio(options.startAt! + 1)).toBeGreaterThan(80);
    expect(cellOf('ddim', 10, 'leading').options).toEqual({ steps: 10, spacing: 'leading' });
  });

  test('tells the time that is left from the time per call', () => {
    expect(timeLeft({ calls: 0, milliseconds: 0 }, 100)).toBeNull();
    expect(timeLeft({ calls: 50, milliseconds: 200 }, 100)).toBe(400);
  });
});

describe('words', () => {
  test('amounts, signs, counts and times', () => {
    expect([0, 3, 123.4, 0.0123, 0.00004].map(amount)).toEqual([
      '0',
      '3.0',
      '123',
      '0.012',
      '4.0 · 10⁻⁵',
    ]);
    expect([signed(-0.5, 2), signed(-0.001, 2), signed(1, 1)]).toEqual(['−0.50', '0.00', '1.0']);
    expect([counted(1, 'step'), counted(1000, 'step')]).toEqual(['1 step', '1,000 steps']);
    expect([400, 12_300, 119_900].map(duration)).toEqual(['0.4 s', '12 s', '2 min 0 s']);
  });

  test('differences: the root mean square and the largest, and what other fresh noise changed', () => {
    const [a, b] = [Float32Array.of(0, 0, 0, 2), Float32Array.of(0, 0, 0, 1)];
    expect([rmsDifference(a, b), largestDifference(a, b)]).toEqual([0.5, 1]);
    expect(changeWords(a, a)).toContain('to the last bit');
    expect(changeWords(a, b)).toBe('before: changed by 0.500 a pixel');
  });

  test('every sampler has a line of its own', () => {
    const lines = Object.values(samplerStyles).map(({ colour, dash }) => `${colour} ${dash}`);
    expect(new Set(lines).size).toBe(samplerNames.length);
  });
});

describe('what the prose says', () => {
  test('of steps and spacing', () => {
    expect(n.trailing).toMatch(/^999, 899, .* 99$/);
    expect(n.leading).toMatch(/^900, 800, .* 0$/);
    expect(n.eulerGap).toContain('below');
    expect(Math.abs(Number(n.middleSize) - Math.SQRT1_2)).toBeLessThan(0.02);
  });

  test('of measured quality: ten DDIM steps are about as good as 250, DDPM needs more, and variety is what few steps cost', () => {
    const close = Number(n.ddim10) / Number(n.ddim250);
    expect(close).toBeLessThan(1.15);
    expect(Number(n.ddim5) / Number(n.ddim250)).toBeGreaterThan(1.2);
    expect(Number(n.ddpm10) / Number(n.ddim10)).toBeGreaterThan(1.4);
    expect(Math.abs(Number(n.ddim10) / Number(n.ddpmAll) - 1)).toBeLessThan(0.1);
    expect(Number(n.garmentsMultistep10)).toBeLessThan(Number(n.garments10));
    expect(Number(n.garmentsUniPc10) / Number(n.garments20)).toBeLessThan(1.1);
    expect(Number(n.garments10) / Number(n.garmentsMore.frechet)).toBeGreaterThan(1.4);
    expect(Number(n.garmentsMore.frechet)).toBeGreaterThan(Number(n.garmentsReal));
    expect(Number(n.diversity5)).toBeLessThan(Number(n.diversity250) - 0.2);
    expect(Number(n.ddpmDiversity10)).toBeLessThan(Number(n.diversity5));
    expect(Number(n.heun5)).toBeGreaterThan(10 * Number(n.ddim5));
  });

  test('of orders: with eight calls Euler is closer than Heun, with 192 it is far behind', () => {
    expect(Number(n.heunFour)).toBeGreaterThan(2 * Number(n.eulerEight));
    const tiny = (text: string) => {
      const [digits, power] = text.split(' · 10⁻') as [string, string | undefined];
      return Number(digits) * 10 ** -(power ? '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(power) : 0);
    };
    expect(tiny(n.eulerMany) / tiny(n.heunMany)).toBeGreaterThan(5);
    expect(tiny(n.eulerMany) / tiny(n.multistepMany)).toBeGreaterThan(10);
    expect(Number(n.eulerEight) / Number(n.multistepEight)).toBeLessThan(1.3);
    expect([n.eulerOrder, n.heunOrder, n.uniPcOrder]).toEqual(['1.0', '2.0', '3.0']);
  });
});

/** Walks of one number along a table, with the noise given: what the tests of samplers share. */
import {
  makeCustomSchedule,
  type Prediction,
  predictionAt,
  type SamplerName,
  type SamplerOptions,
  type SamplerStep,
  type SamplerTable,
  type Schedule,
  samplerNames,
  samplers,
  type WalkArithmetic,
  walkTable,
} from '../../../../src/lib/diffusion/index.ts';

/** What a denoiser says of x at a row. */
export type Answer = (x: number, step: SamplerStep) => number;

/** The formula that scripts/fixtures/samplers.py asks: nonlinear in x, and moving with t. */
export const formula: Answer = (x, { t }) =>
  0.8 * Math.tanh(x + Math.sin(t / 150) / 2) + Math.cos(t / 90) / 10;

/** x0 from an answer that is ε, x0 or v. */
export function toX0(answer: Answer, prediction: Prediction = 'eps'): Answer {
  return (x, step) => {
    const { xt, value } = predictionAt(step, prediction, 'x0');
    return xt * x + value * answer(x, step);
  };
}

/** A walk's queries, [t, x], and its end. */
export interface Walked {
  readonly asked: readonly (readonly [number, number])[];
  readonly end: number;
}

/** Walks one number; `fresh` holds z of the rows that add noise, in order of the rows. */
export function walkNumber(
  table: SamplerTable,
  start: number,
  x0Of: Answer,
  fresh: readonly number[] = [],
): Walked {
  const arithmetic: WalkArithmetic<number> = {
    sum: (terms) => terms.reduce((sum, { factor, value }) => sum + factor * value, 0),
    noise: (row) => fresh[row]!,
  };
  const asked: (readonly [number, number])[] = [];
  const loop = walkTable(table, start, arithmetic);
  let turn = loop.next();
  while (!turn.done) {
    const { step, x } = turn.value;
    asked.push([step.t, x]);
    turn = loop.next(x0Of(x, step));
  }
  return { asked, end: turn.value };
}

/** T steps whose λ = log(signal / sigma) falls by equal strides from `first` to `last`. */
export function evenSchedule(T: number, first = 5, last = -5): Schedule {
  const noise = (t: number) => 1 + Math.exp(-2 * (first + ((last - first) * t) / (T - 1)));
  const betas = Array.from({ length: T }, (_, t) =>
    t === 0 ? 1 - 1 / noise(0) : 1 - noise(t - 1) / noise(t),
  );
  return makeCustomSchedule({ betas });
}

/** A sampler that walks along the probability flow, with one choice of its options. */
export interface OdeSampler {
  readonly label: string;
  readonly name: SamplerName;
  readonly extra: SamplerOptions;
  readonly karras: boolean;
}

/** Every sampler without fresh noise, in every way that it has. */
export const odeSamplers: readonly OdeSampler[] = samplerNames.flatMap((name) => {
  const { order, karras } = samplers[name];
  const made = (label: string, extra: SamplerOptions) => ({ label, name, extra, karras });
  if (name === 'pndm') return [made('plms', {}), made('pndm', { start: 'rungeKutta' })];
  if (name === 'eulerAncestral') return [made('euler ancestral, eta 0', { eta: 0 })];
  return order === null ? [] : [made(name, {})];
});

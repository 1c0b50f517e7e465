/** A schedule that the reader draws: ᾱ through nine handles, what may be wrong with it, and its betas. */
import { makeCustomSchedule, type Schedule } from '../../lib/diffusion/index.ts';
import { formatPercent } from './format.ts';

/** How many handles the curve has, evenly spread from t = 0 to t = T − 1. */
export const handleCount = 9;

/** Below this, ᾱ at t = 0 is no longer "near 1". */
export const leastStart = 0.98;

/** Above this, ᾱ at the last t is no longer "near 0". */
export const mostEnd = 0.02;

/** One thing that is wrong, and from which t to which. */
export interface CurveProblem {
  readonly kind: 'outside' | 'start' | 'rises' | 'end';
  readonly from: number;
  readonly to: number;
  readonly sentence: string;
}

/** What a drawing amounts to. `schedule` is null while something is wrong. */
export interface HandDrawn {
  readonly alphaBars: Float64Array;
  readonly problems: readonly CurveProblem[];
  readonly schedule: Schedule | null;
}

/**
 * Slopes at the handles that keep the curve between its neighbours: the weighted harmonic mean of
 * the two slopes beside, 0 where they differ in sign (Fritsch and Butland 1984), and at the ends
 * the slope of the last piece, so that a falling curve has no turn.
 */
function slopesOf(heights: readonly number[], spacing: number): number[] {
  const pieces = heights.slice(1).map((height, i) => (height - heights[i]!) / spacing);
  return heights.map((_, i) => {
    const before = pieces[i - 1] ?? pieces[i]!;
    const after = pieces[i] ?? before;
    return before * after > 0 ? (2 * before * after) / (before + after) : 0;
  });
}

/** The curve through the handles at T timesteps: cubic pieces that never overshoot a handle. */
export function sampleCurve(handles: readonly number[], T: number): Float64Array {
  const last = handles.length - 1;
  const slopes = slopesOf(handles, 1);
  return Float64Array.from({ length: T }, (_, t) => {
    const position = (t / (T - 1)) * last;
    const k = Math.min(Math.floor(position), last - 1);
    const u = position - k;
    const [from, to] = [handles[k]!, handles[k + 1]!];
    const bend = u * (1 - u);
    return (
      from + (to - from) * u * u * (3 - 2 * u) + bend * ((1 - u) * slopes[k]! - u * slopes[k + 1]!)
    );
  });
}

/** Runs of consecutive t for which `wrong` holds, as [from, to] pairs. */
function runs(T: number, wrong: (t: number) => boolean): [number, number][] {
  const found: [number, number][] = [];
  for (let t = 0; t < T; t++) {
    if (!wrong(t)) continue;
    const open = found.at(-1);
    if (open && open[1] === t - 1) open[1] = t;
    else found.push([t, t]);
  }
  return found;
}

/** To three digits: two would call 99.9 % of the signal all of it. */
const percent = (share: number) => formatPercent(Number((share * 100).toPrecision(3)));

function placeOf(from: number, to: number): string {
  return from === to ? `At t = ${from}` : `From t = ${from} to ${to}`;
}

/** Everything that keeps ᾱ from being the ᾱ of a usable schedule, in the order of t within each kind. */
export function findProblems(alphaBars: Float64Array): CurveProblem[] {
  const T = alphaBars.length;
  const [first, last] = [alphaBars[0]!, alphaBars[T - 1]!];
  const problems: CurveProblem[] = [];
  for (const [from, to] of runs(T, (t) => alphaBars[t]! >= 1 || alphaBars[t]! <= 0)) {
    const high = alphaBars[from]! >= 1;
    const why = high
      ? '1 or more, but a step that adds noise leaves less than everything'
      : '0 or less, but a share of signal is positive';
    problems.push({ kind: 'outside', from, to, sentence: `${placeOf(from, to)}, ᾱ is ${why}.` });
  }
  if (first < leastStart && first > 0) {
    const sentence = `At t = 0, ᾱ is only ${percent(first)}: the first step alone would destroy ${percent(1 - first)} of the signal. Start at ${percent(leastStart)} or more.`;
    problems.push({ kind: 'start', from: 0, to: 0, sentence });
  }
  for (const [from, to] of runs(T, (t) => t > 0 && !(alphaBars[t]! < alphaBars[t - 1]!))) {
    const sentence = `From t = ${from - 1} to ${to}, ᾱ does not fall: some β there would be 0 or negative, and a step cannot take noise away.`;
    problems.push({ kind: 'rises', from: from - 1, to, sentence });
  }
  if (last > mostEnd && last < 1) {
    const sentence = `At the end, ᾱ is still ${percent(last)}: sampling starts from pure noise, which this schedule never reaches. End at ${percent(mostEnd)} or less.`;
    problems.push({ kind: 'end', from: T - 1, to: T - 1, sentence });
  }
  return problems;
}

/** β_t = 1 − ᾱ_t / ᾱ_{t−1}, with ᾱ = 1 before t = 0. */
export function betasOf(alphaBars: Float64Array): Float64Array {
  return alphaBars.map((alphaBar, t) => 1 - alphaBar / (t === 0 ? 1 : alphaBars[t - 1]!));
}

/** Reads the drawing: samples it, checks it, and makes its schedule when nothing is wrong. */
export function readDrawing(handles: readonly number[], T: number): HandDrawn {
  const alphaBars = sampleCurve(handles, T);
  const problems = findProblems(alphaBars);
  const schedule = problems.length > 0 ? null : makeCustomSchedule({ betas: betasOf(alphaBars) });
  return { alphaBars, problems, schedule };
}

/** Handles on a schedule's own ᾱ. */
export function handlesOf({ alphasCumprod, T }: Schedule): number[] {
  return Array.from({ length: handleCount }, (_, k) => {
    const t = Math.round((k / (handleCount - 1)) * (T - 1));
    return alphasCumprod[t]!;
  });
}

/** Checks a learner's function by what it does on given and on random inputs, and names the usual mistakes. */
import type { Rng } from '../diffusion/index.ts';
import { type Comparison, compare, type Difference } from './compare.ts';
import type { Check, CheckContext, Verdict, View } from './types.ts';
import { callWords, listOf, numberWords, valueWords } from './words.ts';

/** A usual mistake: what a function that makes it returns. */
export interface Slip<Args extends readonly unknown[]> {
  /** What it is called, as the end of a sentence: “the square roots are missing”. */
  readonly called: string;
  readonly gives: (...args: Args) => unknown;
}

/** How to check one function. */
export interface FunctionCheck<Args extends readonly unknown[]> {
  readonly name: string;
  /** The arguments' names, as the starter has them. */
  readonly arguments: readonly string[];
  /** Inputs that are easy to check by hand; the first that fails is the one that the sentence tells. */
  readonly given: readonly Args[];
  /** Draws one more input. */
  readonly random?: (rng: Rng) => Args;
  /** How many of them; 20 unless told. */
  readonly draws?: number;
  readonly expected: (...args: Args) => unknown;
  readonly slips: readonly Slip<Args>[];
  /** Largest error, as a share of the largest expected number; one in a million unless told. */
  readonly tolerance?: number;
}

const usualTolerance = 1e-6;
const usualDraws = 20;

export const failed = (sentence: string, slip: string | null = null): Verdict => ({
  passed: false,
  sentence,
  slip,
  line: null,
});

/** One input, with what was expected and what came. */
interface Outcome<Args> {
  readonly args: Args;
  readonly expected: unknown;
  readonly got: unknown;
  readonly changed: readonly number[];
  readonly comparison: Comparison;
}

/** Which argument a result is, unchanged; −1 for none. */
const unchangedArgument = ({ args, got }: Outcome<readonly unknown[]>): number =>
  args.findIndex((arg) => isList(arg) && compare(arg, got, 1e-12).difference === null);

const isZero = ({ got }: Outcome<readonly unknown[]>): boolean => {
  const numbers = listOf(got) ?? [got];
  return numbers.length > 0 && numbers.every((value) => value === 0);
};

/** What is wrong with the told result by itself. */
function brokenResult({ expected, got }: Outcome<readonly unknown[]>): string | null {
  if (got === undefined) return 'it returns nothing: a function gives its result with “return”';
  const list = listOf(got);
  if (list?.length === 0 && listOf(expected)?.length) {
    return 'the list is empty: the TODO is still to be written';
  }
  if (list && list.length !== listOf(expected)?.length) return null;
  const numbers = list ?? [got];
  const wrong = numbers.findIndex((value) => typeof value === 'number' && Number.isNaN(value));
  if (wrong < 0) return null;
  return `${list ? `entry ${wrong}` : 'it'} is NaN, which comes of reading past the end of a list, of calculating with a whole list or with nothing, of 0 / 0, or of the square root of a negative number`;
}

/** Sentences for what goes wrong in every exercise alike; about the result as such only if all inputs bear them out. */
function generalSlip(
  told: Outcome<readonly unknown[]>,
  outcomes: readonly Outcome<readonly unknown[]>[],
  names: readonly string[],
): string | null {
  const broken = brokenResult(told);
  if (broken) return broken;
  const same = unchangedArgument(told);
  if (same >= 0 && outcomes.every((outcome) => unchangedArgument(outcome) === same)) {
    return `that is ${names[same]}, unchanged`;
  }
  if (told.comparison.difference && outcomes.every(isZero)) {
    return 'it gives only zeros: the TODO is still to be written';
  }
  const first = told.changed[0];
  return first === undefined ? null : `it changes ${names[first]} in place: make a new one`;
}

const isList = (value: unknown): boolean => listOf(value) !== null;

/** “index 1 of the result should be 0.5 and is 0.25”. */
function differenceWords({ where, expected, got, shape }: Difference): string {
  if (shape) return `${where ? `${where}, it` : 'it'} should give ${shape}, and gives ${got}`;
  return where
    ? `${where} it should be ${expected} and is ${got}`
    : `it should be ${expected} and is ${got}`;
}

/** The slip that explains every input, if there is one. */
async function slipOf<Args extends readonly unknown[]>(
  check: FunctionCheck<Args>,
  outcomes: readonly Outcome<Args>[],
): Promise<string | null> {
  const tolerance = check.tolerance ?? usualTolerance;
  for (const { called, gives } of check.slips) {
    let fits = true;
    for (const { args, got } of outcomes) {
      fits &&= compare(await gives(...args), got, tolerance).difference === null;
    }
    if (fits) return called;
  }
  return null;
}

/** Runs the function on all inputs; stops at the first exception, which the caller words. */
async function run<Args extends readonly unknown[]>(
  check: FunctionCheck<Args>,
  { call, rng }: CheckContext,
): Promise<Outcome<Args>[]> {
  const draws = check.random ? (check.draws ?? usualDraws) : 0;
  const inputs = [...check.given, ...Array.from({ length: draws }, () => check.random!(rng))];
  const tolerance = check.tolerance ?? usualTolerance;
  const outcomes: Outcome<Args>[] = [];
  for (const args of inputs) {
    const expected = await check.expected(...args);
    const { value: got, changed } = await call(check.name, args);
    outcomes.push({ args, expected, got, changed, comparison: compare(expected, got, tolerance) });
  }
  return outcomes;
}

/**
 * A check of one function: every input must give what the library gives. The sentence of a failure tells one input, what was
 * expected, what came, and what the mistake is called if it explains all inputs.
 */
export function functionCheck<Args extends readonly unknown[]>(check: FunctionCheck<Args>): Check {
  const decide = async (context: CheckContext): Promise<Verdict> => {
    const outcomes = await run(check, context);
    const wrong = outcomes.find(({ comparison }) => comparison.difference);
    const careless = outcomes.find(({ changed }) => changed.length > 0);
    if (!wrong && !careless) return passedWords(check, outcomes);
    const told = wrong ?? careless!;
    const slip =
      (wrong && (await slipOf(check, outcomes))) ?? generalSlip(told, outcomes, check.arguments);
    const where = callWords(check.name, check.arguments, told.args);
    const difference = told.comparison.difference;
    const seen = difference ? differenceWords(difference) : 'the numbers are right';
    return failed(`With ${where}, ${seen}${slip ? `: ${slip}` : ''}.`, slip);
  };
  return Object.assign(decide, { samples: (context: CheckContext) => samplesOf(check, context) });
}

/** The given inputs with what the learner's function gives and what is right. */
async function samplesOf<Args extends readonly unknown[]>(
  { name, arguments: names, given, expected }: FunctionCheck<Args>,
  { call }: CheckContext,
): Promise<View[]> {
  const rows: string[][] = [];
  for (const args of given) {
    const { value } = await call(name, args);
    rows.push([
      callWords(name, names, args),
      valueWords(value),
      valueWords(await expected(...args)),
    ]);
  }
  return [
    { kind: 'table', caption: `What ${name} gives`, columns: ['Call', 'Yours', 'Right'], rows },
  ];
}

function passedWords<Args extends readonly unknown[]>(
  { given, name, tolerance = usualTolerance }: FunctionCheck<Args>,
  outcomes: readonly Outcome<Args>[],
): Verdict {
  const drawn = outcomes.length - given.length;
  const random = drawn > 0 ? ` and ${drawn} random` : '';
  const inputs = `${given.length} given${random} input${outcomes.length === 1 ? '' : 's'}`;
  const error = Math.max(...outcomes.map(({ comparison }) => comparison.largestError));
  const far =
    error === 0
      ? 'exactly'
      : `to within ${numberWords(error, 1)} of the size of the numbers (${numberWords(tolerance, 1)} is allowed)`;
  return {
    passed: true,
    sentence: `Right: ${name} gives what it should on ${inputs}, ${far}.`,
    slip: null,
    line: null,
  };
}

/** Several checks one after another: the first that fails decides. */
export function allOf(...checks: readonly Check[]): Check {
  const decide = async (context: CheckContext): Promise<Verdict> => {
    let verdict: Verdict = failed('There is nothing to check.');
    for (const check of checks) {
      verdict = await check(context);
      if (!verdict.passed) return verdict;
    }
    return verdict;
  };
  const samples = async (context: CheckContext) => {
    const views: View[] = [];
    for (const check of checks) views.push(...((await check.samples?.(context)) ?? []));
    return views;
  };
  return Object.assign(decide, { samples });
}

/** Compares what a learner's function gave with what was expected: shape first, then the largest error. */
import { listOf, numberWords, valueWords } from './words.ts';

/** Where two values differ. */
export interface Difference {
  /** “at index 3”, “betas, at index 0”; empty for a single number. */
  readonly where: string;
  readonly expected: string;
  readonly got: string;
  /** What is wrong with the kind or the shape of the value; null when only numbers differ. */
  readonly shape: string | null;
}

/** The outcome: the worst difference, or null, and the largest error as a share of the expected values' size. */
export interface Comparison {
  readonly difference: Difference | null;
  readonly largestError: number;
}

interface Worst {
  error: number;
  difference: Difference | null;
}

/** The largest absolute number in a value. */
function sizeOf(value: unknown): number {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.abs(value) : 0;
  const parts = listOf(value) ?? (value && typeof value === 'object' ? Object.values(value) : []);
  let most = 0;
  for (const part of parts) most = Math.max(most, sizeOf(part));
  return most;
}

function shapeProblem(path: Path, expected: unknown, got: unknown, shape: string): Worst {
  const difference = {
    where: placeWords(path),
    expected: valueWords(expected),
    got: valueWords(got),
    shape,
  };
  return { error: Number.POSITIVE_INFINITY, difference };
}

/** The way to a part of a value: keys and indices. */
type Path = readonly (string | number)[];

/** “at index 3”, “in alpha”, “in betas, at index 0”, “at [1][2]”. */
function placeWords(path: Path): string {
  const keys = path.filter((part) => typeof part === 'string');
  const indices = path.filter((part) => typeof part === 'number');
  const list = indices.length === 1 ? `index ${indices[0]}` : indices.map((i) => `[${i}]`).join('');
  const parts = [keys.length > 0 && `in ${keys.join('.')}`, indices.length > 0 && `at ${list}`];
  return parts.filter(Boolean).join(', ');
}

function walk(expected: unknown, got: unknown, path: Path, tolerance: number): Worst {
  if (typeof expected === 'number') return compareNumbers(expected, got, path, tolerance);
  const list = listOf(expected);
  if (list) return compareLists(list, got, path, tolerance);
  if (expected && typeof expected === 'object') {
    return compareObjects(expected as Record<string, unknown>, got, path, tolerance);
  }
  if (Object.is(expected, got)) return { error: 0, difference: null };
  const difference = {
    where: placeWords(path),
    expected: valueWords(expected),
    got: valueWords(got),
    shape: null,
  };
  return { error: Number.POSITIVE_INFINITY, difference };
}

function compareNumbers(expected: number, got: unknown, path: Path, tolerance: number): Worst {
  if (typeof got !== 'number') return shapeProblem(path, expected, got, 'a number');
  const error = Object.is(expected, got) ? 0 : Math.abs(expected - got);
  if (error <= tolerance) return { error, difference: null };
  const difference = {
    where: placeWords(path),
    // Enough digits to tell the two apart.
    ...apart(expected, got),
    shape: null,
  };
  return { error: Number.isNaN(error) ? Number.POSITIVE_INFINITY : error, difference };
}

/** Both numbers with as many digits as it takes to see that they differ. */
function apart(expected: number, got: number): { expected: string; got: string } {
  for (let digits = 4; digits < 17; digits++) {
    const [a, b] = [numberWords(expected, digits), numberWords(got, digits)];
    if (a !== b) return { expected: a, got: b };
  }
  return { expected: String(expected), got: String(got) };
}

function compareLists(
  expected: readonly unknown[],
  got: unknown,
  path: Path,
  tolerance: number,
): Worst {
  const list = listOf(got);
  const wanted = `a list of ${expected.length}`;
  if (!list) return shapeProblem(path, expected, got, wanted);
  if (list.length !== expected.length) {
    return shapeProblem(path, expected, got, `${wanted}, not of ${list.length}`);
  }
  return worstOf(expected.map((entry, i) => walk(entry, list[i], [...path, i], tolerance)));
}

function compareObjects(
  expected: Record<string, unknown>,
  got: unknown,
  path: Path,
  tolerance: number,
): Worst {
  const keys = Object.keys(expected);
  if (!got || typeof got !== 'object' || listOf(got)) {
    return shapeProblem(path, expected, got, `an object with ${keys.join(' and ')}`);
  }
  const entries = got as Record<string, unknown>;
  const missing = keys.find((key) => !(key in entries));
  if (missing) return shapeProblem(path, expected, got, `an object with ${keys.join(' and ')}`);
  return worstOf(keys.map((key) => walk(expected[key], entries[key], [...path, key], tolerance)));
}

/** The largest error; of equal ones the first. */
function worstOf(found: readonly Worst[]): Worst {
  let worst: Worst = { error: 0, difference: null };
  for (const entry of found) {
    const worse = entry.difference && !worst.difference ? true : entry.error > worst.error;
    if (worse && (entry.difference || !worst.difference)) worst = entry;
  }
  return worst;
}

/**
 * Compares a value with the expected one. Typed and plain arrays are alike.
 *
 * @param tolerance largest allowed error, as a share of the largest expected number (or of 1 where all are 0)
 */
export function compare(expected: unknown, got: unknown, tolerance: number): Comparison {
  const size = sizeOf(expected) || 1;
  const { error, difference } = walk(expected, got, [], tolerance * size);
  return { difference, largestError: error / size };
}

/** Turns a learner's TypeScript into plain JavaScript, line for line, or says on which line it cannot be read. */
import { parse } from 'acorn';
import { transform } from 'sucrase';

/** Where a text stops being a program. */
export interface SyntaxProblem {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly message: string;
}

/** Plain JavaScript, or what is wrong with the text. */
export type Transpiled =
  | { readonly js: string; readonly problem: null }
  | { readonly js: null; readonly problem: SyntaxProblem };

/** Both parsers end their messages with "(line:column)". */
const place = /\s*\((\d+):(\d+)\)\s*$/;

function problemOf(error: unknown, columnBase: number): SyntaxProblem {
  const text = error instanceof Error ? error.message : String(error);
  const found = place.exec(text);
  const message = text
    .replace(place, '')
    .replace(/^Error transforming [^:]*:\s*/, '')
    .replace(/^\w/, (letter) => letter.toLowerCase());
  return {
    line: Number(found?.[1] ?? 1),
    column: Number(found?.[2] ?? 1) + columnBase,
    message,
  };
}

/**
 * Strips types and turns `export` into assignments to `exports`. Lines stay where they are, so that an error's line is the
 * learner's.
 */
export function transpile(source: string): Transpiled {
  let js: string;
  try {
    js = transform(source, {
      transforms: ['typescript', 'imports'],
      disableESTransforms: true,
      production: true,
    }).code;
  } catch (error) {
    return { js: null, problem: problemOf(error, 0) };
  }
  try {
    // Sucrase reads over much that no engine accepts, and engines do not say where.
    parse(`(function (exports, require) {${js}\n})`, { ecmaVersion: 'latest' });
    return { js, problem: null };
  } catch (error) {
    return { js: null, problem: problemOf(error, 1) };
  }
}

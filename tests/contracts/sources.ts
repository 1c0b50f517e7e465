/** What the contract tests share: the source files, and what each imports. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

/** All files under a folder whose name ends in one of the extensions, as paths with forward slashes. */
export function filesUnder(folder: string, extensions: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && extensions.some((extension) => entry.name.endsWith(extension)),
    )
    .map((entry) => relative('.', join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/** One import of a file. */
export interface Import {
  /** Path from the root for our own files, the package's name otherwise. */
  readonly target: string;
  readonly own: boolean;
  /** Erased before anything runs. */
  readonly typeOnly: boolean;
}

const importForm =
  /(?:^|\n)\s*(import|export)\s+(type\s)?[^'";]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|new URL\(\s*['"]([^'"]+)['"],\s*import\.meta\.url/g;

/** What a source file imports, re-exports, loads lazily or starts as a worker. */
export function importsOf(path: string): Import[] {
  const text = readFileSync(path, 'utf8').replace(/typeof import\([^)]*\)/g, '');
  return [...text.matchAll(importForm)].map((match) => {
    const specifier = match[3] ?? match[4] ?? match[5] ?? match[6] ?? '';
    const own = specifier.startsWith('.');
    const target = own
      ? normalize(join(dirname(path), specifier)).replaceAll('\\', '/')
      : specifier;
    return { target, own, typeOnly: match[2] !== undefined };
  });
}

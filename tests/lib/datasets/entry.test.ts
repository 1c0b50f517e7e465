/** The public entry runs in Node as it is, with no build step. */

import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import * as entry from '../../../src/lib/datasets/index.ts';

test('Node imports src/lib/datasets/index.ts directly, with all its names', () => {
  const url = new URL('../../../src/lib/datasets/index.ts', import.meta.url).href;
  const code = `console.log(JSON.stringify(Object.keys(await import(${JSON.stringify(url)})).sort()))`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', code]).toString();
  expect(JSON.parse(output)).toEqual(Object.keys(entry).sort());
});

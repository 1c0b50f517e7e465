/** The code that readers copy makes the library's betas, in TypeScript run here and in Python run once. */
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { describe, expect, test } from 'vitest';
import { arrayCode, scheduleCode } from '../../src/lessons/noise-schedules/scheduleCode.ts';
import { rescaleToZeroTerminalSnr, schedules } from '../../src/lib/diffusion/index.ts';
import { codeCases } from '../fixtures/lessons/scheduleCodeCases.ts';

/** Python and NumPy, versions in the file: what they printed when they ran the copied text. */
const fixture = JSON.parse(readFileSync('tests/fixtures/lessons/scheduleCode.json', 'utf8')) as {
  cases: { name: string; code: string; betas: number[] }[];
};

function libraryBetas(name: string): Float64Array {
  const request = codeCases[name]!;
  const schedule = schedules[request.name].make(request.options);
  return (request.zeroTerminalSnr ? rescaleToZeroTerminalSnr(schedule) : schedule).betas;
}

function runTypeScript(code: string): number[] {
  return new Function(`${stripTypeScriptTypes(code)}; return betas;`)() as number[];
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)));
}

describe.each(Object.keys(codeCases))('%s', (name) => {
  test('TypeScript gives the betas of the library', () => {
    const betas = runTypeScript(scheduleCode('typescript', codeCases[name]!));
    expect(largestDifference(betas, libraryBetas(name))).toBeLessThan(1e-12);
  });

  test('Python gave the betas of the library, from this very text', () => {
    const printed = fixture.cases.find((each) => each.name === name)!;
    expect(scheduleCode('python', codeCases[name]!)).toBe(printed.code);
    expect(largestDifference(printed.betas, libraryBetas(name))).toBeLessThan(1e-12);
  });
});

describe('the betas as an array', () => {
  const { betas } = schedules.cosine.make({ T: 10 });

  test('keeps every digit in TypeScript', () => {
    expect(runTypeScript(arrayCode('typescript', 'Cosine', betas))).toEqual([...betas]);
  });

  test('is a NumPy array of the same numbers in Python', () => {
    const code = arrayCode('python', 'Cosine', betas);
    const inside = /np\.array\(\[([^\]]*)\]\)/.exec(code)![1]!;
    const numbers = inside.split(',').map((text) => text.trim());
    expect(numbers.filter((text) => text !== '').map(Number)).toEqual([...betas]);
  });
});

/** Checks of functions, choices and numbers: what is accepted, and the sentence for what is not. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  allOf,
  batchOf,
  type CodeExercise,
  callWords,
  checkAnswer,
  checkCode,
  compare,
  functionCheck,
  type NumberExercise,
  numbersOf,
  numberWords,
  pictureOf,
  picturesOf,
  readNumber,
  valueWords,
} from '../../../src/lib/exercises/index.ts';
import { openHere } from './answers.ts';

const halves: CodeExercise = {
  kind: 'code',
  functions: ['halve'],
  check: functionCheck<[x: Float64Array, by: number]>({
    name: 'halve',
    arguments: ['x', 'by'],
    given: [[Float64Array.of(2, 6), 2]],
    random: (rng) => [Float64Array.from({ length: 3 }, () => rng.normal()), 1 + rng.uniform()],
    expected: (x, by) => x.map((value) => value / by),
    slips: [{ called: 'it multiplies', gives: (x, by) => x.map((value) => value * by) }],
  }),
};
const verdictOf = (body: string) =>
  checkCode(halves, 'test/halve', `export function halve(x, by) {\n${body}\n}`, openHere);

describe('a function', () => {
  test('that is right passes, with typed and with plain arrays', async () => {
    const typed = await verdictOf('return x.map((v) => v / by);');
    expect(typed.sentence).toMatch(
      /^Right: halve gives what it should on 1 given and 20 random inputs, exactly\.$/,
    );
    expect((await verdictOf('return Array.from(x, (v) => v / by);')).passed).toBe(true);
    const float32 = await verdictOf('return Float32Array.from(x, (v) => v / by);');
    expect(float32.sentence).toMatch(
      /to within \d+e−\d+ of the size of the numbers \(0\.000001 is allowed\)/,
    );
  });

  const wrong: [body: string, sentence: RegExp, line: number | null][] = [
    [
      'return x.map((v) => v * by);',
      /^With halve\(x = \[2, 6\], by = 2\), at index 1 it should be 3 and is 12: it multiplies\.$/,
      null,
    ],
    [
      'return x.map((v) => v / by + 0.001 * v);',
      /at index 1 it should be 3 and is 3\.006\.$/,
      null,
    ],
    [
      'x.map((v) => v / by);',
      /it returns nothing: a function gives its result with “return”/,
      null,
    ],
    ['return x;', /that is x, unchanged/, null],
    ['return [0, 0];', /only zeros: the TODO is still to be written/, null],
    ['return [NaN, 3];', /entry 0 is NaN/, null],
    ['return [];', /the list is empty: the TODO/, null],
    ['return [1];', /should give a list of 2, not of 1/, null],
    ['return 1;', /should give a list of 2, and gives 1/, null],
    [
      'for (let i = 0; i < x.length; i++) x[i] /= by;\nreturn x.slice();',
      /the numbers are right: it changes x in place: make a new one/,
      null,
    ],
    [
      'return y.map((v) => v);',
      /^Line 2: It stopped with “ReferenceError: y is not defined”\.$/,
      2,
    ],
    ['return x.map((v) => v / by', /^Line 3: It cannot be read as a program/, 3],
    ["return require('x');", /nothing can be imported here/, 2],
  ];
  test.each(wrong)('%s', async (body, sentence, line) => {
    const verdict = await verdictOf(body);
    expect(verdict.passed).toBe(false);
    expect(verdict.sentence).toMatch(sentence);
    expect(verdict.line).toBe(line);
  });

  test('that is missing is asked for by name', async () => {
    const verdict = await checkCode(halves, 'test/halve', 'export const other = 1;', openHere);
    expect(verdict.sentence).toMatch(/There is no function halve: keep “export function halve”/);
  });

  test('may ask back, and be asked what it asked', async () => {
    const asked: number[] = [];
    const exercise: CodeExercise = {
      kind: 'code',
      functions: ['f'],
      check: functionCheck<[ask: (t: number) => Promise<number>]>({
        name: 'f',
        arguments: ['ask'],
        given: [
          [
            async (t) => {
              asked.push(t);
              return t + 1;
            },
          ],
        ],
        expected: () => 8,
        slips: [{ called: 'the second is missing', gives: async () => 4 }],
      }),
    };
    const code = 'export async function f(ask) { return (await ask(3)) + (await ask(3)); }';
    expect((await checkCode(exercise, 'a/b', code, openHere)).passed).toBe(true);
    expect(asked).toEqual([3, 3]);
    const half = 'export async function f(ask) { return await ask(3); }';
    expect((await checkCode(exercise, 'a/b', half, openHere)).slip).toBe('the second is missing');
    const thrown = 'export async function f(ask) { return ask(); }';
    expect((await checkCode(exercise, 'a/b', thrown, openHere)).sentence).toMatch(/is NaN/);
  });

  test('that asks without end is stopped, however fast it is answered', async () => {
    const session = await openHere('export async function f(ask) { for (;;) await ask(1); }');
    await expect(session.call('f', [() => 2])).rejects.toThrow(
      /asked 2,000 questions in one call and was stopped/,
    );
    await expect(session.call('f', [() => 2])).rejects.toThrow(/2,000 questions/);
  });

  test('several are checked in order, and their samples are shown', async () => {
    const check = allOf(halves.check, halves.check);
    const session = await openHere('export const halve = (x, by) => x.map((v) => v * by);');
    const call: typeof session.call = (name, args) => session.call(name, args);
    const context = { call, rng: { normal: () => 1, uniform: () => 0.5 } as never };
    expect((await check(context)).slip).toBe('it multiplies');
    expect(await check.samples?.(context)).toEqual(
      [1, 2].map(() => ({
        kind: 'table',
        caption: 'What halve gives',
        columns: ['Call', 'Yours', 'Right'],
        rows: [['halve(x = [2, 6], by = 2)', '[4, 12]', '[1, 3]']],
      })),
    );
  });
});

describe('comparing', () => {
  test('finds the largest error of any nested value, and nothing in equal ones', () => {
    const numbers = fc.array(fc.double({ noNaN: true, min: -10, max: 10 }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(
        numbers,
        fc.nat(7),
        fc.double({ noNaN: true, min: 0.01, max: 5 }),
        (values, at, by) => {
          const value = { a: values, b: [1, [2, 3]] };
          expect(compare(value, structuredClone(value), 0)).toEqual({
            difference: null,
            largestError: 0,
          });
          const changed = values.map((entry, i) => (i === at % values.length ? entry + by : entry));
          const found = compare(value, { ...value, a: Float64Array.from(changed) }, 1e-6);
          const size = Math.max(3, ...values.map(Math.abs));
          expect(found.largestError).toBeCloseTo(by / size, 10);
          expect(found.difference?.where).toBe(`in a, at index ${at % values.length}`);
        },
      ),
    );
  });

  test('says where, in nested lists and in objects', () => {
    expect(
      compare(
        [
          [1, 2],
          [3, 4],
        ],
        [
          [1, 2],
          [3, 5],
        ],
        0,
      ).difference?.where,
    ).toBe('at [1][1]');
    expect(compare({ m: [1], step: 1 }, { m: [1], step: 2 }, 0).difference?.where).toBe('in step');
    expect(compare([1, 2], [1, 3], 0).difference?.where).toBe('at index 1');
    expect(compare(1, 2, 0).difference?.where).toBe('');
  });

  test('tells what is no number, missing or of another shape', () => {
    expect(compare(1, '1', 0).difference?.shape).toBe('a number');
    expect(compare({ a: 1, b: 2 }, { a: 1 }, 0).difference?.shape).toBe('an object with a and b');
    expect(compare([1], { 0: 1 }, 0).difference?.shape).toBe('a list of 1');
    expect(compare(1, Number.NaN, 1).difference?.got).toBe('NaN');
    expect(compare('a', 'b', 0).difference).not.toBeNull();
    expect(compare(0.1, 0.1 + 1e-9, 0).difference).toMatchObject({
      expected: '0.1',
      got: '0.100000001',
    });
  });
});

describe('quizzes', () => {
  const number: NumberExercise = {
    kind: 'number',
    right: Math.LN2,
    within: 0.01,
    because: 'It is ln 2.',
    slips: [{ value: 0.5, within: 0.01, called: 'That adds where it must multiply.' }],
  };
  const open = () => Promise.reject(new Error('none'));
  test('numbers', async () => {
    const said = async (text: string) => (await checkAnswer(number, 'a/b', text, open)).sentence;
    expect(await said('0,69')).toBe('Right, it is 0.6931. It is ln 2.');
    expect(await said('.5')).toBe('That adds where it must multiply.');
    expect(await said('2')).toBe('It is less than that.');
    expect(await said('−3')).toBe('It is more than that.');
    expect(await said('a lot')).toBe('Write one number, such as 0.25.');
    expect(['1,250', '−12,000.5', '0,125', '1,25'].map(readNumber)).toEqual([
      1250, -12_000.5, 0.125, 1.25,
    ]);
    expect([' 12 % ', '1e-3', '−.5', '1.2.3', ''].map(readNumber)).toEqual([
      12,
      0.001,
      -0.5,
      null,
      null,
    ]);
  });

  test('choices', async () => {
    const choice = {
      kind: 'choice',
      choices: [
        { text: 'a', because: 'No, not a.' },
        { text: 'b', right: true, because: 'Yes.' },
      ],
    } as const;
    expect(await checkAnswer(choice, 'a/b', '1', open)).toMatchObject({
      passed: true,
      sentence: 'Yes.',
    });
    expect(await checkAnswer(choice, 'a/b', '0', open)).toMatchObject({
      passed: false,
      slip: 'No, not a.',
    });
    expect((await checkAnswer(choice, 'a/b', '7', open)).sentence).toBe('There is no such choice.');
  });
});

test('whatever a function gave can be shown, or is nothing', () => {
  const strange = [undefined, null, 5, 'text', {}, [], [1, 'x'], [1, Number.NaN], [1, 2, 3]];
  for (const value of strange) {
    expect(numbersOf(value, 2)).toBeNull();
    expect(pictureOf(value, 2)).toBeNull();
    expect(batchOf(value, 2)).toHaveLength(2);
  }
  expect(numbersOf(Float64Array.of(1, -2), 2)).toEqual(Float32Array.of(1, -2));
  expect(pictureOf([3, -0.5], 2)).toEqual([1, -0.5]);
  expect(batchOf([1], 2)).toEqual(Float32Array.of(1, Number.NaN));
  expect(picturesOf([0.5, -9, Number.NaN, 1], 2, 2)).toEqual([[0.5, -1], null]);
});

test('values in words', () => {
  expect(numberWords(-0.000123456)).toBe('−0.0001235');
  expect(numberWords(1e-17)).toBe('1e−17');
  expect(numberWords(Number.NEGATIVE_INFINITY)).toBe('−∞');
  expect(valueWords([1, 2, 3, 4, 5])).toBe('[1, 2, 3, 4, 5]');
  expect(valueWords(Float32Array.from({ length: 9 }, (_, i) => i))).toBe(
    '[0, 1, 2, 3, … 9 in all]',
  );
  expect(valueWords({ a: [1], b: 'x' })).toBe('{ a: [1], b: “x” }');
  expect(callWords('f', ['x', 'g'], [1, () => 0])).toBe('f(x = 1, g = …)');
});

/** Checks choices and predicted numbers: every answer gets a sentence of its own. */
import { failed } from './functionCheck.ts';
import type { ChoiceExercise, NumberExercise, Verdict } from './types.ts';
import { numberWords } from './words.ts';

/**
 * What a chosen answer gets.
 *
 * @throws RangeError when there is no such choice
 */
export function checkChoice({ choices }: ChoiceExercise, index: number): Verdict {
  const choice = choices[index];
  if (!choice) throw new RangeError(`There is no choice ${index}.`);
  const passed = choice.right === true;
  return { passed, sentence: choice.because, slip: passed ? null : choice.because, line: null };
}

/** “1,250” and “12,000.5”: commas between thousands, as the lessons write them. */
const thousands = /^-?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/;

/** Reads a number as people write it: decimal comma or point, thousands, the minus sign of print, a percent sign left out. */
export function readNumber(text: string): number | null {
  const signed = text.trim().replaceAll('−', '-').replace(/\s*%$/, '');
  const plain = thousands.test(signed) ? signed.replaceAll(',', '') : signed.replace(',', '.');
  if (!/^-?(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(plain)) return null;
  return Number(plain);
}

/** What a predicted number gets. */
export function checkNumber(
  { right, within, slips, because, unit }: NumberExercise,
  text: string,
): Verdict {
  const value = readNumber(text);
  if (value === null) return failed('Write one number, such as 0.25.');
  if (Math.abs(value - right) <= within) {
    const exact = `${numberWords(right)}${unit ? ` ${unit}` : ''}`;
    return { passed: true, sentence: `Right, it is ${exact}. ${because}`, slip: null, line: null };
  }
  const slip = slips.find((entry) => Math.abs(value - entry.value) <= entry.within);
  if (slip) return failed(slip.called, slip.called);
  return failed(value < right ? 'It is more than that.' : 'It is less than that.');
}

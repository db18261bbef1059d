// What draws answered, as codes: equal answers have equal codes.

import { coded } from '../errors';
import { NO_ANSWER } from '../numerics/majority-score';
import { reading } from './numbers';
import { show } from './show';

/**
 * Codes in the order in which answers first appear, NO_ANSWER for none. A number and its text are two answers.
 *
 * @throws TypeError that names the first entry that is no text, number or null; RangeError if it is NaN.
 */
export function toCodes(name: string, answers: unknown): Uint32Array {
  return reading(name, () => {
    if (!Array.isArray(answers))
      throw coded(TypeError, 'WRONG_TYPE', `${name} must be an array of strings, numbers or null, got ${show(answers)}`);
    const codes = new Map<unknown, number>();
    const given: readonly unknown[] = answers;
    return Uint32Array.from({ length: given.length }, (_, i) => {
      const answer = given[i];
      if (answer === null) return NO_ANSWER;
      if (typeof answer !== 'string' && typeof answer !== 'number')
        throw coded(TypeError, 'WRONG_TYPE', `${name}[${i}] is ${show(answer)}, expected a string, a number or null`, i);
      if (Number.isNaN(answer)) throw coded(RangeError, 'NOT_A_NUMBER', `${name}[${i}] is NaN`, i);
      const known = codes.get(answer) ?? codes.size;
      codes.set(answer, known);
      return known;
    });
  });
}

// Numbers that a caller gave, checked before any work. A wrong shape or type is a TypeError, a wrong value a RangeError; each message names
// the argument, the index and the value.

import { coded, isOutOfMemory, messageOf } from '../errors';
import { isFloat64Array, isResizable, isShared, typedArrayName } from './memory';
import { show } from './show';

/**
 * Numbers as a caller gives them; 32-bit ones are widened. Arrays of another realm (a frame, a test runner) are taken like one's own, and arrays over
 * shared or resizable memory are copied before anything is checked.
 *
 * @example
 * const inputs = [[1, 2], Float32Array.of(1, 2), Float64Array.of(1, 2)];
 * inputs.map((weights) => Support.from({ weights, rewards: weights }).referenceReward); // → [1.66666667, 1.66666667, 1.66666667]
 */
export type Numbers = Float64Array | Float32Array | readonly number[];

export type Doubles = Float64Array | Float32Array;

/** Checks an argument that holds others by name. */
export function checkObject(name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) {
    throw coded(TypeError, 'WRONG_TYPE', `${name} must be an object, got ${show(value)}`);
  }
}

/** Checks a name that must be one of two. */
export function checkEither(name: string, value: unknown, one: string, other: string): void {
  if (value !== one && value !== other) {
    throw coded(TypeError, 'UNKNOWN_NAME', `${name} is ${show(value)}, expected "${one}" or "${other}"`);
  }
}

/** Reads an argument. What the caller's own getters and proxies throw, and the runtime's errors for memory that is detached or cannot be had,
 *  become errors that name the argument. */
export function reading<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw error;
    const message = `${name} cannot be read: ${messageOf(error)}`;
    throw isOutOfMemory(error)
      ? coded(RangeError, 'OUT_OF_MEMORY', message, undefined, { cause: error })
      : coded(TypeError, 'WRONG_TYPE', message, undefined, { cause: error });
  }
}

/** The fields of an argument that holds others by name. All are read once and before any is checked, so that no getter changes what was checked. */
export function fieldsOf<T extends object, K extends keyof T>(name: string, value: T, keys: readonly K[]): Pick<T, K> {
  checkObject(name, value);
  return reading(name, () => {
    const fields = {} as Pick<T, K>;
    for (const key of keys) fields[key] = value[key];
    return fields;
  });
}

/** A typed array as it is, an array of numbers as a Float64Array. Memory that other threads can write to, or that can shrink, is copied, so that
 *  the numbers that are checked are those that are used; `keepShared` is for a caller whose numbers are checked again where they are used. */
export function toDoubles(name: string, values: unknown, keepShared = false): Doubles {
  return reading(name, () => {
    if (isDoubles(values)) return stable(values, keepShared);
    if (!Array.isArray(values)) {
      throw coded(
        TypeError,
        'WRONG_TYPE',
        `${name} must be a Float64Array, a Float32Array or an array of numbers, got ${show(values)}`
      );
    }
    const { length } = values;
    // before memory is asked for: an array may have billions of holes
    if (length > 0) checkNumber(`${name}[0]`, values[0], 0);
    const doubles = new Float64Array(length);
    for (let i = 0; i < length; i++) {
      const value = values[i];
      if (typeof value !== 'number') throw notANumber(`${name}[${i}]`, value, i);
      doubles[i] = value;
    }
    return doubles;
  });
}

function isDoubles(values: unknown): values is Doubles {
  const name = typedArrayName(values);
  return name === 'Float64Array' || name === 'Float32Array';
}

/** The array itself, or a copy where its memory is shared or resizable, or where it is of a class of the caller's own or of another realm. */
function stable(values: Doubles, keepShared: boolean): Doubles {
  const Type = isFloat64Array(values) ? Float64Array : Float32Array;
  const { buffer } = values;
  const keeps = isShared(buffer) ? keepShared : !isResizable(buffer);
  const isPlain = keeps && Object.getPrototypeOf(values) === Type.prototype;
  // an empty array may be one whose memory was handed over: copying it says so
  return isPlain && values.length > 0 ? values : new Type(values);
}

/** The index of the first value that is NaN; -1 if there is none. */
function firstNaN(values: Doubles): number {
  // Zero times a value is zero unless the value is NaN or infinite: four sums, none of which waits for another, are as quick as the memory.
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i + 4 <= values.length; i += 4) {
    s0 += values[i] * 0;
    s1 += values[i + 1] * 0;
    s2 += values[i + 2] * 0;
    s3 += values[i + 3] * 0;
  }
  for (; i < values.length; i++) s0 += values[i] * 0;
  return s0 + s1 + s2 + s3 === 0 ? -1 : values.findIndex(Number.isNaN);
}

/** @throws RangeError that names the index of the first NaN; `place` says what messages call an index. */
export function checkNoNaN(name: string, values: Doubles, place = (i: number) => `${name}[${i}]`): void {
  const bad = firstNaN(values);
  if (bad >= 0) throw coded(RangeError, 'NOT_A_NUMBER', `${place(bad)} is NaN`, bad);
}

/** @throws RangeError that names the first value that is not finite, or below `least`; `place` says what messages call an index. */
export function checkAllFinite(name: string, values: Doubles, least = -Infinity, place = (i: number) => `${name}[${i}]`): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    // false for NaN
    if (value - value === 0 && value >= least) continue;
    throw outOfRange(place(i), value, `a finite number${least === -Infinity ? '' : ` >= ${least}`}`, i);
  }
}

/** A text where a number should stand is shown as far as it may be a number in quotes; anything else may be the answer of a model. */
const MAX_NOT_A_NUMBER = 12;

function notANumber(name: string, value: unknown, index?: number): TypeError {
  return coded(TypeError, 'WRONG_TYPE', `${name} is ${show(value, MAX_NOT_A_NUMBER)}, expected a number`, index);
}

function checkNumber(name: string, value: unknown, index?: number): asserts value is number {
  if (typeof value !== 'number') throw notANumber(name, value, index);
}

export function outOfRange(name: string, value: number, expected: string, index?: number): RangeError {
  return coded(RangeError, 'OUT_OF_RANGE', `${name} is ${value}, expected ${expected}`, index);
}

/** Checks a number of samples: any real n >= 1, Infinity included. */
export function checkN(n: unknown, name = 'n', index?: number): asserts n is number {
  checkNumber(name, n, index);
  if (!(n >= 1)) throw outOfRange(name, n, 'a number >= 1', index);
}

/** Checks a grid of numbers of samples. */
export function toNs(ns: unknown): Doubles {
  const grid = toDoubles('ns', ns);
  checkNs(grid);
  return grid;
}

export function checkNs(grid: Doubles): void {
  grid.forEach((n, i) => {
    checkN(n, `ns[${i}]`, i);
  });
}

/** Checks a number that may be infinite but not NaN. */
export function checkReal(name: string, value: unknown): asserts value is number {
  checkNumber(name, value);
  if (Number.isNaN(value)) throw coded(RangeError, 'NOT_A_NUMBER', `${name} is NaN`);
}

/** Checks a finite number, at least `least`. */
export function checkFinite(name: string, value: unknown, least = -Infinity): asserts value is number {
  checkNumber(name, value);
  if (!Number.isFinite(value) || value < least) {
    throw outOfRange(name, value, `a finite number${least === -Infinity ? '' : ` >= ${least}`}`);
  }
}

/** Checks a number of at least `least`, Infinity included. */
export function checkAtLeast(name: string, value: unknown, least: number): asserts value is number {
  checkNumber(name, value);
  if (!(value >= least)) throw outOfRange(name, value, `a number >= ${least}`);
}

/** Checks a whole number from `least` to `most`, which may be Infinity; `meaning` says what `most` is. */
export function checkWhole(
  name: string,
  value: unknown,
  least: number,
  most: number,
  meaning = '',
  index?: number
): asserts value is number {
  checkNumber(name, value, index);
  if (!Number.isInteger(value) || value < least || value > most) {
    const range = most === Infinity ? `>= ${least}` : `from ${least} to ${most}${meaning && `, ${meaning}`}`;
    throw outOfRange(name, value, `a whole number ${range}`, index);
  }
}

/** Checks a level strictly between 0 and 1. */
export function checkConfidence(confidence: unknown): asserts confidence is number {
  checkFinite('confidence', confidence);
  if (!(confidence > 0 && confidence < 1)) throw outOfRange('confidence', confidence, 'a number between 0 and 1');
}

export function checkEpsilon(epsilon: unknown): asserts epsilon is number {
  checkNumber('epsilon', epsilon);
  if (!(epsilon >= 0 && epsilon <= 1)) throw outOfRange('epsilon', epsilon, 'a probability from 0 to 1');
}

/** Checks a number above 0, which may be infinite. */
export function checkPositive(name: string, value: unknown): asserts value is number {
  checkReal(name, value);
  if (value <= 0) throw outOfRange(name, value, 'a number > 0');
}

/** Checks a finite number above 0. */
export function checkFinitePositive(name: string, value: unknown): asserts value is number {
  checkFinite(name, value);
  if (value <= 0) throw outOfRange(name, value, 'a finite number > 0');
}

/** Checks how many times as likely as under the reference an outcome may be. */
export function checkGamma(gamma: unknown): asserts gamma is number {
  checkReal('gamma', gamma);
  if (!(gamma >= 1)) throw outOfRange('gamma', gamma, 'a number >= 1');
}

/** Checks the level of a quantile. */
export function checkLevel(level: unknown): asserts level is number {
  checkNumber('level', level);
  if (!(level > 0 && level <= 1)) throw outOfRange('level', level, 'a number above 0, up to 1');
}

export function checkSameLength(nameA: string, a: ArrayLike<number>, nameB: string, b: ArrayLike<number>): void {
  if (a.length !== b.length) {
    throw coded(
      TypeError,
      'WRONG_LENGTH',
      `${nameA} has length ${a.length} and ${nameB} has length ${b.length}; they must be equal`
    );
  }
}

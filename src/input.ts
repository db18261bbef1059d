// Validation: what the caller gave becomes clean typed arrays, or a clear error before any work. Every message names the argument,
// the index and the value. TypeError: a wrong shape or type; RangeError: a wrong value.

import type { CleanInput, Numbers } from './engine/engine';
import { log } from './engine/js/math';

/** How a total may differ from 1, in probability or in the logarithm, before it is an error and not rounding. */
export const TOTAL_TOLERANCE = 1e-3;

type Doubles = Float64Array | Float32Array;

/**
 * What a support is made from: rewards, and the reference policy in exactly one of four forms, each array with an entry for every outcome.
 *
 * @example
 * // a softmax over three tokens, one of them masked
 * const support = Support.from({ logits: [1.5, -Infinity, 0.5], rewards: [0, 5, 1] });
 * support.policy(1); // → [0.73105858, 0, 0.26894142]
 */
export interface SupportInput {
  /** The reward of each outcome: any number or ±Infinity. */
  rewards: Numbers;
  /** Probabilities; they must sum to 1 within 1e-3 and are then renormalised. */
  probs?: Numbers;
  /** Non-negative weights of any scale. */
  weights?: Numbers;
  /** Natural logarithms of probabilities; their log-sum-exp must be within 1e-3 of 0. -Infinity is probability 0. */
  logProbs?: Numbers;
  /** Logarithms of weights of any scale, as a softmax takes them. -Infinity is probability 0 (a masked token). */
  logits?: Numbers;
  /** `'random'` (the default): outcomes of equal reward are tied; `'index'`: of two such the later one ranks higher. */
  ties?: 'random' | 'index';
}

export const REFERENCES = ['probs', 'weights', 'logProbs', 'logits'] as const;
export type ReferenceName = (typeof REFERENCES)[number];

export function checkReferenceName(name: unknown): asserts name is ReferenceName {
  if (!REFERENCES.includes(name as ReferenceName))
    throw new TypeError(`reference is ${show(name)}, expected one of ${REFERENCES.join(', ')}`);
}

export function cleanInput(input: SupportInput): CleanInput {
  if (typeof input !== 'object' || input === null) throw new TypeError(`input must be an object, got ${show(input)}`);
  const name = referenceName(input);
  const { ties = 'random' } = input;
  if (ties !== 'random' && ties !== 'index') throw new TypeError(`ties is ${show(ties)}, expected "random" or "index"`);

  const rewards = cleanRewards(input.rewards);
  const reference = toDoubles(name, input[name]);
  checkSameLength('rewards', rewards, name, reference);
  if (rewards.length === 0) throw new RangeError('rewards is empty: a support needs at least one outcome');
  const isLog = name === 'logProbs' || name === 'logits';
  const largest = isLog ? checkLogs(name, reference) : checkWeights(name, reference);
  if (name === 'probs' && largest > 1 + TOTAL_TOLERANCE) {
    const i = reference.indexOf(largest);
    throw new RangeError(`probs[${i}] is ${largest}, expected a probability from 0 to 1 (give weights if they need not be)`);
  }
  const checkTotal = totalCheck(name, largest);
  return { rewards, reference, isLog, largest, tiesByIndex: ties === 'index', checkTotal };
}

function referenceName(input: SupportInput): ReferenceName {
  const given = REFERENCES.filter((name) => input[name] !== undefined);
  const list = REFERENCES.join(', ');
  if (given.length === 0) throw new TypeError(`no reference policy is given: give one of ${list}`);
  if (given.length > 1) throw new TypeError(`${given.join(' and ')} are both given: give exactly one of ${list}`);
  return given[0];
}

function cleanRewards(values: Numbers): Doubles {
  const rewards = toDoubles('rewards', values);
  const bad = firstNaN(rewards);
  if (bad >= 0) throw new RangeError(`rewards[${bad}] is NaN`);
  return rewards;
}

/** The index of the first value that is NaN; -1 if there is none. */
export function firstNaN(values: Doubles): number {
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

/** Checks weights or probabilities; returns the largest. */
export function checkWeights(name: string, weights: Doubles): number {
  let largest = 0;
  for (let i = 0; i < weights.length; i++) {
    const w = weights[i];
    if (!(w >= 0 && w < Infinity)) throw badWeight(name, i, w);
    if (w > largest) largest = w;
  }
  if (largest === 0) throw new RangeError(`${name} are all 0: no outcome can be drawn`);
  return largest;
}

function badWeight(name: string, i: number, w: number): RangeError {
  const hint =
    name === 'probs' && w < 0 ? '; a probability is not negative (if these are logarithms, give them as logProbs)' : '';
  return new RangeError(`${name}[${i}] is ${w}${hint || ', expected a finite number >= 0'}`);
}

/** Checks logarithms of weights; returns the largest. */
function checkLogs(name: string, logs: Doubles): number {
  let largest = -Infinity;
  for (let i = 0; i < logs.length; i++) {
    const l = logs[i];
    if (!(l < Infinity)) throw new RangeError(`${name}[${i}] is ${l}, expected a finite number or -Infinity`);
    if (l > largest) largest = l;
  }
  if (largest === -Infinity) throw new RangeError(`${name} are all -Infinity: no outcome can be drawn`);
  return largest;
}

function totalCheck(name: ReferenceName, largest: number): (total: number) => void {
  if (name === 'probs') return (total) => checkSum('probs', total);
  if (name === 'logProbs') return (total) => checkLogSum(largest + log(total));
  return () => {};
}

export function checkSum(name: string, sum: number): void {
  if (!(Math.abs(sum - 1) <= TOTAL_TOLERANCE)) {
    throw new RangeError(`${name} sum to ${shown(sum)}, expected 1 within ${TOTAL_TOLERANCE} (give weights if they need not)`);
  }
}

function checkLogSum(logSum: number): void {
  if (!(Math.abs(logSum) <= TOTAL_TOLERANCE)) {
    throw new RangeError(
      `logProbs have a log-sum-exp of ${shown(logSum)}, expected 0 within ${TOTAL_TOLERANCE} (give logits if it need not be)`
    );
  }
}

/** Enough digits to recognise a number, none of its rounding noise. */
function shown(x: number): string {
  return String(Number(x.toPrecision(12)));
}

/** A typed array as it is, an array of numbers as a Float64Array. */
export function toDoubles(name: string, values: unknown): Doubles {
  if (values instanceof Float64Array || values instanceof Float32Array) return values;
  if (!Array.isArray(values)) {
    throw new TypeError(`${name} must be a Float64Array, a Float32Array or an array of numbers, got ${show(values)}`);
  }
  const doubles = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value !== 'number') throw new TypeError(`${name}[${i}] is ${show(value)}, expected a number`);
    doubles[i] = value;
  }
  return doubles;
}

function checkNumber(name: string, value: unknown): asserts value is number {
  if (typeof value !== 'number') throw new TypeError(`${name} is ${show(value)}, expected a number`);
}

/** Checks a number of samples: any real n >= 1, Infinity included. */
export function checkN(n: unknown, name = 'n'): asserts n is number {
  checkNumber(name, n);
  if (!(n >= 1)) throw new RangeError(`${name} is ${n}, expected a number >= 1`);
}

/** Checks a grid of numbers of samples. */
export function toNs(ns: unknown): Doubles {
  const grid = toDoubles('ns', ns);
  grid.forEach((n, i) => {
    checkN(n, `ns[${i}]`);
  });
  return grid;
}

/** Checks a number that may be infinite. */
export function checkReal(name: string, value: unknown): asserts value is number {
  checkNumber(name, value);
  if (Number.isNaN(value)) throw new RangeError(`${name} is NaN`);
}

/** Checks a finite number, at least `least`. */
export function checkFinite(name: string, value: unknown, least = -Infinity): asserts value is number {
  checkNumber(name, value);
  if (!Number.isFinite(value) || value < least) {
    throw new RangeError(`${name} is ${value}, expected a finite number${least === -Infinity ? '' : ` >= ${least}`}`);
  }
}

/** Checks a whole number from `least` to `most`; `meaning` says what `most` is. */
export function checkWhole(name: string, value: unknown, least: number, most: number, meaning = ''): asserts value is number {
  checkNumber(name, value);
  if (!Number.isInteger(value) || value < least || value > most) {
    const range = `${name} is ${value}, expected a whole number from ${least} to ${most}`;
    throw new RangeError(meaning === '' ? range : `${range}, ${meaning}`);
  }
}

export function checkEpsilon(epsilon: unknown): asserts epsilon is number {
  checkNumber('epsilon', epsilon);
  if (!(epsilon >= 0 && epsilon <= 1)) throw new RangeError(`epsilon is ${epsilon}, expected a probability from 0 to 1`);
}

export function checkSameLength(nameA: string, a: ArrayLike<number>, nameB: string, b: ArrayLike<number>): void {
  if (a.length !== b.length) {
    throw new TypeError(`${nameA} has length ${a.length} and ${nameB} has length ${b.length}; they must be equal`);
  }
}

/** A value as a message shows it, its type where the value alone would not tell. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'object' && value !== null) return `a ${value.constructor?.name ?? 'value without a type'}`;
  if (typeof value === 'function') return 'a function';
  return String(value);
}

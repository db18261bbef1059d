// The input of a support, checked: what the caller gave becomes clean typed arrays, or a clear error before any work.

import { coded } from '../errors';
import { log } from '../numerics/exp-log';
import {
  checkAllFinite,
  checkEither,
  checkNoNaN,
  checkSameLength,
  type Doubles,
  fieldsOf,
  type Numbers,
  toDoubles,
} from './numbers';
import { scoresOf } from './scores';
import { show } from './show';

/** How far a total of probabilities may be from 1, or its logarithm from 0, and still count as rounded: 16-bit softmaxes are this far off. */
const TOTAL_TOLERANCE = 1e-3;

/** A reference and its rewards, checked: no NaN, equal lengths, something of positive mass. */
export interface CleanInput {
  rewards: Doubles;
  reference: Doubles;
  /** Whether the reference holds logarithms. */
  isLog: boolean;
  /** The largest entry of the reference. */
  largest: number;
  tiesByIndex: boolean;
  /** Copies of the second scores. */
  scores: ReadonlyMap<string, Float64Array>;
  /** Throws if the total (of the weights, or of e^(l - largest)) is not what this kind of reference must have. */
  checkTotal(total: number): void;
}

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
  /** Second scores of each outcome, by name, such as a gold reward or a pass flag; finite. What is selected depends on the reward alone. */
  scores?: Record<string, Numbers>;
  /** How outcomes of equal reward are ordered. With `'random'` they are tied; with `'index'` the later one ranks higher. @default 'random' */
  ties?: 'random' | 'index';
}

/** The forms in which a reference policy can be given. */
export const REFERENCES = ['probs', 'weights', 'logProbs', 'logits'] as const;
export type ReferenceName = (typeof REFERENCES)[number];

const FIELDS = ['rewards', ...REFERENCES, 'scores', 'ties'] as const;

export function checkReferenceName(name: unknown): asserts name is ReferenceName {
  if (!REFERENCES.includes(name as ReferenceName))
    throw coded(TypeError, 'UNKNOWN_NAME', `reference is ${show(name)}, expected one of ${REFERENCES.join(', ')}`);
}

/** @throws TypeError or RangeError, as `Support.from`. */
export function cleanInput(input: SupportInput): CleanInput {
  const given = fieldsOf('input', input, FIELDS);
  const name = referenceName(given);
  const { ties = 'random' } = given;
  checkEither('ties', ties, 'random', 'index');

  const rewards = toDoubles('rewards', given.rewards);
  const reference = toDoubles(name, given[name]);
  checkNoNaN('rewards', rewards);
  checkSameLength('rewards', rewards, name, reference);
  if (rewards.length === 0) throw coded(RangeError, 'EMPTY', 'rewards is empty: a support needs at least one outcome');
  const scores = cleanScores(given.scores, rewards);
  const isLog = name === 'logProbs' || name === 'logits';
  const largest = isLog ? checkLogs(name, reference) : checkWeights(name, reference);
  if (name === 'probs' && largest > 1 + TOTAL_TOLERANCE) {
    const i = reference.indexOf(largest);
    const message = `probs[${i}] is ${largest}, expected a probability from 0 to 1 (give weights if they need not be)`;
    throw coded(RangeError, 'OUT_OF_RANGE', message, i);
  }
  const checkTotal = totalCheck(name, largest);
  return { rewards, reference, isLog, largest, tiesByIndex: ties === 'index', scores, checkTotal };
}

function cleanScores(scores: SupportInput['scores'], rewards: Doubles): ReadonlyMap<string, Float64Array> {
  const clean = new Map<string, Float64Array>();
  for (const [name, values] of scoresOf(scores)) {
    const place = `scores.${name}`;
    // copied first: to read the next score may run the caller's code
    const copy = new Float64Array(toDoubles(place, values));
    checkSameLength('rewards', rewards, place, copy);
    checkAllFinite(place, copy);
    clean.set(name, copy);
  }
  return clean;
}

function referenceName(input: SupportInput): ReferenceName {
  const given = REFERENCES.filter((name) => input[name] !== undefined);
  const list = REFERENCES.join(', ');
  if (given.length === 0) throw coded(TypeError, 'NO_REFERENCE', `no reference policy is given: give one of ${list}`);
  if (given.length > 1)
    throw coded(TypeError, 'SEVERAL_REFERENCES', `${given.join(' and ')} are both given: give exactly one of ${list}`);
  return given[0];
}

/** Checks weights or probabilities; returns the largest. */
export function checkWeights(name: string, weights: Doubles): number {
  let largest = 0;
  for (let i = 0; i < weights.length; i++) {
    const w = weights[i];
    if (!(w >= 0 && w < Infinity)) throw badWeight(name, i, w);
    if (w > largest) largest = w;
  }
  if (largest === 0) throw coded(RangeError, 'NO_MASS', `${name} are all 0: no outcome can be drawn`);
  return largest;
}

function badWeight(name: string, i: number, w: number): RangeError {
  const hint =
    name === 'probs' && w < 0 ? '; a probability is not negative (if these are logarithms, give them as logProbs)' : '';
  return coded(RangeError, 'OUT_OF_RANGE', `${name}[${i}] is ${w}${hint || ', expected a finite number >= 0'}`, i);
}

/** Checks logarithms of weights; returns the largest. */
function checkLogs(name: string, logs: Doubles): number {
  let largest = -Infinity;
  for (let i = 0; i < logs.length; i++) {
    const l = logs[i];
    if (!(l < Infinity))
      throw coded(RangeError, 'OUT_OF_RANGE', `${name}[${i}] is ${l}, expected a finite number or -Infinity`, i);
    if (l > largest) largest = l;
  }
  if (largest === -Infinity) throw coded(RangeError, 'NO_MASS', `${name} are all -Infinity: no outcome can be drawn`);
  return largest;
}

function totalCheck(name: ReferenceName, largest: number): (total: number) => void {
  if (name === 'probs') return (total) => checkSum('probs', total);
  if (name === 'logProbs') return (total) => checkLogSum(largest + log(total));
  return () => {};
}

/** @throws RangeError if a total of probabilities is not 1 within TOTAL_TOLERANCE. */
export function checkSum(name: string, sum: number): void {
  if (!(Math.abs(sum - 1) <= TOTAL_TOLERANCE)) {
    const message = `${name} sum to ${rounded(sum)}, expected 1 within ${TOTAL_TOLERANCE} (give weights if they need not)`;
    throw coded(RangeError, 'NOT_NORMALISED', message);
  }
}

function checkLogSum(logSum: number): void {
  if (!(Math.abs(logSum) <= TOTAL_TOLERANCE)) {
    const message = `logProbs have a log-sum-exp of ${rounded(logSum)}, expected 0 within ${TOTAL_TOLERANCE} (give logits if it need not be)`;
    throw coded(RangeError, 'NOT_NORMALISED', message);
  }
}

/** A number with the digits that identify it, and without its rounding noise. */
function rounded(x: number): string {
  return String(Number(x.toPrecision(12)));
}

// The input of a batch, checked.

import { coded } from './errors';
import { isUint32Array } from './input/memory';
import {
  checkNoNaN,
  checkNs,
  checkSameLength,
  checkWhole,
  type Doubles,
  fieldsOf,
  type Numbers,
  reading,
  toDoubles,
} from './input/numbers';
import { show } from './input/show';
import { checkFields, type MetricName } from './metrics';

/**
 * The input of `evaluateBatch`: rows packed end to end, each of them a support of its own.
 *
 * @example
 * // a row of two outcomes, then one of three, the outcomes of both weighed
 * const batch = {
 *   rewards: Float32Array.of(0, 1, 2, 1, 0),
 *   weights: Float32Array.of(3, 1, 1, 1, 2),
 *   rows: Uint32Array.of(2, 3),
 *   ns: [1],
 * };
 * evaluateBatch(batch).expectedReward; // → [0.25, 0.75]
 */
export interface Batch<F extends MetricName = MetricName> {
  /** The rewards of all rows, one row after another: any number or ±Infinity. The engine widens 32-bit ones. */
  rewards: Float64Array | Float32Array;
  /** The length of each row, or the one length that all rows have. */
  rows: Uint32Array | number;
  /** Non-negative weights, packed as the rewards are; each row may have a scale of its own. Without them all outcomes of a row weigh the same. */
  weights?: Float64Array | Float32Array;
  /** The numbers of samples: any real n >= 1, Infinity included. */
  ns: Numbers;
  /** The names of the metrics wanted; by default `kl`, `winRate` and `expectedReward`. */
  metrics?: readonly F[];
}

/** The metrics of a batch where none are named. */
export const DEFAULT_METRICS = ['kl', 'winRate', 'expectedReward'] as const;

const FIELDS = ['rewards', 'rows', 'weights', 'ns', 'metrics'] as const;

export interface CheckedBatch<F extends MetricName> {
  rewards: Doubles;
  weights: Doubles | undefined;
  /** Where each row starts, and where the last one ends. */
  starts: Uint32Array;
  ns: Doubles;
  names: readonly F[];
}

/** @throws as `evaluateBatch`, before anything is computed. */
export function checkBatch<F extends MetricName>(batch: Batch<F>): CheckedBatch<F> {
  const checked = readBatch(batch, false);
  checkValues(checked);
  return checked;
}

/**
 * Reads a batch, of which `keepShared` leaves shared memory uncopied, as `toDoubles`. All is checked but what `checkValues` checks.
 *
 * @throws as `evaluateBatch`.
 */
export function readBatch<F extends MetricName>(batch: Batch<F>, keepShared: boolean): CheckedBatch<F> {
  const given = fieldsOf('batch', batch, FIELDS);
  const names = (given.metrics === undefined ? DEFAULT_METRICS : checkFields(given.metrics, 'metrics')) as readonly F[];
  const rewards = toDoubles('rewards', given.rewards, keepShared);
  const weights = given.weights === undefined ? undefined : toDoubles('weights', given.weights, keepShared);
  const ns = toDoubles('ns', given.ns);
  const starts = startsOf(given.rows, rewards);
  checkNs(ns);
  return { rewards, weights, starts, ns, names };
}

/** @throws as `evaluateBatch` if a reward or weight is not allowed, or there are not as many of both. */
export function checkValues({ rewards, weights, starts }: CheckedBatch<MetricName>): void {
  checkColumn('rewards', rewards, starts);
  if (weights === undefined) return;
  checkSameLength('rewards', rewards, 'weights', weights);
  checkWeights(weights, starts);
}

/** The lengths of rows that start, and end, at these places. */
export function lengthsOf(starts: Uint32Array): Uint32Array {
  const lengths = new Uint32Array(starts.length - 1);
  for (let row = 0; row < lengths.length; row++) lengths[row] = starts[row + 1] - starts[row];
  return lengths;
}

/**
 * Where each row starts, and where the last one ends.
 *
 * @param entry - what a row consists of.
 * @throws as `evaluateBatch` if the rows are not those of `length` entries.
 */
export function startsOf(rows: Uint32Array | number, { length }: Numbers, entry = 'outcome'): Uint32Array {
  if (typeof rows === 'number') {
    checkWhole('rows', rows, 1, 0xffffffff);
    if (length % rows !== 0)
      throw coded(TypeError, 'WRONG_LENGTH', `rewards has length ${length}, which is not a multiple of rows, ${rows}`);
    const starts = new Uint32Array(length / rows + 1);
    for (let row = 1; row < starts.length; row++) starts[row] = row * rows;
    return starts;
  }
  if (!isUint32Array(rows)) throw coded(TypeError, 'WRONG_TYPE', `rows must be a Uint32Array or a number, got ${show(rows)}`);
  // a copy, since other threads may write to what the caller gave
  const lengths = reading('rows', () => new Uint32Array(rows));
  const starts = new Uint32Array(lengths.length + 1);
  let sum = 0;
  lengths.forEach((size, row) => {
    if (size === 0) throw coded(RangeError, 'OUT_OF_RANGE', `rows[${row}] is 0, expected at least one ${entry}`, row);
    sum += size;
    starts[row + 1] = sum;
  });
  if (sum !== length)
    throw coded(TypeError, 'WRONG_LENGTH', `rows sum to ${sum} and rewards has length ${length}; they must be equal`);
  return starts;
}

/** @throws RangeError that names the first NaN, with its row and column. */
export function checkColumn(name: string, values: Doubles, starts: Uint32Array): void {
  checkNoNaN(name, values, (i) => placeOf(name, i, starts));
}

function checkWeights(weights: Doubles, starts: Uint32Array): void {
  for (let row = 0, i = 0; row + 1 < starts.length; row++) {
    let hasMass = false;
    for (const end = starts[row + 1]; i < end; i++) {
      const w = weights[i];
      if (!(w >= 0 && w < Infinity))
        throw coded(RangeError, 'OUT_OF_RANGE', `${placeOf('weights', i, starts)} is ${w}, expected a finite number >= 0`, i);
      // a branch that goes one way; which weight is the largest could not be foretold
      if (w > 0) hasMass = true;
    }
    if (!hasMass) throw coded(RangeError, 'NO_MASS', `weights of row ${row} are all 0: no outcome can be drawn`, row);
  }
}

/** An entry of the packed rows as messages name it, with its row and column. */
export function placeOf(name: string, i: number, starts: Uint32Array): string {
  let row = 0;
  while (starts[row + 1] <= i) row++;
  return `${name}[${i}] (row ${row}, column ${i - starts[row]})`;
}

// What the user gave as a batch, checked.

import type { Numbers } from './engine/engine';
import { checkSameLength, checkWhole, firstNaN, show, toDoubles, toNs } from './input';
import { checkFields, type MetricName } from './metrics';

/**
 * Rows packed end to end, each a support of its own.
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
  /** The rewards of all rows, one row after another: any number or ±Infinity. Read as they are; 32-bit ones are widened by the engine. */
  rewards: Float64Array | Float32Array;
  /** The length of each row, or the one length that all share. */
  rows: Uint32Array | number;
  /** Non-negative weights, packed as the rewards are, each row of any scale; absent: every outcome weighs the same. */
  weights?: Float64Array | Float32Array;
  /** Numbers of samples: any real n >= 1, Infinity included. */
  ns: Numbers;
  /** KL, win rate and expected reward by default. */
  metrics?: readonly F[];
}

export const BY_DEFAULT = ['kl', 'winRate', 'expectedReward'] as const;

export interface CheckedBatch<F extends MetricName> {
  rewards: Float64Array | Float32Array;
  weights: Float64Array | Float32Array | undefined;
  /** Where each row starts, and where the last one ends. */
  starts: Uint32Array;
  ns: Float64Array | Float32Array;
  names: readonly F[];
}

/** @throws as `evaluateBatch`, before anything is computed. */
export function checkBatch<F extends MetricName>(batch: Batch<F>): CheckedBatch<F> {
  if (typeof batch !== 'object' || batch === null) throw new TypeError(`batch must be an object, got ${show(batch)}`);
  const rewards = toDoubles('rewards', batch.rewards);
  const starts = startsOf(batch.rows, rewards);
  const ns = toNs(batch.ns);
  const names = (batch.metrics === undefined ? BY_DEFAULT : checkFields(batch.metrics, 'metrics')) as readonly F[];
  checkRewards(rewards, starts);
  const weights = batch.weights === undefined ? undefined : toDoubles('weights', batch.weights);
  if (weights !== undefined) {
    checkSameLength('rewards', rewards, 'weights', weights);
    checkWeights(weights, starts);
  }
  return { rewards, weights, starts, ns, names };
}

function startsOf(rows: Uint32Array | number, { length }: Numbers): Uint32Array {
  if (typeof rows === 'number') {
    checkWhole('rows', rows, 1, 0xffffffff);
    if (length % rows !== 0) throw new TypeError(`rewards has length ${length}, which is not a multiple of rows, ${rows}`);
    const starts = new Uint32Array(length / rows + 1);
    for (let row = 1; row < starts.length; row++) starts[row] = row * rows;
    return starts;
  }
  if (!(rows instanceof Uint32Array)) throw new TypeError(`rows must be a Uint32Array or a number, got ${show(rows)}`);
  const starts = new Uint32Array(rows.length + 1);
  let sum = 0;
  rows.forEach((size, row) => {
    if (size === 0) throw new RangeError(`rows[${row}] is 0, expected at least one outcome`);
    sum += size;
    starts[row + 1] = sum;
  });
  if (sum !== length) throw new TypeError(`rows sum to ${sum} and rewards has length ${length}; they must be equal`);
  return starts;
}

function checkRewards(rewards: Float64Array | Float32Array, starts: Uint32Array): void {
  const bad = firstNaN(rewards);
  if (bad >= 0) throw new RangeError(`${placeOf('rewards', bad, starts)} is NaN`);
}

function checkWeights(weights: Float64Array | Float32Array, starts: Uint32Array): void {
  for (let row = 0, i = 0; row + 1 < starts.length; row++) {
    let largest = 0;
    for (; i < starts[row + 1]; i++) {
      const w = weights[i];
      if (!(w >= 0 && w < Infinity))
        throw new RangeError(`${placeOf('weights', i, starts)} is ${w}, expected a finite number >= 0`);
      if (w > largest) largest = w;
    }
    if (largest === 0) throw new RangeError(`weights of row ${row} are all 0: no outcome can be drawn`);
  }
}

/** Names an entry of the packed rows. */
function placeOf(name: string, i: number, starts: Uint32Array): string {
  let row = 0;
  while (starts[row + 1] <= i) row++;
  return `${name}[${i}] (row ${row}, column ${i - starts[row]})`;
}

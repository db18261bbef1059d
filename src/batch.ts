// Many small supports at once: scored samples of many prompts, or small vocabularies, packed end to end.

import { currentEngine } from './engine/choice';
import { FACTS, type Numbers } from './engine/engine';
import { N, planOf } from './engine/plan';
import { checkSameLength, checkWhole, show, toDoubles, toNs } from './input';
import { checkFields, factsOf, groupsOf, type MetricName, readerOf, settle } from './metrics';

/** Rows packed end to end, each a support of its own. */
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

const BY_DEFAULT = ['kl', 'winRate', 'expectedReward'] as const;

/**
 * The metrics of every row at every n, in one call into the kernel: the same numbers, to the bit, as `Support.from` of one row after another
 * with its `metrics(n)`, and several times quicker for short rows. Rewards that tie inside a row share a block.
 *
 * @returns each metric as a Float64Array of rows x ns entries, row after row.
 * @throws TypeError if an argument has the wrong type or length; RangeError if a value is not allowed (the message names argument, index, row and
 *   column), or if the batch does not fit into memory.
 *
 * @example
 * const { winRate } = evaluateBatch({ rewards: Float64Array.of(1, 2, 3, 5, 5, 4), rows: 3, ns: [2, 4] });
 * winRate[1]; // of the first row at n = 4
 */
export function evaluateBatch<F extends MetricName = (typeof BY_DEFAULT)[number]>(batch: Batch<F>): Record<F, Float64Array> {
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

  const facts = factsOf(names, ns);
  const plans = Array.from(ns, planOf);
  const longest = longestOf(starts);
  const known = currentEngine().batch({ rewards, weights, starts, longest, plans, groups: groupsOf(names), facts });

  const entries = (starts.length - 1) * ns.length;
  const columns = names.map((name) => ({ name, read: readerOf(name), values: new Float64Array(entries) }));
  const at = new Float64Array(FACTS.length);
  for (let entry = 0, from = 0; entry < entries; entry++) {
    const plan = plans[entry % ns.length];
    for (let i = 0; i < facts.length; i++) at[facts[i]] = known[from++];
    settle(at, plan[N]);
    for (let c = 0; c < columns.length; c++) columns[c].values[entry] = columns[c].read(at, plan);
  }
  return Object.fromEntries(columns.map(({ name, values }) => [name, values])) as Record<F, Float64Array>;
}

/** Where each row starts, and where the last one ends. */
function startsOf(rows: Uint32Array | number, { length }: Numbers): Uint32Array {
  if (typeof rows === 'number') {
    checkWhole('rows', rows, 1, 0xffffffff);
    if (length % rows !== 0) throw new TypeError(`rewards has length ${length}, which is not a multiple of rows, ${rows}`);
    return Uint32Array.from({ length: length / rows + 1 }, (_, row) => row * rows);
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

function longestOf(starts: Uint32Array): number {
  let longest = 0;
  for (let row = 1; row < starts.length; row++) longest = Math.max(longest, starts[row] - starts[row - 1]);
  return longest;
}

function checkRewards(rewards: Float64Array | Float32Array, starts: Uint32Array): void {
  for (let i = 0; i < rewards.length; i++) {
    if (Number.isNaN(rewards[i])) throw new RangeError(`${placeOf('rewards', i, starts)} is NaN`);
  }
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

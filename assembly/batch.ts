// Many small supports in one call: rows packed end to end, each evaluated at every n, every row in the same arrays.
//
// Most metrics of a row of unit weights without ties depend on its length alone. Such rows are taken by length: the results of one of them at each
// n are kept in a table, and a row then costs a sort and a sum of rewards. Ties are found after the sort. A row with ties, or with weights
// of its own, is prepared as a support; where it is short and plain, from what weighted-rows.ts gathers.

import { cellsOf, Coefficients, Support } from "./arrays";
import { sumOfProducts } from "./blocks";
import { add, any, at, Doubles, indexAt, Indices, pair, Row, rowAt, setAt, setRowsAt, splat } from "./lanes";
import {
  COEFFICIENT_COUNT,
  EXPECTED_REWARD,
  MAX_NETWORK_LENGTH,
  N,
  RESULT_COUNT,
  REWARD_VARIANCE,
  TOP_REWARD,
  VARIANCE,
} from "./layout";
import { isCancelled } from "./exact-mean";
import { isNearTop } from "./limits";
import { metrics } from "./metrics";
import { sortPairs } from "./network";
import { blockMasses } from "./policy";
import { prepareGathered, prepareSorted, reserve, sortByReward } from "./prepare";
import { RESULTS } from "./results";
import { isPlainMean, isPlainVariance, varianceOf } from "./rewards";
import { indexOf, keyAt, keyOf, Records, setIndexRecord, setRecord, sortRecords } from "./sort";
import { gatherRows, PAIRS, takeRow, WEIGHT_PAIRS } from "./weighted-rows";
import { totalOfWeights } from "./weights";

/** The description of a batch, BATCH_WORDS words of 32 bits in this order, which src/engine/wasm/batch.ts writes. */
@unmanaged
export class Batch {
  rows!: u32;
  /** How many n there are, and the coefficients of each, packed. */
  ns!: u32;
  coefficients!: Coefficients;
  groups!: u32;
  /** Which results to write for every row and n: u32[wantedCount]. */
  wanted!: Indices;
  wantedCount!: u32;
  /** Rewards and weights, row after row, in 32 bits where `narrow...` is 1; `weights` is 0 where all outcomes weigh the same. */
  rewards!: usize;
  narrowRewards!: u32;
  weights!: usize;
  narrowWeights!: u32;
  /** u32[rows + 1]: where each row starts. */
  starts!: Indices;
  /** RECORD_BYTES for each row in either array, to order the rows by length. */
  records!: Records;
  spare!: Records;
  /** For each n, RESULT_COUNT doubles and the masses of a row of up to MAX_NETWORK_LENGTH outcomes. */
  table!: Doubles;
  /** f64[rows][ns][wantedCount]. */
  out!: Doubles;
}

/** Evaluates every row at every n, with the bits that a support of its own would give. `s` has no arrays, and the size of the longest row. */
export function evaluate(b: Batch, s: Support): void {
  const longest = s.size;
  reserve(s);
  for (let j: u32 = 0; j < longest; j++) setAt(s.weights, j, 1);
  const outcomeProb = s.outcomeProb;
  const rows = byLength(b, longest);
  let to: u32 = 0;
  for (let from: u32 = 0; from < b.rows; from = to) {
    const length = <u32>keyAt(rows, from);
    while (to < b.rows && keyAt(rows, to) == length) to++;
    s.size = length;
    if (length > MAX_NETWORK_LENGTH) {
      for (let k = from; k < to; k++) evaluateAlone(b, s, outcomeProb, indexOf(rows, k));
      continue;
    }
    if (!b.weights) makeTable(b, s, outcomeProb);
    for (let k = from; k < to; k += 2) evaluatePair(b, s, outcomeProb, indexOf(rows, k), indexOf(rows, min(k + 1, to - 1)));
  }
  s.outcomeProb = outcomeProb;
}

/** The rows by length, as sorted records. */
function byLength(b: Batch, longest: u32): Records {
  for (let row: u32 = 0; row < b.rows; row++) {
    setIndexRecord(b.records, row, indexAt(b.starts, row + 1) - indexAt(b.starts, row), row);
  }
  return sortRecords(b.records, b.spare, b.rows, 32 - <u32>clz(longest)) ? b.spare : b.records;
}

// @ts-ignore: decorator
@inline function coefficientsOf(b: Batch, k: u32): Coefficients { return b.coefficients + (<usize>(k * COEFFICIENT_COUNT) << 3); }

/** Doubles that the table has for each n. */
// @ts-ignore: decorator
@inline function entrySize(length: u32): u32 { return RESULT_COUNT + ((length + 3) & ~1); }
// @ts-ignore: decorator
@inline function entryOf(b: Batch, length: u32, k: u32): Doubles { return b.table + (<usize>(k * entrySize(length)) << 3); }
// @ts-ignore: decorator
@inline function massesIn(entry: Doubles): Doubles { return entry + (<usize>RESULT_COUNT << 3); }

/** What a row of distinct rewards and unit weights has at every n, but for the rewards themselves. */
function makeTable(b: Batch, s: Support, outcomeProb: Doubles): void {
  s.total = s.size;
  for (let j: u32 = 0; j < s.size; j++) setAt(s.rewards, j, j);
  prepareInOrder(s, outcomeProb);
  for (let k: u32 = 0; k < b.ns; k++) {
    metrics(s, coefficientsOf(b, k), b.groups & ~VARIANCE);
    memory.copy(entryOf(b, s.size, k), RESULTS, <usize>RESULT_COUNT << 3);
    blockMasses(s, coefficientsOf(b, k));
    memory.copy(massesIn(entryOf(b, s.size, k)), s.bonMass, <usize>s.size << 3);
    setAt(massesIn(entryOf(b, s.size, k)), s.size, 0);
  }
}

function evaluatePair(b: Batch, s: Support, outcomeProb: Doubles, one: u32, other: u32): void {
  const a = indexAt(b.starts, one);
  const c = indexAt(b.starts, other);
  for (let j: u32 = 0; j < s.size; j++) setRowsAt(PAIRS, j, add(f64x2(rewardOf(b, a + j), rewardOf(b, c + j)), splat(0.0)));
  if (!b.weights) {
    sortPairs(PAIRS, s.size, 0);
    evaluateUnit(b, s, outcomeProb, one, PAIRS);
    if (other != one) evaluateUnit(b, s, outcomeProb, other, PAIRS + 8);
    return;
  }
  for (let j: u32 = 0; j < s.size; j++) setRowsAt(WEIGHT_PAIRS, j, f64x2(weightOf(b, a + j), weightOf(b, c + j)));
  const plain = gatherRows(s.size);
  evaluateWeighted(b, s, outcomeProb, one, i64x2.extract_lane(plain, 0) != 0, PAIRS);
  if (other != one) evaluateWeighted(b, s, outcomeProb, other, i64x2.extract_lane(plain, 1) != 0, PAIRS + 8);
}

/** A row with weights, which has been gathered in one of the lanes if it is plain. */
function evaluateWeighted(b: Batch, s: Support, outcomeProb: Doubles, row: u32, plain: bool, lane: Row): void {
  if (!plain) {
    evaluateAlone(b, s, outcomeProb, row);
    return;
  }
  takeRow(s, lane);
  prepareGathered(s);
  evaluateAll(b, s, row);
}

/** A row of unit weights, from one lane of the sorted pairs. */
function evaluateUnit(b: Batch, s: Support, outcomeProb: Doubles, row: u32, lane: Row): void {
  const length = s.size;
  for (let j: u32 = 0; j < length; j++) setAt(s.rewards, j, rowAt(lane, j));
  if (isDistinct(s.rewards, length) && evaluateByTable(b, s, row)) return;
  s.total = length;
  prepareInOrder(s, outcomeProb);
  evaluateAll(b, s, row);
}

/** A row of unit weights without ties; false where its mean or variance takes more than a sum of products. */
function evaluateByTable(b: Batch, s: Support, row: u32): bool {
  const length = s.size;
  const lowest = at(s.rewards, 0);
  const highest = at(s.rewards, length - 1);
  for (let k: u32 = 0; k < b.ns; k++) {
    const known = entryOf(b, length, k);
    memory.copy(RESULTS, known, <usize>RESULT_COUNT << 3);
    setAt(RESULTS, TOP_REWARD, highest);
    const n = at(coefficientsOf(b, k), N);
    if (n < Infinity) {
      const mean = sumOfProducts(massesIn(known), s.rewards, length, 1.0);
      if (!isPlainMean(lowest, highest, mean) || (n > 1 && isNearTop(lowest, highest, mean))) return false;
      if (isCancelled(length, lowest, highest, n, mean)) return false;
      setAt(RESULTS, EXPECTED_REWARD, max(lowest, min(mean, highest)));
      if (b.groups & VARIANCE) {
        const variance = varianceByTable(b, s, k);
        if (!isPlainVariance(lowest, highest, variance)) return false;
        setAt(RESULTS, REWARD_VARIANCE, variance);
      }
    }
    writeResults(b, row, k);
  }
  return true;
}

/** Whether sorted rewards are finite and none equals its neighbour; the lane beyond them is then 0. */
function isDistinct(rewards: Doubles, length: u32): bool {
  setAt(rewards, length, Infinity);
  let same = splat(0.0);
  for (let j: u32 = 0; j + 1 < length; j += 2) same = v128.or(same, f64x2.eq(pair(rewards, j), pair(rewards, j + 1)));
  setAt(rewards, length, 0);
  return !any(same) && at(rewards, 0) > -Infinity && at(rewards, length - 1) < Infinity;
}

/** The variance of a row of unit weights at the k-th n, whose mean stands in RESULTS. */
function varianceByTable(b: Batch, s: Support, k: u32): f64 {
  const own = s.bonMass;
  const reward = s.reward;
  s.bonMass = massesIn(entryOf(b, s.size, k));
  s.reward = s.rewards;
  s.blocks = s.size;
  s.cells = cellsOf(s.size);
  const variance = varianceOf(s, coefficientsOf(b, k), at(RESULTS, EXPECTED_REWARD), false);
  s.bonMass = own;
  s.reward = reward;
  return variance;
}

/** A row as a support of its own, from the packed rewards and weights on. */
function evaluateAlone(b: Batch, s: Support, outcomeProb: Doubles, row: u32): void {
  const start = indexAt(b.starts, row);
  for (let j: u32 = 0; j < s.size; j++) setAt(s.rewards, j, rewardOf(b, start + j));
  s.total = copyWeights(b, s, start);
  sortByReward(s);
  prepareSorted(s, outcomeProb);
  evaluateAll(b, s, row);
}

/** Writes the weights of the row that starts there to `s.weights`, in its order; returns their total. */
function copyWeights(b: Batch, s: Support, start: u32): f64 {
  let largest: f64 = 0;
  for (let j: u32 = 0; j < s.size; j++) {
    const w = b.weights ? weightOf(b, start + j) : 1;
    setAt(s.weights, j, w);
    largest = max(largest, w);
  }
  setAt(s.weights, s.size, 0);
  return totalOfWeights(s.weights, s.size, largest);
}

/** A support whose rewards and weights are sorted and positive. */
function prepareInOrder(s: Support, outcomeProb: Doubles): void {
  s.count = s.size;
  s.lowestKey = 0;
  for (let j: u32 = 0; j < s.size; j++) setRecord(s.records, j, keyOf(at(s.rewards, j)), at(s.weights, j));
  prepareSorted(s, outcomeProb);
}

function evaluateAll(b: Batch, s: Support, row: u32): void {
  for (let k: u32 = 0; k < b.ns; k++) {
    metrics(s, coefficientsOf(b, k), b.groups);
    writeResults(b, row, k);
  }
}

function writeResults(b: Batch, row: u32, k: u32): void {
  const out = b.out + (<usize>((row * b.ns + k) * b.wantedCount) << 3);
  for (let i: u32 = 0; i < b.wantedCount; i++) setAt(out, i, at(RESULTS, indexAt(b.wanted, i)));
}

// @ts-ignore: decorator
@inline function rewardOf(b: Batch, i: u32): f64 {
  return b.narrowRewards ? <f64>load<f32>(b.rewards + (<usize>i << 2)) : at(b.rewards, i);
}
// @ts-ignore: decorator
@inline function weightOf(b: Batch, i: u32): f64 {
  return b.narrowWeights ? <f64>load<f32>(b.weights + (<usize>i << 2)) : at(b.weights, i);
}

// Many small supports in one call: rows packed end to end, each evaluated at every n, every row in the same arrays.
//
// Most metrics of a row of unit weights without ties depend on its length alone. Such rows are met by length: what one of
// them has at each n is kept in a table, and a row then costs a sort and a sum of rewards. Ties are found after the sort. A row with
// ties or with weights of its own is prepared as a support of its own; where short rows have neither ties nor weights of 0, from the
// order that the network finds.

import { add, at, indexAt, pair, setAt, splat } from "./lanes";
import { addVariance, metrics, VARIANCE } from "./metrics";
import { sortPairs } from "./network";
import { PLAN_SIZE, Plan } from "./plan";
import { blockMasses } from "./policy";
import { prepareSorted, reserve, sumOfProducts } from "./prepare";
import { totalOfWeights } from "./reference";
import { indexIn, keyIn, keyOf, setIndexRecord, setRecord, sortByReward, sortRecords } from "./sort";
import { cellsOf, Support } from "./support";
import { CENTRED_REWARD_SUM, CENTRED_SQUARE_SUM, clearSums, FACT_COUNT, FACTS, finish, REWARD_SUM, TOP_REWARD } from "./totals";

/** What src/engine/wasm/batch.ts writes, as 32-bit words in this order. */
@unmanaged
export class Batch {
  rows!: u32;
  /** How many n, and the plan of each. */
  ns!: u32;
  plans!: usize;
  groups!: u32;
  /** Which facts to write for every row and n, as u32[factCount]. */
  facts!: usize;
  factCount!: u32;
  /** Rewards and weights, row after row, in 32 bits where `narrow...` is 1; `weights` is 0 where all weigh the same. */
  rewards!: usize;
  narrowRewards!: u32;
  weights!: usize;
  narrowWeights!: u32;
  /** u32[rows + 1]: where each row starts. */
  starts!: usize;
  /** 16 bytes a row each, to order the rows by length. */
  records!: usize;
  spare!: usize;
  /** For each n FACT_COUNT doubles and the masses of a row of up to NETWORK_MOST outcomes. */
  table!: usize;
  /** f64[rows * ns * factCount]. */
  out!: usize;
}

/** Up to this length a network sorts the rows. */
const NETWORK_MOST: u32 = 512;
/** Two rows being sorted, one in each lane: rewards, then weights. */
const PAIRS = memory.data(<i32>(NETWORK_MOST * 32), 16);
const WEIGHTS_FROM: usize = NETWORK_MOST * 16;

/** Evaluates the rows; `s` is empty, its size that of the longest row. */
export function evaluate(b: Batch, s: Support): void {
  const longest = s.size;
  reserve(s);
  for (let j: u32 = 0; j < longest; j++) setAt(s.weights, j, 1);
  const share = s.share;
  const rows = byLength(b, longest);
  let to: u32 = 0;
  for (let from: u32 = 0; from < b.rows; from = to) {
    const length = <u32>keyIn(rows, from);
    while (to < b.rows && keyIn(rows, to) == length) to++;
    s.size = length;
    if (length > NETWORK_MOST) {
      for (let k = from; k < to; k++) evaluateAlone(b, s, share, indexIn(rows, k));
      continue;
    }
    if (!b.weights) makeTable(b, s, share);
    for (let k = from; k < to; k += 2) evaluatePair(b, s, share, indexIn(rows, k), indexIn(rows, min(k + 1, to - 1)));
  }
  s.share = share;
}

/** The rows by length, as sorted records. */
function byLength(b: Batch, longest: u32): usize {
  for (let row: u32 = 0; row < b.rows; row++) {
    setIndexRecord(b.records, row, indexAt(b.starts, row + 1) - indexAt(b.starts, row), row);
  }
  return sortRecords(b.records, b.spare, b.rows, 32 - <u32>clz(longest)) ? b.spare : b.records;
}

// @ts-ignore: decorator
@inline function planOf(b: Batch, k: u32): Plan { return changetype<Plan>(b.plans + (<usize>(k * PLAN_SIZE) << 3)); }

/** Doubles that the table has for each n. */
// @ts-ignore: decorator
@inline function entrySize(length: u32): u32 { return FACT_COUNT + ((length + 3) & ~1); }
// @ts-ignore: decorator
@inline function entry(b: Batch, length: u32, k: u32): usize { return b.table + (<usize>(k * entrySize(length)) << 3); }
// @ts-ignore: decorator
@inline function massesIn(entry: usize): usize { return entry + (<usize>FACT_COUNT << 3); }

/** What a row of distinct rewards and unit weights has at every n, but for the rewards themselves. */
function makeTable(b: Batch, s: Support, share: usize): void {
  s.total = s.size;
  for (let j: u32 = 0; j < s.size; j++) setAt(s.rewards, j, j);
  prepareInOrder(s, share);
  for (let k: u32 = 0; k < b.ns; k++) {
    metrics(s, planOf(b, k), b.groups & ~VARIANCE);
    memory.copy(entry(b, s.size, k), FACTS, <usize>FACT_COUNT << 3);
    blockMasses(s, planOf(b, k));
    memory.copy(massesIn(entry(b, s.size, k)), s.masses, <usize>s.size << 3);
    setAt(massesIn(entry(b, s.size, k)), s.size, 0);
  }
}

function evaluatePair(b: Batch, s: Support, share: usize, one: u32, other: u32): void {
  const a = indexAt(b.starts, one);
  const c = indexAt(b.starts, other);
  for (let j: u32 = 0; j < s.size; j++) v128.store(PAIRS + (<usize>j << 4), add(f64x2(rewardAt(b, a + j), rewardAt(b, c + j)), splat(0.0)));
  if (!b.weights) {
    sortPairs(PAIRS, s.size, 0);
    evaluateUnit(b, s, share, one, PAIRS);
    if (other != one) evaluateUnit(b, s, share, other, PAIRS + 8);
    return;
  }
  const total = loadWeights(b, s, a, PAIRS);
  const otherTotal = loadWeights(b, s, c, PAIRS + 8);
  sortPairs(PAIRS, s.size, WEIGHTS_FROM);
  evaluateWeighted(b, s, share, one, PAIRS, total);
  if (other != one) evaluateWeighted(b, s, share, other, PAIRS + 8, otherTotal);
}

/** Puts the weights of a row, scaled, into a lane beside its rewards; returns their total, or 0 if there is an outcome without mass. */
function loadWeights(b: Batch, s: Support, start: u32, lane: usize): f64 {
  const total = copyWeights(b, s, start);
  let least: f64 = total;
  for (let j: u32 = 0; j < s.size; j++) {
    const w = at(s.weights, j);
    store<f64>(lane + (<usize>j << 4), w, WEIGHTS_FROM);
    least = min(least, w);
  }
  return least / total > 0 ? total : 0;
}

/** A row with weights, from one lane of the sorted pairs. */
function evaluateWeighted(b: Batch, s: Support, share: usize, row: u32, lane: usize, total: f64): void {
  for (let j: u32 = 0; j < s.size; j++) {
    setAt(s.rewards, j, load<f64>(lane + (<usize>j << 4)));
    setAt(s.weights, j, load<f64>(lane + (<usize>j << 4), WEIGHTS_FROM));
  }
  // tied outcomes are summed in the order of the input, which the network does not keep
  if (total == 0 || !isDistinct(s.rewards, s.size)) {
    evaluateAlone(b, s, share, row);
    return;
  }
  s.total = total;
  prepareInOrder(s, share);
  evaluateAll(b, s, row);
}

/** A row of unit weights, from one lane of the sorted pairs. */
function evaluateUnit(b: Batch, s: Support, share: usize, row: u32, lane: usize): void {
  const length = s.size;
  for (let j: u32 = 0; j < length; j++) setAt(s.rewards, j, load<f64>(lane + (<usize>j << 4)));
  if (!isDistinct(s.rewards, length)) {
    s.total = length;
    prepareInOrder(s, share);
    evaluateAll(b, s, row);
    return;
  }
  for (let k: u32 = 0; k < b.ns; k++) {
    const known = entry(b, length, k);
    memory.copy(FACTS, known, <usize>FACT_COUNT << 3);
    const mean = sumOfProducts(massesIn(known), s.rewards, length);
    setAt(FACTS, REWARD_SUM, mean);
    setAt(FACTS, TOP_REWARD, at(s.rewards, length - 1));
    if (b.groups & VARIANCE) varianceOf(s, massesIn(known), mean);
    writeFacts(b, row, k);
  }
}

/** Whether sorted rewards are finite and none equals its neighbour; the lane beyond them is then 0. */
function isDistinct(rewards: usize, length: u32): bool {
  setAt(rewards, length, Infinity);
  let same = splat(0.0);
  for (let j: u32 = 0; j + 1 < length; j += 2) same = v128.or(same, f64x2.eq(pair(rewards, j), pair(rewards, j + 1)));
  setAt(rewards, length, 0);
  return !v128.any_true(same) && at(rewards, 0) > -Infinity && at(rewards, length - 1) < Infinity;
}

function varianceOf(s: Support, masses: usize, mean: f64): void {
  const own = s.masses;
  const reward = s.reward;
  s.masses = masses;
  s.reward = s.rewards;
  s.blocks = s.size;
  s.cells = cellsOf(s.size);
  clearSums();
  addVariance(s, mean);
  finish(CENTRED_REWARD_SUM);
  finish(CENTRED_SQUARE_SUM);
  s.masses = own;
  s.reward = reward;
}

/** A row as a support of its own, from the packed rewards and weights on. */
function evaluateAlone(b: Batch, s: Support, share: usize, row: u32): void {
  const start = indexAt(b.starts, row);
  for (let j: u32 = 0; j < s.size; j++) setAt(s.rewards, j, rewardAt(b, start + j));
  copyWeights(b, s, start);
  sortByReward(s);
  prepareSorted(s, share);
  evaluateAll(b, s, row);
}

/** Writes the weights of the row that starts there to `s.weights`, in its order; returns their total. */
function copyWeights(b: Batch, s: Support, start: u32): f64 {
  let largest: f64 = 0;
  for (let j: u32 = 0; j < s.size; j++) {
    const w = b.weights ? weightAt(b, start + j) : 1;
    setAt(s.weights, j, w);
    largest = max(largest, w);
  }
  setAt(s.weights, s.size, 0);
  return totalOfWeights(s, largest);
}

/** A support whose rewards and weights are sorted and positive. */
function prepareInOrder(s: Support, share: usize): void {
  s.count = s.size;
  s.base = 0;
  for (let j: u32 = 0; j < s.size; j++) setRecord(s.records, j, keyOf(at(s.rewards, j)), at(s.weights, j));
  prepareSorted(s, share);
}

function evaluateAll(b: Batch, s: Support, row: u32): void {
  for (let k: u32 = 0; k < b.ns; k++) {
    metrics(s, planOf(b, k), b.groups);
    writeFacts(b, row, k);
  }
}

function writeFacts(b: Batch, row: u32, k: u32): void {
  const out = b.out + (<usize>((row * b.ns + k) * b.factCount) << 3);
  for (let i: u32 = 0; i < b.factCount; i++) setAt(out, i, at(FACTS, indexAt(b.facts, i)));
}

// @ts-ignore: decorator
@inline function rewardAt(b: Batch, i: u32): f64 {
  return b.narrowRewards ? <f64>load<f32>(b.rewards + (<usize>i << 2)) : at(b.rewards, i);
}
// @ts-ignore: decorator
@inline function weightAt(b: Batch, i: u32): f64 {
  return b.narrowWeights ? <f64>load<f32>(b.weights + (<usize>i << 2)) : at(b.weights, i);
}

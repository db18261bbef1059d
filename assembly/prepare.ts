// Makes a support ready to answer, from rewards and weights: the outcomes are sorted, gathered into blocks of equal reward, and normalised
// (blocks.ts). The weight goes with the key through the sort, so that nothing is fetched out of order; the indices are sorted only if a
// policy is asked for.

import { cellsOf, doubles, indices, records, releaseInput, releaseRecords, Support } from "./arrays";
import { normalise, padLane, sumSteps } from "./blocks";
import { at, Doubles, greater, lesser, maxOfLanes, neg, pair, setAt, setIndexAt, splat } from "./lanes";
import { MAX_EXACT_BLOCKS } from "./layout";
import { indexOf, keyAt, keyOf, rewardOf, setIndexRecord, setRecord, sortRecords, weightAt } from "./sort";
import { twoSumError } from "./sum";

/** Prepares a support whose rewards, weights and `total` are set; with `tiesByIndex` every outcome is a block of its own. */
export function prepare(s: Support, tiesByIndex: bool): void {
  s.records = records(s.size);
  s.spare = records(s.size);
  sortByReward(s);
  s.blockOf = indices(s.count);
  s.outcomeProb = doubles(s.count);
  s.refMass = doubles(s.count);
  s.reward = doubles(s.count);
  gatherBlocks(s, tiesByIndex);
  if (s.blocks == s.count) {
    heap.free(s.outcomeProb);
    s.outcomeProb = s.refMass;
  } else {
    s.refMass = heap.realloc(s.refMass, (<usize>s.blocks + 2) << 3);
    s.reward = heap.realloc(s.reward, (<usize>s.blocks + 2) << 3);
  }
  s.midCdf = doubles(s.blocks);
  s.logStep = doubles(s.blocks);
  if (s.blocks <= MAX_EXACT_BLOCKS) s.exactSums = doubles(2 * s.blocks);
  normalise(s, s.spare, lowOf(s));
  releaseRecords(s);
  s.logCdf = doubles(s.blocks);
  s.logMid = doubles(s.blocks);
  s.cells = cellsOf(s.blocks);
  s.cellMaxStep = doubles(s.cells);
  sumSteps(s, lowOf(s));
  padLane(s);
  releaseInput(s);
}

/** Where, behind the running sums in `s.spare`, what their rounding left stands: f64[size + 2], as the sums. */
export function lowOf(s: Support): Doubles { return s.spare + ((<usize>s.size + 2) << 3); }

/** Makes every array that a support of up to `size` outcomes needs, BYTES_PER_RESERVED_OUTCOME for each outcome: `prepareSorted` makes one small
 *  support after another in them. */
export function reserve(s: Support): void {
  s.rewards = doubles(s.size);
  s.weights = doubles(s.size);
  s.records = records(s.size);
  s.spare = records(s.size);
  s.blockOf = indices(s.size);
  s.outcomeProb = doubles(s.size);
  s.refMass = doubles(s.size);
  s.reward = doubles(s.size);
  s.midCdf = doubles(s.size);
  s.logStep = doubles(s.size);
  s.logCdf = doubles(s.size);
  s.logMid = doubles(s.size);
  s.cellMaxStep = doubles(s.size);
  s.bonMass = doubles(s.size);
  s.exactSums = doubles(2 * MAX_EXACT_BLOCKS);
}

/** Does what `prepare` does after the sort, in arrays that `reserve` made. `outcomeProb` is the array for p(y) where rewards tie. */
export function prepareSorted(s: Support, outcomeProb: Doubles): void {
  s.outcomeProb = outcomeProb;
  gatherBlocks(s, false);
  prepareGathered(s);
}

/** Does the rest once the outcomes are gathered into blocks. */
export function prepareGathered(s: Support): void {
  if (s.blocks == s.count) s.outcomeProb = s.refMass;
  normalise(s, s.spare, lowOf(s));
  s.cells = cellsOf(s.blocks);
  sumSteps(s, lowOf(s));
  padLane(s);
}

/** A weight above this part of the total surely has a probability above 0, and needs no division to tell. */
const SURE_PART: f64 = 1e-300;

/** Leaves the outcomes of positive mass in `s.records`, sorted, and their number in `s.count`; marks the others by a reward of NaN. */
export function sortByReward(s: Support): void {
  let low = s.size == 1 ? splat(at(s.rewards, 0)) : pair(s.rewards, 0);
  let high = low;
  for (let i: u32 = 0; i + 1 < s.size; i += 2) {
    const r = pair(s.rewards, i);
    low = lesser(low, r);
    high = greater(high, r);
  }
  const last = at(s.rewards, s.size - 1);
  const lowest = keyOf(min(last, -maxOfLanes(neg(low))));
  const highest = keyOf(max(last, maxOfLanes(high)));
  s.lowestKey = lowest;

  const surely = s.total * SURE_PART;
  let count: u32 = 0;
  let before: u64 = 0;
  let inOrder = true;
  for (let i: u32 = 0; i < s.size; i++) {
    const w = at(s.weights, i);
    if (w > surely || w / s.total > 0) {
      const key = keyOf(at(s.rewards, i)) - lowest;
      if (key < before) inOrder = false;
      before = key;
      setRecord(s.records, count, key, w);
      count++;
    } else {
      setAt(s.rewards, i, NaN);
    }
  }
  s.count = count;
  if (!inOrder && sortRecords(s.records, s.spare, count, 64 - <u32>clz(highest - lowest))) {
    const sorted = s.spare;
    s.spare = s.records;
    s.records = sorted;
  }
}

/** Makes `s.order`, the index of every outcome by rising reward, and frees the rewards. */
export function makeOrder(s: Support): void {
  releaseInput(s); // what a call that ran out of memory left
  s.records = records(s.count);
  s.spare = records(s.count);
  const order = indices(s.count);
  let highest: u64 = 0;
  let count: u32 = 0;
  for (let i: u32 = 0; i < s.size; i++) {
    const r = at(s.rewards, i);
    if (r != r) continue;
    const key = keyOf(r) - s.lowestKey;
    highest = max(highest, key);
    setIndexRecord(s.records, count, key, i);
    count++;
  }
  const sorted = sortRecords(s.records, s.spare, count, 64 - <u32>clz(highest)) ? s.spare : s.records;
  for (let k: u32 = 0; k < count; k++) setIndexAt(order, k, indexOf(sorted, k));
  s.order = order;
  releaseInput(s);
  heap.free(s.rewards);
  s.rewards = 0;
}

/** Walks the outcomes by rising reward: their blocks, raw masses, and the running sum of weights (in `s.spare`, from entry 1 on) and
 *  what its rounding leaves. */
function gatherBlocks(s: Support, tiesByIndex: bool): void {
  const cdf = s.spare;
  const low = lowOf(s);
  setAt(cdf, 0, 0);
  setAt(low, 0, 0);
  let b: u32 = -1;
  let last: u64 = 0;
  let sum: f64 = 0, sumError: f64 = 0;
  let mass: f64 = 0, massError: f64 = 0;
  for (let k: u32 = 0; k < s.count; k++) {
    const key = keyAt(s.records, k);
    const w = weightAt(s.records, k);
    if (k == 0 || key != last || tiesByIndex) {
      b++;
      setAt(s.reward, b, rewardOf(s.lowestKey + key));
      last = key;
      mass = w;
      massError = 0;
    } else {
      const t = mass + w;
      massError += twoSumError(mass, w, t);
      mass = t;
    }
    const t = sum + w;
    sumError += twoSumError(sum, w, t);
    sum = t;
    setIndexAt(s.blockOf, k, b);
    setAt(s.outcomeProb, k, w);
    setAt(s.refMass, b, mass + massError);
    const upTo = sum + sumError;
    setAt(cdf, b + 1, upTo);
    setAt(low, b + 1, sum - upTo + sumError);
  }
  s.total = sum + sumError;
  s.blocks = b + 1;
  setAt(s.outcomeProb, s.count, 0);
  setIndexAt(s.blockOf, s.count, b);
  setAt(s.refMass, s.blocks, 0);
  setAt(s.reward, s.blocks, 0);
  setAt(cdf, s.blocks + 1, s.total);
}

// Order by reward: a stable LSD radix sort of records of a key and 64 bits that go with it. A key is a reward as 64 bits that order as
// the rewards do, less that of the lowest. Three passes sort by the top bits of the range that the keys span; records that agree in
// those are settled afterwards: short runs by insertion, long ones by the same sort over the bits below, so that adversarial input
// stays linear. The weight goes with the key, so that nothing is fetched out of order; the indices are sorted only if a policy is asked for.

import { at, indexAt, pair, setAt, setIndexAt } from "./lanes";
import { indices, releaseInput, Support } from "./support";

const COUNTS = memory.data(3 * 2048 * 4, 16);
/** Bits of a digit: clearing and scanning 2048 counters pays from a few thousand records on. */
const WIDE_DIGIT: u32 = 11;
const NARROW_DIGIT: u32 = 8;
const WIDE_FROM: u32 = 6000;
const PASSES_MOST: u32 = 3;
/** Up to this many records insertion is quicker than counting. */
const INSERTION_MOST: u32 = 40;

/** Bytes of a record: the key, and what goes with it. */
export const RECORD: usize = 16;

// @ts-ignore: decorator
@inline export function keyIn(records: usize, k: u32): u64 { return load<u64>(records + RECORD * <usize>k); }
// @ts-ignore: decorator
@inline export function weightIn(records: usize, k: u32): f64 { return load<f64>(records + RECORD * <usize>k, 8); }
// @ts-ignore: decorator
@inline export function indexIn(records: usize, k: u32): u32 { return load<u32>(records + RECORD * <usize>k, 8); }
// @ts-ignore: decorator
@inline export function setRecord(records: usize, k: u32, key: u64, weight: f64): void {
  store<u64>(records + RECORD * <usize>k, key);
  store<f64>(records + RECORD * <usize>k, weight, 8);
}
// @ts-ignore: decorator
@inline export function setIndexRecord(records: usize, k: u32, key: u64, index: u64): void {
  store<u64>(records + RECORD * <usize>k, key);
  store<u64>(records + RECORD * <usize>k, index, 8);
}
// @ts-ignore: decorator
@inline function copyRecord(from: usize, k: u32, to: usize, i: u32): void {
  v128.store(to + RECORD * <usize>i, v128.load(from + RECORD * <usize>k));
}

/** Orders as the reward does; adding +0 makes -0 equal to 0. */
// @ts-ignore: decorator
@inline export function keyOf(reward: f64): u64 {
  const bits = reinterpret<u64>(reward + 0.0);
  return bits ^ (<u64>(<i64>bits >> 63) | 0x8000000000000000);
}
/** The reward of a key. */
// @ts-ignore: decorator
@inline export function rewardOf(key: u64): f64 {
  return reinterpret<f64>(key ^ (<u64>(<i64>~key >> 63) | 0x8000000000000000));
}

/** A weight above this part of the total surely has a probability above 0. */
const SURELY_POSITIVE: f64 = 1e-300;

/** Leaves the outcomes of positive mass in `s.records`, sorted, and their number in `s.count`; marks the others by a reward of NaN. */
export function sortByReward(s: Support): void {
  let low = pair(s.rewards, 0);
  if (s.size == 1) low = f64x2.splat(at(s.rewards, 0));
  let high = low;
  for (let i: u32 = 0; i + 1 < s.size; i += 2) {
    const r = pair(s.rewards, i);
    low = f64x2.pmin(low, r);
    high = f64x2.pmax(high, r);
  }
  const last = at(s.rewards, s.size - 1);
  const base = keyOf(min(last, min(f64x2.extract_lane(low, 0), f64x2.extract_lane(low, 1))));
  const top = keyOf(max(last, max(f64x2.extract_lane(high, 0), f64x2.extract_lane(high, 1))));
  s.base = base;

  const surely = s.total * SURELY_POSITIVE;
  let count: u32 = 0;
  let before: u64 = 0;
  let inOrder = true;
  for (let i: u32 = 0; i < s.size; i++) {
    const w = at(s.weights, i);
    if (w > surely || w / s.total > 0) {
      const key = keyOf(at(s.rewards, i)) - base;
      if (key < before) inOrder = false;
      before = key;
      setRecord(s.records, count, key, w);
      count++;
    } else {
      setAt(s.rewards, i, NaN);
    }
  }
  s.count = count;
  if (!inOrder && sortRecords(s.records, s.spare, count, 64 - <u32>clz(top - base))) {
    const sorted = s.spare;
    s.spare = s.records;
    s.records = sorted;
  }
}

/** Makes `s.order`, the index of every outcome by rising reward; frees the rewards. */
export function makeOrder(s: Support): void {
  releaseInput(s); // what a call that ran out of memory left
  s.records = heap.alloc(RECORD * <usize>s.count);
  s.spare = heap.alloc(RECORD * <usize>s.count);
  const order = indices(s.count);
  let top: u64 = 0;
  let count: u32 = 0;
  for (let i: u32 = 0; i < s.size; i++) {
    const r = at(s.rewards, i);
    if (r != r) continue;
    const key = keyOf(r) - s.base;
    top = max(top, key);
    setIndexRecord(s.records, count, key, i);
    count++;
  }
  const sorted = sortRecords(s.records, s.spare, count, 64 - <u32>clz(top)) ? s.spare : s.records;
  for (let k: u32 = 0; k < count; k++) setIndexAt(order, k, indexIn(sorted, k));
  s.order = order;
  releaseInput(s);
  heap.free(s.rewards);
  s.rewards = 0;
}

/** Sorts by the low `bits` bits of the keys, which agree in those above; true if the result is in `spare`. */
export function sortRecords(records: usize, spare: usize, count: u32, bits: u32): bool {
  if (count <= INSERTION_MOST) {
    insertionSort(records, 0, count);
    return false;
  }
  const widest: u32 = count < WIDE_FROM ? NARROW_DIGIT : WIDE_DIGIT;
  const sorted = min(bits, PASSES_MOST * widest);
  const moved = radixSort(records, spare, count, bits - sorted, sorted, widest);
  if (bits > sorted) settleRuns(moved ? spare : records, moved ? records : spare, count, bits - sorted);
  return moved;
}

/** Sorts by the `bits` bits from bit `low` on; true if the result is in `spare`. */
function radixSort(records: usize, spare: usize, count: u32, low: u32, bits: u32, widest: u32): bool {
  const passes: u32 = (bits + widest - 1) / widest;
  if (passes == 0) return false;
  const width: u32 = (bits + passes - 1) / passes;
  const size: u32 = 1 << width;
  const mask: u32 = size - 1;
  memory.fill(COUNTS, 0, <usize>(passes * size) << 2);
  for (let k: u32 = 0; k < count; k++) {
    let digits = keyIn(records, k) >> low;
    for (let pass: u32 = 0; pass < passes; pass++) {
      const c: usize = COUNTS + (<usize>(pass * size + (<u32>digits & mask)) << 2);
      store<u32>(c, load<u32>(c) + 1);
      digits >>= width;
    }
  }
  let moved = false;
  for (let pass: u32 = 0; pass < passes; pass++) {
    const counts: usize = COUNTS + (<usize>(pass * size) << 2);
    const offset: u64 = low + pass * width;
    // a digit that all share moves nothing
    if (indexAt(counts, <u32>(keyIn(records, 0) >> offset) & mask) == count) continue;
    let start: u32 = 0;
    for (let d: u32 = 0; d < size; d++) {
      const c = indexAt(counts, d);
      setIndexAt(counts, d, start);
      start += c;
    }
    for (let k: u32 = 0; k < count; k++) {
      const d = <u32>(keyIn(records, k) >> offset) & mask;
      const to = indexAt(counts, d);
      setIndexAt(counts, d, to + 1);
      copyRecord(records, k, spare, to);
    }
    const other = records;
    records = spare;
    spare = other;
    moved = !moved;
  }
  return moved;
}

/** Puts every run of keys that agree from bit `bits` on into order. */
function settleRuns(records: usize, spare: usize, count: u32, bits: u32): void {
  let k: u32 = 0;
  while (k + 1 < count) {
    let before = keyIn(records, k);
    const prefix = before >> bits;
    if (keyIn(records, k + 1) >> bits != prefix) {
      k++;
      continue;
    }
    const from = k;
    let inOrder = true;
    for (k++; k < count && keyIn(records, k) >> bits == prefix; k++) {
      const key = keyIn(records, k);
      if (key < before) inOrder = false;
      before = key;
    }
    if (inOrder) continue;
    if (k - from <= INSERTION_MOST) {
      insertionSort(records, from, k);
      continue;
    }
    const run: usize = records + RECORD * <usize>from;
    const room: usize = spare + RECORD * <usize>from;
    if (sortRecords(run, room, k - from, bits)) memory.copy(run, room, RECORD * <usize>(k - from));
  }
}

function insertionSort(records: usize, from: u32, to: u32): void {
  for (let k: u32 = from + 1; k < to; k++) {
    const moving = v128.load(records + RECORD * <usize>k);
    const key = keyIn(records, k);
    let hole = k;
    while (hole > from && keyIn(records, hole - 1) > key) {
      copyRecord(records, hole - 1, records, hole);
      hole--;
    }
    v128.store(records + RECORD * <usize>hole, moving);
  }
}

// Order by reward: a stable LSD radix sort. A reward becomes a 64-bit key that orders as the reward does; of the range that the
// keys span, the top 32 bits and the outcome's index make one 64-bit record, so a pass moves 8 bytes an outcome. Records that
// agree in those 32 bits are settled afterwards by the rewards themselves: short runs by insertion, long ones by the same
// radix sort over their own narrower range, which 32 bits then cover, so adversarial input stays linear.

import { at, indexAt, pair, setIndexAt } from "./lanes";
import { Support } from "./support";

const COUNTS_BYTES: usize = 4 * 2048 * 4;
const COUNTS = memory.data(<i32>COUNTS_BYTES, 16);
/** Bits of a digit: clearing and scanning 2048 counters pays from a few thousand records on. */
const WIDE_DIGIT: u32 = 11;
const NARROW_DIGIT: u32 = 8;
const WIDE_FROM: u32 = 6000;
/** Up to this many records insertion is quicker than counting. */
const INSERTION_MOST: u32 = 40;

// @ts-ignore: decorator
@inline function record(records: usize, k: u32): u64 { return load<u64>(records + (<usize>k << 3)); }
// @ts-ignore: decorator
@inline export function setRecord(records: usize, k: u32, r: u64): void { store<u64>(records + (<usize>k << 3), r); }
/** The input index in record k. */
// @ts-ignore: decorator
@inline export function indexOf(records: usize, k: u32): u32 { return load<u32>(records + (<usize>k << 3)); }
// @ts-ignore: decorator
@inline export function prefixOf(records: usize, k: u32): u32 { return load<u32>(records + (<usize>k << 3), 4); }
// @ts-ignore: decorator
@inline function rewardOf(s: Support, records: usize, k: u32): f64 { return at(s.rewards, indexOf(records, k)); }

/** Orders as the reward does; adding +0 makes -0 equal to 0. */
// @ts-ignore: decorator
@inline function keyOf(reward: f64): u64 {
  const bits = reinterpret<u64>(reward + 0.0);
  return bits ^ (<u64>(<i64>bits >> 63) | 0x8000000000000000);
}

/** Sorts the outcomes of positive mass; leaves them in `s.records` and their number in `s.count`. */
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

  const bits: u32 = 64 - <u32>clz(top - base);
  const shift: u64 = bits > 32 ? bits - 32 : 0;
  let count: u32 = 0;
  for (let i: u32 = 0; i < s.size; i++) {
    if (at(s.weights, i) / s.total > 0) {
      setRecord(s.records, count, ((keyOf(at(s.rewards, i)) - base) >> shift) << 32 | i);
      count++;
    }
  }
  s.count = count;
  if (count <= INSERTION_MOST) {
    insertionSort(s, s.records, 0, count);
    return;
  }
  if (radixSort(s.records, s.spare, count, min(bits, 32))) {
    const sorted = s.spare;
    s.spare = s.records;
    s.records = sorted;
  }
  if (shift) settleRuns(s, count);
}

/** Sorts by the low `bits` bits of the prefixes; true if the result is in `spare`. */
export function radixSort(records: usize, spare: usize, count: u32, bits: u32): bool {
  const widest: u32 = count < WIDE_FROM ? NARROW_DIGIT : WIDE_DIGIT;
  const passes: u32 = (bits + widest - 1) / widest;
  if (passes == 0) return false;
  const width: u32 = (bits + passes - 1) / passes;
  const size: u32 = 1 << width;
  const mask: u32 = size - 1;
  memory.fill(COUNTS, 0, <usize>(passes * size) << 2);
  for (let k: u32 = 0; k < count; k++) {
    const prefix = prefixOf(records, k);
    for (let pass: u32 = 0; pass < passes; pass++) {
      const c: usize = COUNTS + (<usize>(pass * size + ((prefix >> (pass * width)) & mask)) << 2);
      store<u32>(c, load<u32>(c) + 1);
    }
  }
  let moved = false;
  for (let pass: u32 = 0; pass < passes; pass++) {
    const counts: usize = COUNTS + (<usize>(pass * size) << 2);
    const offset: u64 = 32 + pass * width;
    // a digit that all share moves nothing
    if (indexAt(counts, <u32>(record(records, 0) >> offset) & mask) == count) continue;
    let start: u32 = 0;
    for (let d: u32 = 0; d < size; d++) {
      const c = indexAt(counts, d);
      setIndexAt(counts, d, start);
      start += c;
    }
    for (let k: u32 = 0; k < count; k++) {
      const r = record(records, k);
      const d = <u32>(r >> offset) & mask;
      const to = indexAt(counts, d);
      setIndexAt(counts, d, to + 1);
      setRecord(spare, to, r);
    }
    const other = records;
    records = spare;
    spare = other;
    moved = !moved;
  }
  return moved;
}

/** Puts every run of equal prefixes into the order of its rewards. */
function settleRuns(s: Support, count: u32): void {
  const records = s.records;
  let k: u32 = 0;
  while (k + 1 < count) {
    const prefix = prefixOf(records, k);
    if (prefixOf(records, k + 1) != prefix) {
      k++;
      continue;
    }
    const from = k;
    let inOrder = true;
    let before = rewardOf(s, records, k);
    for (k++; k < count && prefixOf(records, k) == prefix; k++) {
      const r = rewardOf(s, records, k);
      if (r < before) inOrder = false;
      before = r;
    }
    if (inOrder) continue;
    if (k - from <= INSERTION_MOST) insertionSort(s, records, from, k);
    else sortRun(s, from, k - from);
  }
}

function sortRun(s: Support, from: u32, count: u32): void {
  const records: usize = s.records + (<usize>from << 3);
  const spare: usize = s.spare + (<usize>from << 3);
  let base: u64 = u64.MAX_VALUE;
  let top: u64 = 0;
  for (let k: u32 = 0; k < count; k++) {
    const key = keyOf(rewardOf(s, records, k));
    base = min(base, key);
    top = max(top, key);
  }
  for (let k: u32 = 0; k < count; k++) {
    const i = indexOf(records, k);
    setRecord(records, k, (keyOf(at(s.rewards, i)) - base) << 32 | i);
  }
  if (radixSort(records, spare, count, 64 - <u32>clz(top - base))) memory.copy(records, spare, <usize>count << 3);
}

function insertionSort(s: Support, records: usize, from: u32, to: u32): void {
  for (let k: u32 = from + 1; k < to; k++) {
    const r = record(records, k);
    const reward = at(s.rewards, <u32>r);
    let hole = k;
    while (hole > from && rewardOf(s, records, hole - 1) > reward) {
      setRecord(records, hole, record(records, hole - 1));
      hole--;
    }
    setRecord(records, hole, r);
  }
}

// A stable LSD radix sort of records, each a key of 64 bits and another 64 bits that go along with it. Three passes sort by the top bits of the range
// that the keys span; records that agree in those are settled afterwards, short runs by insertion and long ones by the same sort over the
// bits below, so that adversarial input stays linear. The sort takes arrays and knows nothing of supports.

import { indexAt, Indices, setIndexAt } from "./lanes";
import { RECORD_BYTES } from "./layout";

/** An array of records, at an address that is a multiple of 16. */
export type Records = usize;

const RECORD: usize = RECORD_BYTES;
/** Bits of a digit. Clearing and scanning 2048 counters instead of 256 pays from a few thousand records on. */
const WIDE_DIGIT: u32 = 11;
const NARROW_DIGIT: u32 = 8;
const MIN_WIDE_COUNT: u32 = 6000;
/** Three passes of 11 bits see half of a key; more of it rarely decides, and settling the rest costs less than another pass. */
const MAX_PASSES: u32 = 3;
/** Up to this many records insertion is quicker than counting. */
const MAX_INSERTION_COUNT: u32 = 40;

/** u32[MAX_PASSES][2^WIDE_DIGIT]: how often each digit occurs, for each pass. */
const COUNTS: Indices = memory.data(3 * 2048 * 4, 16);

/** The key of record k. */
// @ts-ignore: decorator
@inline export function keyAt(records: Records, k: u32): u64 { return load<u64>(records + RECORD * <usize>k); }
/** The weight of record k. */
// @ts-ignore: decorator
@inline export function weightAt(records: Records, k: u32): f64 { return load<f64>(records + RECORD * <usize>k, 8); }
/** The index of record k, where it holds an index instead of a weight. */
// @ts-ignore: decorator
@inline export function indexOf(records: Records, k: u32): u32 { return load<u32>(records + RECORD * <usize>k, 8); }
/** Writes record k: a key and a weight. */
// @ts-ignore: decorator
@inline export function setRecord(records: Records, k: u32, key: u64, weight: f64): void {
  store<u64>(records + RECORD * <usize>k, key);
  store<f64>(records + RECORD * <usize>k, weight, 8);
}
/** Writes record k: a key and an index. */
// @ts-ignore: decorator
@inline export function setIndexRecord(records: Records, k: u32, key: u64, index: u64): void {
  store<u64>(records + RECORD * <usize>k, key);
  store<u64>(records + RECORD * <usize>k, index, 8);
}
// @ts-ignore: decorator
@inline function copyRecord(from: Records, k: u32, to: Records, i: u32): void {
  v128.store(to + RECORD * <usize>i, v128.load(from + RECORD * <usize>k));
}

/** 64 bits that order as the rewards do; adding +0 makes -0 equal to 0. The reward is not NaN. */
// @ts-ignore: decorator
@inline export function keyOf(reward: f64): u64 {
  const bits = reinterpret<u64>(reward + 0.0);
  return bits ^ (<u64>(<i64>bits >> 63) | 0x8000000000000000);
}
/** The reward whose key this is. */
// @ts-ignore: decorator
@inline export function rewardOf(key: u64): f64 {
  return reinterpret<f64>(key ^ (<u64>(<i64>~key >> 63) | 0x8000000000000000));
}

/** Sorts `count` records by the low `bits` bits of their keys, which agree in those above. The result is in `spare` where this returns
 *  true, and in `records` otherwise; the other array is overwritten. Records of equal keys keep their order. */
export function sortRecords(records: Records, spare: Records, count: u32, bits: u32): bool {
  if (count <= MAX_INSERTION_COUNT) {
    insertionSort(records, 0, count);
    return false;
  }
  const widest: u32 = count < MIN_WIDE_COUNT ? NARROW_DIGIT : WIDE_DIGIT;
  const sorted = min(bits, MAX_PASSES * widest);
  const moved = radixSort(records, spare, count, bits - sorted, sorted, widest);
  if (bits > sorted) settleRuns(moved ? spare : records, moved ? records : spare, count, bits - sorted);
  return moved;
}

/** Sorts by the `bits` bits from bit `low` on; true if the result is in `spare`. */
function radixSort(records: Records, spare: Records, count: u32, low: u32, bits: u32, widest: u32): bool {
  const passes: u32 = (bits + widest - 1) / widest;
  if (passes == 0) return false;
  const width: u32 = (bits + passes - 1) / passes;
  const size: u32 = 1 << width;
  const mask: u32 = size - 1;
  memory.fill(COUNTS, 0, <usize>(passes * size) << 2);
  for (let k: u32 = 0; k < count; k++) {
    let digits = keyAt(records, k) >> low;
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
    // a digit that all records share moves nothing
    if (indexAt(counts, <u32>(keyAt(records, 0) >> offset) & mask) == count) continue;
    let start: u32 = 0;
    for (let d: u32 = 0; d < size; d++) {
      const c = indexAt(counts, d);
      setIndexAt(counts, d, start);
      start += c;
    }
    for (let k: u32 = 0; k < count; k++) {
      const d = <u32>(keyAt(records, k) >> offset) & mask;
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
function settleRuns(records: Records, spare: Records, count: u32, bits: u32): void {
  let k: u32 = 0;
  while (k + 1 < count) {
    let before = keyAt(records, k);
    const prefix = before >> bits;
    if (keyAt(records, k + 1) >> bits != prefix) {
      k++;
      continue;
    }
    const from = k;
    let inOrder = true;
    for (k++; k < count && keyAt(records, k) >> bits == prefix; k++) {
      const key = keyAt(records, k);
      if (key < before) inOrder = false;
      before = key;
    }
    if (inOrder) continue;
    if (k - from <= MAX_INSERTION_COUNT) {
      insertionSort(records, from, k);
      continue;
    }
    const run: usize = records + RECORD * <usize>from;
    const room: usize = spare + RECORD * <usize>from;
    if (sortRecords(run, room, k - from, bits)) memory.copy(run, room, RECORD * <usize>(k - from));
  }
}

function insertionSort(records: Records, from: u32, to: u32): void {
  for (let k: u32 = from + 1; k < to; k++) {
    const moving = v128.load(records + RECORD * <usize>k);
    const key = keyAt(records, k);
    let hole = k;
    while (hole > from && keyAt(records, hole - 1) > key) {
      copyRecord(records, hole - 1, records, hole);
      hole--;
    }
    v128.store(records + RECORD * <usize>hole, moving);
  }
}

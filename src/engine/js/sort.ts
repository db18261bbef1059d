// Twin of assembly/sort.ts in what it gives: the stable order by reward. JavaScript has no keys of 64 bits, so a record here is two words,
// [index, prefix], and rewards decide where the 32 bits of the prefix do not.

import { JsSupport } from './support';
import { double, TOP, words } from './words';

const WIDE_DIGIT = 11;
const NARROW_DIGIT = 8;
const WIDE_FROM = 6000;
const INSERTION_MOST = 40;

const COUNTS = /* @__PURE__ */ new Uint32Array(4 * 2048);

const LOW = 1 - TOP;

/** Half a key that orders as the reward does, -0 as 0; `topKey` and `lowKey` read the reward put by `setKey`. */
function setKey(reward: number): void {
  double[0] = reward + 0;
}
function topKey(): number {
  return (words[TOP] ^ ((words[TOP] >> 31) | 0x80000000)) >>> 0;
}
function lowKey(): number {
  return (words[LOW] ^ (words[TOP] >> 31)) >>> 0;
}

/** A range of keys: its least key, and how far a key's distance from it is shifted to fit 32 bits. */
interface KeyRange {
  top: number;
  low: number;
  bits: number;
  shift: number;
}

function rangeOf(least: number, most: number): KeyRange {
  setKey(least);
  const top = topKey();
  const low = lowKey();
  setKey(most);
  const spanLow = lowKey() - low;
  const spanTop = topKey() - top - (spanLow < 0 ? 1 : 0);
  const bits = spanTop > 0 ? 64 - Math.clz32(spanTop) : 32 - Math.clz32(spanLow);
  return { top, low, bits, shift: Math.max(bits - 32, 0) };
}

/** The 32 bits of a reward that a record holds. */
function prefixIn(range: KeyRange, reward: number): number {
  setKey(reward);
  const low = lowKey() - range.low;
  const top = topKey() - range.top - (low < 0 ? 1 : 0);
  const { shift } = range;
  if (shift === 0) return low >>> 0;
  return shift === 32 ? top >>> 0 : ((top << (32 - shift)) | (low >>> shift)) >>> 0;
}

/** Sorts the outcomes of positive mass; leaves them in `s.records` and their number in `s.count`. */
export function sortByReward(s: JsSupport): void {
  const { rewards, weights, total, records } = s;
  let least = rewards[0];
  let most = rewards[0];
  for (let i = 1; i < s.size; i++) {
    const r = rewards[i];
    if (r < least) least = r;
    if (r > most) most = r;
  }
  const range = rangeOf(least, most);
  let count = 0;
  let before = -Infinity;
  let inOrder = true;
  for (let i = 0; i < s.size; i++) {
    if (weights[i] / total > 0) {
      if (rewards[i] < before) inOrder = false;
      before = rewards[i];
      records[2 * count] = i;
      records[2 * count + 1] = prefixIn(range, rewards[i]);
      count++;
    }
  }
  s.count = count;
  if (inOrder) return;
  if (count <= INSERTION_MOST) {
    insertionSort(s, records, 0, count);
    return;
  }
  if (radixSort(records, s.spare, count, Math.min(range.bits, 32))) {
    s.records = s.spare;
    s.spare = records;
  }
  if (range.shift > 0) settleRuns(s, count);
}

/** The indices of the values from the lowest to the highest; equal ones in the order given. */
export function orderOf(values: Float64Array | Float32Array): Uint32Array {
  const s = new JsSupport(values.length);
  s.rewards.set(values);
  s.weights.fill(1);
  s.total = 1;
  s.records = new Uint32Array(2 * values.length);
  s.spare = new Uint32Array(2 * values.length);
  sortByReward(s);
  return Uint32Array.from(values, (_, k) => s.records[2 * k]);
}

/** Sorts by the low `bits` bits of the prefixes; true if the result is in `spare`. */
export function radixSort(records: Uint32Array, spare: Uint32Array, count: number, bits: number): boolean {
  const widest = count < WIDE_FROM ? NARROW_DIGIT : WIDE_DIGIT;
  const passes = Math.ceil(bits / widest);
  if (passes === 0) return false;
  const width = Math.ceil(bits / passes);
  const size = 1 << width;
  const mask = size - 1;
  const counts = COUNTS.fill(0, 0, passes * size);
  for (let k = 0; k < count; k++) {
    const prefix = records[2 * k + 1];
    for (let pass = 0; pass < passes; pass++) counts[pass * size + ((prefix >>> (pass * width)) & mask)]++;
  }
  let moved = false;
  for (let pass = 0; pass < passes; pass++) {
    const base = pass * size;
    const offset = pass * width;
    // a digit that all share moves nothing
    if (counts[base + ((records[1] >>> offset) & mask)] === count) continue;
    let start = 0;
    for (let d = base; d < base + size; d++) {
      const c = counts[d];
      counts[d] = start;
      start += c;
    }
    for (let k = 0; k < count; k++) {
      const prefix = records[2 * k + 1];
      const to = counts[base + ((prefix >>> offset) & mask)]++;
      spare[2 * to] = records[2 * k];
      spare[2 * to + 1] = prefix;
    }
    [records, spare] = [spare, records];
    moved = !moved;
  }
  return moved;
}

/** Puts every run of equal prefixes into the order of its rewards. */
function settleRuns(s: JsSupport, count: number): void {
  const { records, rewards } = s;
  let k = 0;
  while (k + 1 < count) {
    const prefix = records[2 * k + 1];
    if (records[2 * k + 3] !== prefix) {
      k++;
      continue;
    }
    const from = k;
    let inOrder = true;
    let before = rewards[records[2 * k]];
    for (k++; k < count && records[2 * k + 1] === prefix; k++) {
      const r = rewards[records[2 * k]];
      if (r < before) inOrder = false;
      before = r;
    }
    if (inOrder) continue;
    if (k - from <= INSERTION_MOST) insertionSort(s, records, from, k);
    else sortRun(s, from, k);
  }
}

function sortRun(s: JsSupport, from: number, to: number): void {
  const { rewards } = s;
  const records = s.records.subarray(2 * from, 2 * to);
  const spare = s.spare.subarray(2 * from, 2 * to);
  const count = to - from;
  let least = rewards[records[0]];
  let most = least;
  for (let k = 1; k < count; k++) {
    const r = rewards[records[2 * k]];
    if (r < least) least = r;
    if (r > most) most = r;
  }
  const range = rangeOf(least, most);
  for (let k = 0; k < count; k++) records[2 * k + 1] = prefixIn(range, rewards[records[2 * k]]);
  if (radixSort(records, spare, count, range.bits)) records.set(spare);
}

function insertionSort(s: JsSupport, records: Uint32Array, from: number, to: number): void {
  const { rewards } = s;
  for (let k = from + 1; k < to; k++) {
    const i = records[2 * k];
    const prefix = records[2 * k + 1];
    const reward = rewards[i];
    let hole = k;
    while (hole > from && rewards[records[2 * hole - 2]] > reward) {
      records[2 * hole] = records[2 * hole - 2];
      records[2 * hole + 1] = records[2 * hole - 1];
      hole--;
    }
    records[2 * hole] = i;
    records[2 * hole + 1] = prefix;
  }
}

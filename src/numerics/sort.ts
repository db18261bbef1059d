// A stable radix sort of indices by their values, to the same order as assembly/sort.ts; by hand, since JavaScript has no keys of 64 bits. A
// record here is two words, [index, prefix], and the values themselves decide where the 32 bits of the prefix do not.

import { double, TOP, words } from './float-bits';

type Doubles = Float64Array | Float32Array;

/** Bits of a digit: clearing and scanning 2048 counters instead of 256 pays from a few thousand records on. */
const WIDE_DIGIT = 11;
const NARROW_DIGIT = 8;
const MIN_WIDE_COUNT = 6000;
/** Up to this many records insertion is quicker than counting. */
const MAX_INSERTION_COUNT = 40;

/** The counters of up to four passes over digits of 11 bits or fewer. */
const COUNTS = /* @__PURE__ */ new Uint32Array(4 * 2048);

const LOW = 1 - TOP;

/** Sets the value whose key `topKey` and `lowKey` then read, in two halves. Keys order as their values do, and -0 as 0. */
function setKey(value: number): void {
  double[0] = value + 0;
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

/** The 32 bits of a value that a record holds: those below the highest in which the range varies. */
function prefixIn(range: KeyRange, value: number): number {
  setKey(value);
  const low = lowKey() - range.low;
  const top = topKey() - range.top - (low < 0 ? 1 : 0);
  const { shift } = range;
  if (shift === 0) return low >>> 0;
  return shift === 32 ? top >>> 0 : ((top << (32 - shift)) | (low >>> shift)) >>> 0;
}

/**
 * Sorts `count` records by their values, lowest first; equal values keep their order.
 *
 * @param values - the value of each index; no NaN.
 * @param records - pairs `[index, …]`, the second entry of which is overwritten.
 * @param spare - room for as many records.
 * @returns whether the sorted records are in `spare` instead of `records`.
 */
export function sortRecords(values: Doubles, records: Uint32Array, spare: Uint32Array, count: number): boolean {
  const range = prefixRecords(values, records, count);
  if (range === undefined) return false;
  if (count <= MAX_INSERTION_COUNT) {
    insertionSort(values, records, 0, count);
    return false;
  }
  const moved = radixSort(records, spare, count, Math.min(range.bits, 32));
  if (range.shift > 0) settleRuns(values, moved ? spare : records, moved ? records : spare, count);
  return moved;
}

/** Room for the records of short lists, which are sorted in less time than memory is had. */
const SHORT_ROOM = /* @__PURE__ */ new Uint32Array(4 * 256);

const roomFor = (length: number) => (4 * length <= SHORT_ROOM.length ? SHORT_ROOM : new Uint32Array(4 * length));

/**
 * The indices of the values from the lowest to the highest; equal ones in the order given. No value is NaN.
 *
 * @param order - where they are written.
 * @param room - u32[4 * length], for the records; those who sort often keep it.
 */
export function orderOf(
  values: Doubles,
  order: Uint32Array = new Uint32Array(values.length),
  room: Uint32Array = roomFor(values.length)
): Uint32Array {
  const { length } = values;
  const records = room.subarray(0, 2 * length);
  const spare = room.subarray(2 * length, 4 * length);
  for (let i = 0; i < length; i++) records[2 * i] = i;
  const sorted = sortRecords(values, records, spare, length) ? spare : records;
  for (let k = 0; k < length; k++) order[k] = sorted[2 * k];
  return order;
}

/** Writes the prefix of each record; undefined if the records are in order already, and the prefixes are then of no use. */
function prefixRecords(values: Doubles, records: Uint32Array, count: number): KeyRange | undefined {
  let least = Infinity;
  let most = -Infinity;
  let before = -Infinity;
  let inOrder = true;
  for (let k = 0; k < count; k++) {
    const value = values[records[2 * k]];
    if (value < before) inOrder = false;
    before = value;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (inOrder) return undefined;
  const range = rangeOf(least, most);
  for (let k = 0; k < count; k++) records[2 * k + 1] = prefixIn(range, values[records[2 * k]]);
  return range;
}

/** Sorts by the low `bits` bits of the prefixes; true if the result is in `spare`. */
function radixSort(records: Uint32Array, spare: Uint32Array, count: number, bits: number): boolean {
  const widest = count < MIN_WIDE_COUNT ? NARROW_DIGIT : WIDE_DIGIT;
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
    // a digit that all records share moves nothing
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

/** Puts every run of equal prefixes into the order of its values. */
function settleRuns(values: Doubles, records: Uint32Array, spare: Uint32Array, count: number): void {
  for (let k = 0; k + 1 < count; ) {
    const from = k;
    const prefix = records[2 * k + 1];
    // most prefixes occur once, and their values need not be fetched
    if (records[2 * k + 3] !== prefix) {
      k++;
      continue;
    }
    let inOrder = true;
    let before = values[records[2 * k]];
    for (k++; k < count && records[2 * k + 1] === prefix; k++) {
      const value = values[records[2 * k]];
      if (value < before) inOrder = false;
      before = value;
    }
    if (inOrder) continue;
    if (k - from <= MAX_INSERTION_COUNT) insertionSort(values, records, from, k);
    else sortRun(values, records.subarray(2 * from, 2 * k), spare.subarray(2 * from, 2 * k), k - from);
  }
}

/** Sorts a long run by the same sort over the bits below, so that adversarial input stays linear. */
function sortRun(values: Doubles, records: Uint32Array, spare: Uint32Array, count: number): void {
  if (sortRecords(values, records, spare, count)) records.set(spare);
}

function insertionSort(values: Doubles, records: Uint32Array, from: number, to: number): void {
  for (let k = from + 1; k < to; k++) {
    const i = records[2 * k];
    const prefix = records[2 * k + 1];
    const value = values[i];
    let hole = k;
    while (hole > from && values[records[2 * hole - 2]] > value) {
      records[2 * hole] = records[2 * hole - 2];
      records[2 * hole + 1] = records[2 * hole - 1];
      hole--;
    }
    records[2 * hole] = i;
    records[2 * hole + 1] = prefix;
  }
}

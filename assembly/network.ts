// Sorts two short rows at once, one in each lane, by a network: which values are compared does not depend on them, so that no branch
// is ever mispredicted. Batcher's merge exchange (Knuth, The Art of Computer Programming, volume 3, algorithm 5.2.2 M), for any length.

import { all, both, choose, either, Mask, Rows, rowsAt, same, setRowsAt, splat } from "./lanes";
import { MAX_NETWORK_LENGTH } from "./layout";

// @ts-ignore: decorator
@inline function exchange(low: usize, high: usize): void {
  const a = v128.load(low);
  const b = v128.load(high);
  v128.store(low, f64x2.pmin(a, b));
  v128.store(high, f64x2.pmax(a, b));
}

// @ts-ignore: decorator
@inline function exchangeWith(low: usize, high: usize, other: usize): void {
  const a = v128.load(low);
  const b = v128.load(high);
  const p = v128.load(low + other);
  const q = v128.load(high + other);
  const swap = either(f64x2.lt(b, a), both(same(a, b), f64x2.lt(q, p)));
  v128.store(low, choose(swap, b, a));
  v128.store(high, choose(swap, a, b));
  v128.store(low + other, choose(swap, q, p));
  v128.store(high + other, choose(swap, p, q));
}

/** Sorts v128[length] by rising values, each lane by itself; no value is NaN. If `other` is not 0, the pairs that lie `other` bytes
 *  further are moved along, and of equal values that with the lower one comes first. */
export function sortPairs(pairs: usize, length: u32, other: usize): void {
  let top: u32 = 1;
  while (top < length) top <<= 1;
  top >>= 1;
  for (let p = top; p > 0; p >>= 1) {
    let first: u32 = 0;
    let distance = p;
    for (let q = top; ; q >>= 1) {
      const end = length - distance;
      const reach: usize = <usize>distance << 4;
      for (let run = first; run < end; run += 2 * p) {
        const stop: usize = pairs + (<usize>min(run + p, end) << 4);
        if (other) for (let i: usize = pairs + (<usize>run << 4); i < stop; i += 16) exchangeWith(i, i + reach, other);
        else for (let i: usize = pairs + (<usize>run << 4); i < stop; i += 16) exchange(i, i + reach);
      }
      if (q == p) break;
      distance = q - p;
      first = p;
    }
  }
}

/** Where a row stands in the order of its values: v128[MAX_NETWORK_LENGTH], and copies of both rows of pairs. */
const KEYS: Rows = memory.data(<i32>(3 * MAX_NETWORK_LENGTH * 16), 16);
const PART: usize = MAX_NETWORK_LENGTH * 16;
const INDEX_MASK: u64 = MAX_NETWORK_LENGTH - 1;

/** Sorts as `sortPairs` does and moves along what lies `other` bytes further, of equal values in the order in which they stand if that rises. The
 *  network moves a single double, whose last 9 bits are the place that it came from. Where values differ in those bits alone, or are
 *  infinite, it may be wrong, and both are moved. */
export function sortWith(pairs: Rows, length: u32, other: usize): void {
  let isRight: Mask = same(splat(0.0), splat(0.0));
  for (let j: u32 = 0; j < length; j++) {
    const x = rowsAt(pairs, j);
    const key = v128.or(v128.andnot(x, i64x2.splat(INDEX_MASK)), indicesOf(x, i64x2.splat(j)));
    // an infinite value becomes NaN
    isRight = both(isRight, same(key, key));
    setRowsAt(KEYS, j, key);
    setRowsAt(KEYS + PART, j, x);
    setRowsAt(KEYS + 2 * PART, j, rowsAt(pairs + other, j));
  }
  sortPairs(KEYS, length, 0);
  let last = splat(-Infinity);
  for (let j: u32 = 0; j < length; j++) {
    const key = rowsAt(KEYS, j);
    const index = indicesOf(key, key);
    const a = KEYS + PART + (<usize>i64x2.extract_lane(index, 0) << 4);
    const b = KEYS + PART + 8 + (<usize>i64x2.extract_lane(index, 1) << 4);
    const x = f64x2(load<f64>(a), load<f64>(b));
    isRight = both(isRight, f64x2.ge(x, last));
    last = x;
    setRowsAt(pairs, j, x);
    setRowsAt(pairs + other, j, f64x2(load<f64>(a, PART), load<f64>(b, PART)));
  }
  if (all(isRight)) return;
  memory.copy(pairs, KEYS + PART, <usize>length << 4);
  memory.copy(pairs + other, KEYS + 2 * PART, <usize>length << 4);
  sortPairs(pairs, length, other);
}

/** The last bits of an index, inverted where the value is negative: then also negative values with a higher index are the larger ones. */
// @ts-ignore: decorator
@inline function indicesOf(value: v128, index: v128): v128 {
  return v128.and(v128.xor(index, i64x2.shr_s(value, 63)), i64x2.splat(INDEX_MASK));
}

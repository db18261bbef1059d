// Sorts two short rows at once, one in each lane, by a network: which values are compared does not depend on them, so that no branch
// is ever mispredicted. Batcher's merge exchange (Knuth, The Art of Computer Programming, volume 3, algorithm 5.2.2 M), for any length.

import { both, choose, either, same } from "./lanes";

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

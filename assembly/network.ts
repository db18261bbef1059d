// Sorts two short rows at once, one in each lane, by a network: which values are compared does not depend on them, so that no branch
// is ever mispredicted. Batcher's merge exchange (Knuth, The Art of Computer Programming, volume 3, algorithm 5.2.2 M), for any length.

// @ts-ignore: decorator
@inline function exchange(low: usize, high: usize): void {
  const a = v128.load(low);
  const b = v128.load(high);
  v128.store(low, f64x2.pmin(a, b));
  v128.store(high, f64x2.pmax(a, b));
}

/** Sorts `length` pairs, each lane by itself; no NaN. */
export function sortPairs(pairs: usize, length: u32): void {
  let most: u32 = 1;
  while (most < length) most <<= 1;
  most >>= 1;
  for (let p = most; p > 0; p >>= 1) {
    let first: u32 = 0;
    let distance = p;
    for (let q = most; ; q >>= 1) {
      const end = length - distance;
      const reach: usize = <usize>distance << 4;
      for (let run = first; run < end; run += 2 * p) {
        const stop: usize = pairs + (<usize>min(run + p, end) << 4);
        for (let i: usize = pairs + (<usize>run << 4); i < stop; i += 16) exchange(i, i + reach);
      }
      if (q == p) break;
      distance = q - p;
      first = p;
    }
  }
}

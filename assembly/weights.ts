// Turns the reference as it was given, weights or their logarithms, into weights whose total is a finite double.

import { add, Doubles, mul, pair, setAt, setPair, splat, zeroIfNaN } from "./lanes";
import { LARGE_WEIGHT, SMALL_WEIGHT, SMALL_WEIGHT_SCALE, WEIGHT_SCALE } from "./layout";
import { expPair } from "./math";
import { accumulate, clear, SUM_SIZE, Sums, total, twoSumErrorPair } from "./sum";

const SUM: Sums = memory.data(<i32>(SUM_SIZE * 8), 16);

/** The power of two by which weights are scaled, so that their total neither overflows nor is next to subnormal; `largest` is the largest
 *  of them. */
export function scaleOf(largest: f64): f64 {
  if (largest >= LARGE_WEIGHT) return WEIGHT_SCALE;
  return largest <= SMALL_WEIGHT ? SMALL_WEIGHT_SCALE : 1.0;
}

/** Scales the weights, f64[size], the largest of which is `largest`, and returns their total. */
export function totalOfWeights(weights: Doubles, size: u32, largest: f64): f64 {
  const scale = splat(scaleOf(largest));
  clear(SUM, 0);
  for (let i: u32 = 0; i < size; i += 2) {
    const w = mul(pair(weights, i), scale);
    setPair(weights, i, w);
    accumulate(SUM, 0, w);
  }
  return total(SUM, 0);
}

/** Turns logarithms, f64[size], into weights relative to the largest, `e^(l - largest)`, and returns the total of those. */
export function totalOfLogs(weights: Doubles, size: u32, largest: f64): f64 {
  const m = splat(-largest);
  // the lane beyond an odd size weighs nothing
  setAt(weights, size, -Infinity);
  clear(SUM, 0);
  for (let i: u32 = 0; i < size; i += 2) {
    const l = pair(weights, i);
    const d = add(l, m);
    // the rounding error of the subtraction is put back as a factor; it is NaN, and means nothing, where l is -Infinity
    const e = twoSumErrorPair(l, m, d);
    const y = expPair(d);
    const w = add(y, mul(y, zeroIfNaN(e)));
    setPair(weights, i, w);
    accumulate(SUM, 0, w);
  }
  return total(SUM, 0);
}

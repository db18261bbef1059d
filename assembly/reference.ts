// The reference as it was given, weights or their logarithms, becomes weights whose total is a finite double.

import { add, mul, pair, setAt, setPair, splat } from "./lanes";
import { exp2 } from "./math";
import { accumulate, clear, lost2, SUM_BYTES, total } from "./sum";
import { Support } from "./support";

const SUM = memory.data(<i32>SUM_BYTES, 16);

/** Weights this large could overflow their sum: all are scaled down by an exact power of two, which can only take from
 *  weights whose probability underflows anyway. */
const LARGE_WEIGHT: f64 = 8.452712498170644e270; // 2^900
const SCALE: f64 = 7.888609052210118e-31; // 2^-100

/** Sums the weights, the largest of which is `largest`; returns the total. */
export function totalOfWeights(s: Support, largest: f64): f64 {
  const scale = splat(largest >= LARGE_WEIGHT ? SCALE : 1.0);
  clear(SUM);
  for (let i: u32 = 0; i < s.size; i += 2) {
    const w = mul(pair(s.weights, i), scale);
    setPair(s.weights, i, w);
    accumulate(SUM, w);
  }
  return (s.total = total(SUM));
}

/** Turns logarithms into weights relative to the largest, `e^(l - largest)`; returns the total of those. */
export function totalOfLogs(s: Support, largest: f64): f64 {
  const m = splat(-largest);
  setAt(s.weights, s.size, -Infinity); // the lane beyond an odd size weighs nothing
  clear(SUM);
  for (let i: u32 = 0; i < s.size; i += 2) {
    const l = pair(s.weights, i);
    const d = add(l, m);
    // what the subtraction rounded away is put back as a factor; it is NaN, and means nothing, where l is -Infinity
    const e = lost2(l, m, d);
    const y = exp2(d);
    const w = add(y, mul(y, v128.and(e, f64x2.eq(e, e))));
    setPair(s.weights, i, w);
    accumulate(SUM, w);
  }
  return (s.total = total(SUM));
}

/** Makes doubles of the floats in the upper half of their room: each is read before the doubles reach it. */
export function widen(doubles: usize, length: u32): void {
  const floats = doubles + (<usize>length << 2);
  for (let i: u32 = 0; i < length; i++) setAt(doubles, i, <f64>load<f32>(floats + (<usize>i << 2)));
}

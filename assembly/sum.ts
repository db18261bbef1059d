// Compensated sums: a running sum and, beside it, the sum of the rounding errors of its additions (Sum2 of Ogita, Rump and Oishi
// 2005). Lane 0 holds the even entries and lane 1 the odd ones; the JavaScript engine keeps the same two lanes, and so the same bits.
// Sums stand packed in arrays of sums, and `k` says which of the array is meant.

import { add, first, mul, second, splat, sub } from "./lanes";

/** The rounding error of `t = a + b`, exact in round-to-nearest (Knuth's TwoSum). */
// @ts-ignore: decorator
@inline export function twoSumError(a: f64, b: f64, t: f64): f64 {
  const z = t - a;
  return (a - (t - z)) + (b - z);
}

/** `twoSumError` for each lane. */
// @ts-ignore: decorator
@inline export function twoSumErrorPair(a: v128, b: v128, t: v128): v128 {
  const z = sub(t, a);
  return add(sub(a, sub(t, z)), sub(b, z));
}

/** 2^27 + 1, by which a double is split into halves of 26 bits. */
const SPLITTER: f64 = 134217729.0;

/** The rounding error of `p = a b`, exact where neither overflows nor underflows (Dekker's product). */
export function twoProductError(a: f64, b: f64, p: f64): f64 {
  const u = SPLITTER * a;
  const v = SPLITTER * b;
  const aHigh = u - (u - a);
  const bHigh = v - (v - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aHigh * bHigh - p + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

/** `twoProductError` for each lane. */
// @ts-ignore: decorator
@inline export function twoProductErrorPair(a: v128, b: v128, p: v128): v128 {
  const u = mul(splat(SPLITTER), a);
  const v = mul(splat(SPLITTER), b);
  const aHigh = sub(u, sub(u, a));
  const bHigh = sub(v, sub(v, b));
  const aLow = sub(a, aHigh);
  const bLow = sub(b, bHigh);
  return add(add(add(sub(mul(aHigh, bHigh), p), mul(aHigh, bLow)), mul(aLow, bHigh)), mul(aLow, bLow));
}

/** What `q = a / b` is short of, for a and b as pairs of doubles. */
export function quotientLow(a: f64, aLow: f64, b: f64, bLow: f64, q: f64): f64 {
  const p = q * b;
  return (a - p - twoProductError(q, b, p) + (aLow - q * bLow)) / b;
}

/** Doubles of one sum: two lanes of the sum, two of the errors. */
export const SUM_SIZE: u32 = 4;

/** An array of sums: doubles at an address that is a multiple of 16. */
export type Sums = usize;

// @ts-ignore: decorator
@inline function sumAt(sums: Sums, k: u32): usize { return sums + ((<usize>(k * SUM_SIZE)) << 3); }

/** Makes the k-th sum 0. */
export function clear(sums: Sums, k: u32): void {
  const sum = sumAt(sums, k);
  v128.store(sum, splat(0.0));
  v128.store(sum, splat(0.0), 16);
}

/** Adds each lane of x to the same lane of the k-th sum. */
export function accumulate(sums: Sums, k: u32, x: v128): void { accumulateInline(sums, k, x); }

/** `accumulate` for the loops that everybody waits for; inlined everywhere it would cost 2 KB of kernel. */
// @ts-ignore: decorator
@inline export function accumulateInline(sums: Sums, k: u32, x: v128): void {
  const sum = sumAt(sums, k);
  const s = v128.load(sum);
  const t = add(s, x);
  v128.store(sum, add(v128.load(sum, 16), twoSumErrorPair(s, x, t)), 16);
  v128.store(sum, t);
}

/** The value of the k-th sum, its lanes and errors put together. */
export function total(sums: Sums, k: u32): f64 {
  const s = v128.load(sumAt(sums, k));
  const c = v128.load(sumAt(sums, k), 16);
  const t = first(s) + second(s);
  return t + (twoSumError(first(s), second(s), t) + (first(c) + second(c)));
}

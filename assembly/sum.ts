// Compensated sums: a running sum and, beside it, the sum of what every addition lost (TwoSum, Knuth; the pair is the Sum2 of
// Ogita, Rump and Oishi 2005). Lane 0 holds the even outcomes, lane 1 the odd ones: the JavaScript twin keeps the same two.

import { add, first, second, splat, sub } from "./lanes";

/** What `t = a + b` lost. */
// @ts-ignore: decorator
@inline export function lost(a: f64, b: f64, t: f64): f64 {
  const z = t - a;
  return (a - (t - z)) + (b - z);
}

/** What `t = a + b` lost, per lane. */
// @ts-ignore: decorator
@inline export function lost2(a: v128, b: v128, t: v128): v128 {
  const z = sub(t, a);
  return add(sub(a, sub(t, z)), sub(b, z));
}

/** Bytes of one sum: two lanes of sum, two of what was lost. */
export const SUM_BYTES: usize = 32;

export function clear(sum: usize): void {
  v128.store(sum, splat(0.0));
  v128.store(sum, splat(0.0), 16);
}

// @ts-ignore: decorator
@inline export function accumulate(sum: usize, x: v128): void {
  const s = v128.load(sum);
  const t = add(s, x);
  v128.store(sum, add(v128.load(sum, 16), lost2(s, x, t)), 16);
  v128.store(sum, t);
}

export function total(sum: usize): f64 {
  const s = v128.load(sum);
  const c = v128.load(sum, 16);
  const t = first(s) + second(s);
  return t + (lost(first(s), second(s), t) + (first(c) + second(c)));
}

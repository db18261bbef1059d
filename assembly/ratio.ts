// The ratio t = Pi / P of one block, from its step delta = log(F_j / F_{j-1}): exact for any 0 < delta <= FIRST_STEP and real n >= 1.

import { add, div, horner, lesser, mul, neg, splat } from "./lanes";
import { expm1Pair, expPair } from "./math";

/** Stands for the infinite step of the first block: e^-800 is 0, and no other block's step reaches 745. */
export const FIRST_STEP: f64 = 800.0;

/** Up to this n delta, five terms of the log-ratio series and twelve of the estimator's leave 2^-58. */
export const MAX_SMALL_STEP: f64 = 0.25;

/** Up to this P/F, nine terms of the series of -log1p(-P/F) leave 2^-57. */
export const MAX_SMALL_RATIO: f64 = 0.015625;

/** `-log1p(-ratio) = sum ratio^k / k`, for 0 <= ratio <= MAX_SMALL_RATIO. */
// @ts-ignore: decorator
@inline export function smallStep(ratio: v128): v128 {
  const square = mul(ratio, ratio);
  let even = horner(splat(1.0 / 8.0), square, splat(1.0 / 6.0));
  even = horner(even, square, splat(1.0 / 4.0));
  even = horner(even, square, splat(0.5));
  let odd = horner(splat(1.0 / 9.0), square, splat(1.0 / 7.0));
  odd = horner(odd, square, splat(1.0 / 5.0));
  odd = horner(odd, square, splat(1.0 / 3.0));
  return add(ratio, mul(square, add(even, mul(ratio, odd))));
}

/** `(1 - e^(-h delta)) / (e^delta - 1)`, with h = n - 1: the ratio is `t = F^h (1 + this)`. It is never above h, which a subnormal
 *  delta could make the quotient exceed. */
export function ratioMinus1(h: v128, delta: v128): v128 {
  const d = neg(delta);
  return lesser(div(mul(neg(expm1Pair(mul(h, d))), expPair(d)), neg(expm1Pair(d))), h);
}

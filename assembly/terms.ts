// Functions of one block that the metrics are made of, exact for any step 0 < delta <= FIRST_STEP and real n >= 1.

import { above, add, all, atMost, choose, div, mul, neg, splat, step, stepBy, sub } from "./lanes";
import { atanhTail, exp2, expm12, expTail, log1p2, log2 } from "./math";
import { klGapTerm, NEAR_ONE, Plan, SERIES_MOST, SERIES_TERMS, SINHC_GAP_TERMS, sinhcGapTerm } from "./plan";

/** Stands for the infinite step of the first block: e^-800 is 0, and no other block's step reaches 745. */
export const FIRST_STEP: f64 = 800.0;

/** Up to this P/F, nine terms of the series of -log1p(-P/F) leave 2^-57. */
export const SMALL_RATIO: f64 = 0.015625;

/** `-log1p(-ratio) = sum ratio^k / k`, for ratio <= SMALL_RATIO. */
// @ts-ignore: decorator
@inline export function smallStep(ratio: v128): v128 {
  const square = mul(ratio, ratio);
  let even = step(splat(1.0 / 8.0), square, 1.0 / 6.0);
  even = step(even, square, 1.0 / 4.0);
  even = step(even, square, 0.5);
  let odd = step(splat(1.0 / 9.0), square, 1.0 / 7.0);
  odd = step(odd, square, 1.0 / 5.0);
  odd = step(odd, square, 1.0 / 3.0);
  return add(ratio, mul(square, add(even, mul(ratio, odd))));
}

/** `(1 - e^(-h delta)) / (e^delta - 1)`: the policy ratio is `t = F^h (1 + this)`, with h = n - 1. Never above h: a subnormal delta
 *  could let the quotient overflow. */
export function ratioExcess(h: v128, delta: v128): v128 {
  const d = neg(delta);
  return f64x2.pmin(div(mul(neg(expm12(mul(h, d))), exp2(d)), neg(expm12(d))), h);
}

/** Where |u| is below this, e^u needs no reduction and `expTail` gives what would cancel. */
const SMALL_LOG: f64 = 0.34;
/** e^u is 0 from here down. */
const LOG_OF_ZERO: f64 = -800.0;

// @ts-ignore: decorator
@inline function isSmall(u: v128): v128 { return f64x2.lt(f64x2.abs(u), splat(SMALL_LOG)); }

/** `P phi(t)`, `phi(t) = t log t - t + 1`, from P, Pi = P t, t and u = log t: never negative, exact near t = 1. */
export function phiTerm(p: v128, mass: v128, t: v128, u: v128): v128 {
  const small = isSmall(u);
  const v = choose(small, u, splat(0.0));
  const tail = expTail(v);
  const near = mul(mul(v, v), add(sub(splat(1.0), tail), mul(v, tail)));
  const below = sub(mul(f64x2.pmax(u, splat(LOG_OF_ZERO)), t), sub(t, splat(1.0)));
  // above, t log t could overflow where P t log t does not
  return choose(above(u, 1.0), add(mul(mass, sub(u, splat(1.0))), p), mul(p, choose(small, near, below)));
}

/** `t - 1` from t and u = log t, exact near t = 1. */
export function excess(t: v128, u: v128): v128 {
  const small = isSmall(u);
  const v = choose(small, u, splat(0.0));
  return choose(small, add(v, mul(mul(v, v), expTail(v))), sub(t, splat(1.0)));
}

/** `t - 1 - log t` from t and u = log t, exact near t = 1. */
export function reversePhi(t: v128, u: v128): v128 {
  const small = isSmall(u);
  const v = choose(small, u, splat(0.0));
  return choose(small, mul(mul(v, v), expTail(v)), sub(sub(t, splat(1.0)), u));
}

/** `m - log1p(m)` for m >= 0. */
function minusLog1p(m: v128): v128 {
  const small = atMost(m, 0.4);
  const v = choose(small, m, splat(0.0));
  const s = div(v, add(v, splat(2.0)));
  const near = mul(s, sub(v, mul(splat(2.0), atanhTail(mul(s, s)))));
  return choose(small, near, sub(m, log1p2(m)));
}

/** `1 - (1 + b) e^-b` for b >= 0. */
function secondOrder(b: v128): v128 {
  const small = isSmall(b);
  const v = choose(small, b, splat(0.0));
  const near = mul(mul(v, v), sub(splat(1.0), mul(expTail(neg(v)), add(splat(1.0), v))));
  return choose(small, near, sub(splat(1.0), mul(add(splat(1.0), b), exp2(neg(b)))));
}

/** Below this n, g as a difference of logarithms would lose digits. */
const LOG_FORM_FROM: f64 = 3.0;

/** `g(a)`, the KL gap of a block per unit of its best-of-n mass, a = n delta. */
export function klGapOf(plan: Plan, delta: v128): v128 {
  const a = f64x2.pmin(mul(splat(plan.n), delta), splat(FIRST_STEP));
  const small = atMost(a, SERIES_MOST);
  const square = choose(small, mul(a, a), splat(0.0));
  let series = klGapTerm(plan, SERIES_TERMS);
  for (let k: u32 = SERIES_TERMS - 1; k > 0; k--) series = stepBy(series, square, klGapTerm(plan, k));
  series = mul(series, square);
  if (all(small)) return series;
  return choose(small, series, plan.n < LOG_FORM_FROM ? klGapNearOne(plan, delta) : klGapFar(plan, delta, a));
}

/** klBound(n) plus two second-order rests; each is O((n-1)^2), as g is. */
function klGapNearOne(plan: Plan, delta: v128): v128 {
  const q = exp2(neg(delta));
  const ratio = neg(expm12(neg(delta)));
  const b = mul(splat(plan.excess), delta);
  const reach = neg(expm12(neg(b)));
  const m = div(mul(reach, q), ratio);
  const rest = div(
    mul(q, add(mul(mul(reach, reach), q), mul(ratio, secondOrder(b)))),
    mul(ratio, add(ratio, mul(reach, q)))
  );
  return sub(add(splat(plan.klBound), minusLog1p(m)), rest);
}

/** With `lambda(a) = log(a / (1 - e^-a))` and `mu(a) = 1 - a / (e^a - 1)`: `lambda(a) - lambda(delta) - x mu(a)`, its two
 *  logarithms in one. */
function klGapFar(plan: Plan, delta: v128, a: v128): v128 {
  const reach = neg(expm12(neg(a)));
  const ratio = neg(expm12(neg(delta)));
  const mu = sub(splat(1.0), div(mul(a, exp2(neg(a))), reach));
  return sub(log2(div(mul(splat(plan.n), ratio), reach)), mul(splat(plan.x), mu));
}

/** Up to this A = (n+1) delta / 2 the difference of sinh A / A and sinh B / B is summed as a series of positive terms. */
const SINHC_MOST: f64 = 2.0;

/** The win-rate gap of a block: with A = (n+1) delta/2 and B = (n-1) delta/2,
 *  `F^(n+1) e^-A (n-1) (delta/2) (sinh A / A - sinh B / B)`. */
export function winGapOf(plan: Plan, delta: v128, logCdf: v128, logMid: v128): v128 {
  const half = mul(splat(0.5), delta);
  const big = mul(splat(plan.n + 1.0), half);
  const small = atMost(big, SINHC_MOST);
  const d = choose(small, delta, splat(0.0));
  const square = choose(small, mul(big, big), splat(0.0));
  let series = sinhcGapTerm(plan, SINHC_GAP_TERMS - 1);
  for (let k: i32 = <i32>SINHC_GAP_TERMS - 2; k >= 0; k--) series = stepBy(series, square, sinhcGapTerm(plan, k));
  series = mul(series, mul(mul(splat(plan.excess), mul(splat(0.5), d)), mul(mul(splat(plan.n), d), d)));
  const near = mul(series, exp2(mul(splat(plan.n + 1.0), choose(small, logMid, splat(0.0)))));
  if (all(small)) return near;
  return choose(small, near, winGapFar(plan, delta, logCdf));
}

/** `F^(n+1) T / (2 (n+1))`, `T = (n-1)(1 - q^(n+1)) - (n+1)(q - q^n)`, q = e^-delta; rearranged for n near 1 and for large n. */
function winGapFar(plan: Plan, delta: v128, logCdf: v128): v128 {
  const d = neg(delta);
  const n = splat(plan.n);
  let t: v128;
  if (plan.n < NEAR_ONE) {
    const h = splat(plan.excess);
    t = add(
      mul(h, neg(expm12(mul(splat(plan.n + 1.0), d)))),
      mul(mul(splat(plan.n + 1.0), exp2(d)), expm12(mul(h, d)))
    );
  } else {
    const ratio = neg(expm12(d));
    const a = mul(n, d);
    t = sub(
      mul(mul(n, ratio), add(splat(1.0), exp2(a))),
      mul(sub(splat(2.0), ratio), neg(expm12(a)))
    );
  }
  return div(mul(exp2(mul(splat(plan.n + 1.0), logCdf)), mul(splat(0.5), t)), splat(plan.n + 1.0));
}

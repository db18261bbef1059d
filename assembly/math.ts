// exp, expm1, log, log1p on two lanes, with a scalar door to each. They are the package's own so that every runtime gives
// the same bits: only + - * / and bit moves are used. Reductions: exp by Cody and Waite, log by fdlibm's s = f / (2 + f)
// (K. C. Ng). The polynomials are plain Taylor series, cut where the next term is below 2^-57 of the result, so a coefficient
// is its own explanation. Largest errors measured in test/math.test.ts, in ulp:
//   exp    0.93 on [-708, 709.7] (below -708 the result is subnormal or close to it: rounded once more)
//   expm1  1.07 on [-745, 709.7]
//   log    0.76 on (0, 1.8e308]
//   log1p  0.77 on (-1, 1e307]
// The tests hold 1.5 ulp for exp and expm1, 1 ulp for log and log1p.

import { above, abs, add, all, any, atMost, choose, constant, div, first, less, mul, neg, splat, step, stepBy, sub } from "./lanes";

const LOG2E: f64 = 1.4426950408889634;
/** ln 2 in two parts; the first has 21 trailing zero bits, so that k * LN2_HI is exact for |k| < 2^11. */
const LN2_HI: f64 = 0.6931471803691238;
const LN2_LO: f64 = 1.9082149292705877e-10;
/** 1.5 * 2^52: adding it rounds to an integer and leaves that integer in the low bits. */
const ROUNDER: f64 = 6755399441055744.0;
const ONE_BITS: u64 = 0x3ff0000000000000;
/** Beyond this |x| the power of two of the reduction leaves the normal range. */
const EXP_NORMAL: f64 = 708.0;

/** 1 / (k + 2)! */
const EXP_TAIL = memory.data<f64>([
  1.0 / 2.0, 1.0 / 6.0, 1.0 / 24.0, 1.0 / 120.0, 1.0 / 720.0, 1.0 / 5040.0, 1.0 / 40320.0, 1.0 / 362880.0, 1.0 / 3628800.0,
  1.0 / 39916800.0, 1.0 / 479001600.0, 1.0 / 6227020800.0,
]);

/** `(e^r - 1 - r) / r^2 = sum r^k / (k + 2)!`, for |r| <= 0.35. */
// @ts-ignore: decorator
@inline export function expTail(r: v128): v128 {
  const s = mul(r, r);
  let even = stepBy(constant(EXP_TAIL, 10), s, constant(EXP_TAIL, 8));
  even = stepBy(even, s, constant(EXP_TAIL, 6));
  even = stepBy(even, s, constant(EXP_TAIL, 4));
  even = stepBy(even, s, constant(EXP_TAIL, 2));
  even = stepBy(even, s, constant(EXP_TAIL, 0));
  let odd = stepBy(constant(EXP_TAIL, 11), s, constant(EXP_TAIL, 9));
  odd = stepBy(odd, s, constant(EXP_TAIL, 7));
  odd = stepBy(odd, s, constant(EXP_TAIL, 5));
  odd = stepBy(odd, s, constant(EXP_TAIL, 3));
  odd = stepBy(odd, s, constant(EXP_TAIL, 1));
  return add(even, mul(r, odd));
}

/** The integer nearest to x / ln 2, still shifted by ROUNDER. */
// @ts-ignore: decorator
@inline function shifted(x: v128): v128 { return step(x, splat(LOG2E), ROUNDER); }

/** `e^r - 1` for the rest `r = x - k ln 2`. */
// @ts-ignore: decorator
@inline function restExpm1(x: v128, k: v128): v128 {
  const r = sub(sub(x, mul(k, splat(LN2_HI))), mul(k, splat(LN2_LO)));
  return add(r, mul(mul(r, r), expTail(r)));
}

/** `2^k` for an integer still shifted by ROUNDER, -1022 <= k <= 1023. */
// @ts-ignore: decorator
@inline function power(kShifted: v128): v128 {
  return i64x2.add(i64x2.shl(kShifted, 52), i64x2.splat(ONE_BITS));
}

/** exp for the one loop that spends its time there; all others call `exp2`. */
// @ts-ignore: decorator
@inline export function exp2Inline(x: v128): v128 {
  if (any(above(abs(x), EXP_NORMAL))) return expExtreme(x);
  const s = shifted(x);
  const k = sub(s, splat(ROUNDER));
  return mul(add(splat(1.0), restExpm1(x, k)), power(s));
}

export function exp2(x: v128): v128 { return exp2Inline(x); }

/** exp where 2^k may leave the normal range: the power is applied in two halves, so that a subnormal result is rounded once. */
function expExtreme(x: v128): v128 {
  const clamped = f64x2.pmin(f64x2.pmax(x, splat(-746.0)), splat(710.0));
  const k = sub(shifted(clamped), splat(ROUNDER));
  const half = step(k, splat(0.5), ROUNDER);
  const k1 = sub(half, splat(ROUNDER));
  const k2 = sub(k, k1);
  return mul(mul(add(splat(1.0), restExpm1(clamped, k)), power(half)), power(add(k2, splat(ROUNDER))));
}

export function expm12(x: v128): v128 {
  return any(above(abs(x), EXP_NORMAL)) ? expm1Extreme(x) : expm1Normal(x);
}

/** Beside x = 0 nothing hides the rounding of r, so what it lost is put back. */
// @ts-ignore: decorator
@inline function expm1Normal(x: v128): v128 {
  const s = shifted(x);
  const scale = power(s);
  const k = sub(s, splat(ROUNDER));
  const high = sub(x, mul(k, splat(LN2_HI)));
  const low = mul(k, splat(LN2_LO));
  const r = sub(high, low);
  const c = sub(sub(high, r), low);
  const tail = add(mul(mul(r, r), expTail(r)), add(c, mul(c, r)));
  return add(add(mul(r, scale), sub(scale, splat(1.0))), mul(tail, scale));
}

function expm1Extreme(x: v128): v128 {
  const normal = atMost(abs(x), EXP_NORMAL);
  const extreme = choose(less(x, 0.0), splat(-1.0), expExtreme(x));
  return choose(normal, expm1Normal(choose(normal, x, splat(0.0))), extreme);
}

/** 1 / (2k + 3) */
const ATANH_TAIL = memory.data<f64>([
  1.0 / 3.0, 1.0 / 5.0, 1.0 / 7.0, 1.0 / 9.0, 1.0 / 11.0, 1.0 / 13.0, 1.0 / 15.0, 1.0 / 17.0, 1.0 / 19.0, 1.0 / 21.0,
]);

/** The largest s of `atanhTail`. */
export const ATANH_MOST: f64 = 0.1716;

/** `atanh(s)/s - 1 = sum_{k>=1} s^2k / (2k + 1)`, from z = s^2 <= 0.0295. */
// @ts-ignore: decorator
@inline export function atanhTail(z: v128): v128 {
  const w = mul(z, z);
  let even = stepBy(constant(ATANH_TAIL, 8), w, constant(ATANH_TAIL, 6));
  even = stepBy(even, w, constant(ATANH_TAIL, 4));
  even = stepBy(even, w, constant(ATANH_TAIL, 2));
  even = stepBy(even, w, constant(ATANH_TAIL, 0));
  let odd = stepBy(constant(ATANH_TAIL, 9), w, constant(ATANH_TAIL, 7));
  odd = stepBy(odd, w, constant(ATANH_TAIL, 5));
  odd = stepBy(odd, w, constant(ATANH_TAIL, 3));
  odd = stepBy(odd, w, constant(ATANH_TAIL, 1));
  return mul(z, add(even, mul(z, odd)));
}

/** Where log1p needs no reduction: 1 + x within [sqrt(1/2), sqrt(2)]. */
const LOG1P_LOW: f64 = -0.2928;
const LOG1P_HIGH: f64 = 0.4142;
/** The top word of sqrt(1/2), its low word zero: both engines split the exponent at this very number. */
const SPLIT_BITS: u64 = 0x3fe6a09e00000000;
const EXPONENT_MASK: u64 = 0x000fffffffffffff;
const TWO_52_BITS: u64 = 0x4330000000000000;
const TWO_52_BIAS: f64 = 4503599627370496.0 + 1023.0;
const SMALLEST_NORMAL: f64 = 2.2250738585072014e-308;
const TWO_54: f64 = 18014398509481984.0;

/** log(2^shift u (1 + c)) for a normal u and a tiny c: k ln 2 + log(1 + f). */
function logParts(u: v128, shift: v128, c: v128): v128 {
  const bits = i64x2.sub(u, i64x2.splat(SPLIT_BITS - (<u64>1023 << 52)));
  const biased = i64x2.shr_u(bits, 52);
  const k = add(sub(v128.or(biased, i64x2.splat(TWO_52_BITS)), splat(TWO_52_BIAS)), shift);
  const m = i64x2.add(v128.and(bits, i64x2.splat(EXPONENT_MASK)), i64x2.splat(SPLIT_BITS));
  const f = sub(m, splat(1.0));
  const s = div(f, add(f, splat(2.0)));
  const half = mul(mul(splat(0.5), f), f);
  const tail = mul(splat(2.0), atanhTail(mul(s, s)));
  const low = add(mul(k, splat(LN2_LO)), c);
  return sub(mul(k, splat(LN2_HI)), sub(sub(half, add(mul(s, add(half, tail)), low)), f));
}

/** log(1 + f) without reduction. */
// @ts-ignore: decorator
@inline function log1pNear(f: v128): v128 {
  const s = div(f, add(f, splat(2.0)));
  const half = mul(mul(splat(0.5), f), f);
  const tail = mul(splat(2.0), atanhTail(mul(s, s)));
  return sub(f, sub(half, mul(s, add(half, tail))));
}

/** log of positive numbers, subnormal ones included. */
export function log2(x: v128): v128 {
  const tiny = less(x, SMALLEST_NORMAL);
  return logParts(choose(tiny, mul(x, splat(TWO_54)), x), choose(tiny, splat(-54.0), splat(0.0)), splat(0.0));
}

/** log(1 + x) for x > -1. */
export function log1p2(x: v128): v128 {
  const near = v128.and(above(x, LOG1P_LOW), less(x, LOG1P_HIGH));
  if (all(near)) return log1pNear(x);
  const u = add(splat(1.0), x);
  // what u lost of 1 + x, relative to u; above 2^53 the 1 is what was lost, and no longer counts
  const c = div(choose(above(x, 1.0), sub(splat(1.0), sub(u, x)), sub(x, sub(u, splat(1.0)))), u);
  return choose(near, log1pNear(choose(near, x, splat(0.0))), logParts(u, splat(0.0), c));
}

export function exp(x: f64): f64 { return first(exp2(splat(x))); }
export function expm1(x: f64): f64 { return first(expm12(splat(x))); }
export function log(x: f64): f64 { return first(log2(splat(x))); }
export function log1p(x: f64): f64 { return first(log1p2(splat(x))); }

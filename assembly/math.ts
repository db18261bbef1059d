// exp, expm1, log and log1p on two lanes (`expPair` and so on), with a scalar form of each. They are the package's own so that every
// runtime gives the same bits: only + - * / and moves of bits are used. The reductions are Cody and Waite's for exp, and fdlibm's
// s = f / (2 + f) for log (K. C. Ng). The polynomials are plain Taylor series, cut where the next term is below 2^-57 of the result, so
// that a coefficient is its own explanation. The largest errors that the tests of the elementary functions measured, in ulp:
//   exp    0.93 on [-708, 709.7] (below -708 the result is subnormal or close to it: rounded once more)
//   expm1  1.07 on [-745, 709.7]
//   log    0.76 on (0, 1.8e308]
//   log1p  0.77 on (-1, 1e307]
// The tests allow 1.5 ulp for exp and expm1, and 1 ulp for log and log1p.

import { above, abs, add, all, any, atMost, both, choose, div, entry, first, greater, horner, less, lesser, mul, neg, splat, sub } from "./lanes";
import { LOG_OF_ZERO } from "./layout";

const LOG2E: f64 = 1.4426950408889634;
/** ln 2 in two parts; the first has 21 trailing zero bits, so that k * LN2_HI is exact for |k| < 2^11. */
export const LN2_HI: f64 = 0.6931471803691238;
export const LN2_LO: f64 = 1.9082149292705877e-10;
/** 1.5 * 2^52: adding it rounds to an integer and leaves that integer in the low bits. */
const ROUNDER: f64 = 6755399441055744.0;
const ONE_BITS: u64 = 0x3ff0000000000000;
/** Beyond this |x| the power of two of the reduction leaves the normal range. */
const MAX_NORMAL_EXP: f64 = 708.0;
/** e^x is Infinity from here on. */
const EXP_OVERFLOW: f64 = 710.0;

/** 1 / (k + 2)! */
const EXP_PHI2_TERMS = memory.data<f64>([
  1.0 / 2.0, 1.0 / 6.0, 1.0 / 24.0, 1.0 / 120.0, 1.0 / 720.0, 1.0 / 5040.0, 1.0 / 40320.0, 1.0 / 362880.0, 1.0 / 3628800.0,
  1.0 / 39916800.0, 1.0 / 479001600.0, 1.0 / 6227020800.0,
]);

/** `phi_2(r) = (e^r - 1 - r) / r^2 = sum r^k / (k + 2)!`, for |r| <= 0.35 (half of ln 2, and a little), within 2^-57 before rounding. */
// @ts-ignore: decorator
@inline export function expPhi2(r: v128): v128 {
  const s = mul(r, r);
  let even = horner(entry(EXP_PHI2_TERMS, 10), s, entry(EXP_PHI2_TERMS, 8));
  even = horner(even, s, entry(EXP_PHI2_TERMS, 6));
  even = horner(even, s, entry(EXP_PHI2_TERMS, 4));
  even = horner(even, s, entry(EXP_PHI2_TERMS, 2));
  even = horner(even, s, entry(EXP_PHI2_TERMS, 0));
  let odd = horner(entry(EXP_PHI2_TERMS, 11), s, entry(EXP_PHI2_TERMS, 9));
  odd = horner(odd, s, entry(EXP_PHI2_TERMS, 7));
  odd = horner(odd, s, entry(EXP_PHI2_TERMS, 5));
  odd = horner(odd, s, entry(EXP_PHI2_TERMS, 3));
  odd = horner(odd, s, entry(EXP_PHI2_TERMS, 1));
  return add(even, mul(r, odd));
}

/** The integer nearest to x / ln 2, still shifted by ROUNDER. */
// @ts-ignore: decorator
@inline function shifted(x: v128): v128 { return horner(x, splat(LOG2E), splat(ROUNDER)); }

/** `e^r - 1` for the rest `r = x - k ln 2`. */
// @ts-ignore: decorator
@inline function restExpm1(x: v128, k: v128): v128 {
  const r = sub(sub(x, mul(k, splat(LN2_HI))), mul(k, splat(LN2_LO)));
  return add(r, mul(mul(r, r), expPhi2(r)));
}

/** `2^k` for an integer still shifted by ROUNDER, -1022 <= k <= 1023. */
// @ts-ignore: decorator
@inline function power(kShifted: v128): v128 {
  return i64x2.add(i64x2.shl(kShifted, 52), i64x2.splat(ONE_BITS));
}

/** `expPair` for the one loop that spends its time there; inlined everywhere it would cost 8 KB of kernel. */
// @ts-ignore: decorator
@inline export function expPairInline(x: v128): v128 {
  if (any(above(abs(x), MAX_NORMAL_EXP))) return expExtreme(x);
  const s = shifted(x);
  const k = sub(s, splat(ROUNDER));
  return mul(add(splat(1.0), restExpm1(x, k)), power(s));
}

/** e^x: 0 below LOG_OF_ZERO, Infinity above the largest double, within 1.5 ulp between; x is not NaN. */
export function expPair(x: v128): v128 { return expPairInline(x); }

/** exp where 2^k may leave the normal range: the power is applied in two halves, so that a subnormal result is rounded once. */
function expExtreme(x: v128): v128 {
  const clamped = lesser(greater(x, splat(LOG_OF_ZERO)), splat(EXP_OVERFLOW));
  const k = sub(shifted(clamped), splat(ROUNDER));
  const half = horner(k, splat(0.5), splat(ROUNDER));
  const k1 = sub(half, splat(ROUNDER));
  const k2 = sub(k, k1);
  return mul(mul(add(splat(1.0), restExpm1(clamped, k)), power(half)), power(add(k2, splat(ROUNDER))));
}

/** e^x - 1, within 1.5 ulp also next to x = 0; x is not NaN. */
export function expm1Pair(x: v128): v128 {
  return any(above(abs(x), MAX_NORMAL_EXP)) ? expm1Extreme(x) : expm1Normal(x);
}

/** Next to x = 0 nothing hides the rounding error of r, so it is put back. */
// @ts-ignore: decorator
@inline function expm1Normal(x: v128): v128 {
  const s = shifted(x);
  const scale = power(s);
  const k = sub(s, splat(ROUNDER));
  const high = sub(x, mul(k, splat(LN2_HI)));
  const low = mul(k, splat(LN2_LO));
  const r = sub(high, low);
  const c = sub(sub(high, r), low);
  const tail = add(mul(mul(r, r), expPhi2(r)), add(c, mul(c, r)));
  return add(add(mul(r, scale), sub(scale, splat(1.0))), mul(tail, scale));
}

function expm1Extreme(x: v128): v128 {
  const normal = atMost(abs(x), MAX_NORMAL_EXP);
  const extreme = choose(less(x, 0.0), splat(-1.0), expExtreme(x));
  return choose(normal, expm1Normal(choose(normal, x, splat(0.0))), extreme);
}

/** 1 / (2k + 3) */
const ATANH_TERMS = memory.data<f64>([
  1.0 / 3.0, 1.0 / 5.0, 1.0 / 7.0, 1.0 / 9.0, 1.0 / 11.0, 1.0 / 13.0, 1.0 / 15.0, 1.0 / 17.0, 1.0 / 19.0, 1.0 / 21.0,
]);

/** The largest s for which `atanhTail` is exact to the last digits: (sqrt 2 - 1) / (sqrt 2 + 1), and a little. */
export const MAX_ATANH: f64 = 0.1716;

/** `atanh(s)/s - 1 = sum_{k>=1} s^2k / (2k + 1)`, from z = s^2 <= 0.0295. */
// @ts-ignore: decorator
@inline export function atanhTail(z: v128): v128 {
  const w = mul(z, z);
  let even = horner(entry(ATANH_TERMS, 8), w, entry(ATANH_TERMS, 6));
  even = horner(even, w, entry(ATANH_TERMS, 4));
  even = horner(even, w, entry(ATANH_TERMS, 2));
  even = horner(even, w, entry(ATANH_TERMS, 0));
  let odd = horner(entry(ATANH_TERMS, 9), w, entry(ATANH_TERMS, 7));
  odd = horner(odd, w, entry(ATANH_TERMS, 5));
  odd = horner(odd, w, entry(ATANH_TERMS, 3));
  odd = horner(odd, w, entry(ATANH_TERMS, 1));
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

/** log(2^shift u (1 + c)) for a normal u and a tiny c, as k ln 2 + log(1 + f). */
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

/** log x for finite x > 0, subnormal ones included, within 1 ulp. */
export function logPair(x: v128): v128 {
  const tiny = less(x, SMALLEST_NORMAL);
  return logParts(choose(tiny, mul(x, splat(TWO_54)), x), choose(tiny, splat(-54.0), splat(0.0)), splat(0.0));
}

/** log(1 + x) for finite x > -1, within 1 ulp also next to x = 0. */
export function log1pPair(x: v128): v128 {
  const near = both(above(x, LOG1P_LOW), less(x, LOG1P_HIGH));
  if (all(near)) return log1pNear(x);
  const u = add(splat(1.0), x);
  // the rounding error of u = 1 + x, relative to u; above 2^53 it is the 1 that is lost, and no longer counts
  const c = div(choose(above(x, 1.0), sub(splat(1.0), sub(u, x)), sub(x, sub(u, splat(1.0)))), u);
  return choose(near, log1pNear(choose(near, x, splat(0.0))), logParts(u, splat(0.0), c));
}

/** e^x of one number, as `expPair`. */
export function exp(x: f64): f64 { return first(expPair(splat(x))); }
/** e^x - 1 of one number, as `expm1Pair`. */
export function expm1(x: f64): f64 { return first(expm1Pair(splat(x))); }
/** log x of one number, as `logPair`. */
export function log(x: f64): f64 { return first(logPair(splat(x))); }
/** log(1 + x) of one number, as `log1pPair`. */
export function log1p(x: f64): f64 { return first(log1pPair(splat(x))); }

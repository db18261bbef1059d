// exp, expm1, log and log1p of the package's own, one number at a time, so that every runtime gives the same bits. By hand, since JavaScript
// moves the bits of a double in ways of its own; assembly/math.ts describes the reductions, the series and the measured errors, and a
// test holds the constants of the two files equal.

import { LOG_OF_ZERO } from '../../assembly/layout';
import { double, TOP, words } from './float-bits';

const LOG2E = Math.LOG2E;
export const LN2_HI = 0.6931471803691238;
export const LN2_LO = 1.9082149292705877e-10;
const ROUNDER = 6755399441055744;
const MAX_NORMAL_EXP = 708;
const EXP_OVERFLOW = 710;

/** 2^k at index k + POWER_BIAS, -1022 <= k <= 1023. */
const POWERS = /* @__PURE__ */ powersOfTwo();
const POWER_BIAS = 1022;

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2046);
  for (let k = 0, p = 2 ** -1022; k < 2046; k++, p *= 2) powers[k] = p;
  return powers;
}

/** `phi_2(r) = (e^r - 1 - r) / r^2 = sum r^k / (k + 2)!`, for |r| <= 0.35 (half of ln 2, and a little), within 2^-57 before rounding. */
export function expPhi2(r: number): number {
  const s = r * r;
  let even = (1 / 479001600) * s + 1 / 3628800;
  even = even * s + 1 / 40320;
  even = even * s + 1 / 720;
  even = even * s + 1 / 24;
  even = even * s + 0.5;
  let odd = (1 / 6227020800) * s + 1 / 39916800;
  odd = odd * s + 1 / 362880;
  odd = odd * s + 1 / 5040;
  odd = odd * s + 1 / 120;
  odd = odd * s + 1 / 6;
  return even + r * odd;
}

/** The integer nearest to x / ln 2. */
function quotient(x: number): number {
  return x * LOG2E + ROUNDER - ROUNDER;
}

/** `e^r - 1` for the rest `r = x - k ln 2`. */
function restExpm1(x: number, k: number): number {
  const r = x - k * LN2_HI - k * LN2_LO;
  return r + r * r * expPhi2(r);
}

/** e^x: 0 below LOG_OF_ZERO, Infinity above the largest double, within 1.5 ulp between; x is not NaN. */
export function exp(x: number): number {
  if (Math.abs(x) > MAX_NORMAL_EXP) return expExtreme(x);
  const k = quotient(x);
  return (1 + restExpm1(x, k)) * POWERS[k + POWER_BIAS];
}

/** exp where 2^k may leave the normal range: the power is applied in two halves, so that a subnormal result is rounded once. */
function expExtreme(x: number): number {
  const atLeast = Math.max(x, LOG_OF_ZERO);
  const clamped = Math.min(atLeast, EXP_OVERFLOW);
  const k = quotient(clamped);
  const k1 = k * 0.5 + ROUNDER - ROUNDER;
  return (1 + restExpm1(clamped, k)) * POWERS[k1 + POWER_BIAS] * POWERS[k - k1 + POWER_BIAS];
}

/** e^x - 1, within 1.5 ulp also next to x = 0; x is not NaN. */
export function expm1(x: number): number {
  if (Math.abs(x) > MAX_NORMAL_EXP) return x < 0 ? -1 : expExtreme(x);
  const k = quotient(x);
  const scale = POWERS[k + POWER_BIAS];
  // next to x = 0 nothing hides the rounding error of r, so it is put back
  const high = x - k * LN2_HI;
  const low = k * LN2_LO;
  const r = high - low;
  const c = high - r - low;
  const tail = r * r * expPhi2(r) + (c + c * r);
  return r * scale + (scale - 1) + tail * scale;
}

/** The largest s for which `atanhTail` is exact to the last digits: (sqrt 2 - 1) / (sqrt 2 + 1), and a little. */
export const MAX_ATANH = 0.1716;

/** `atanh(s)/s - 1 = sum_{k>=1} s^2k / (2k + 1)`, from z = s^2 <= 0.0295. */
export function atanhTail(z: number): number {
  const w = z * z;
  let even = (1 / 19) * w + 1 / 15;
  even = even * w + 1 / 11;
  even = even * w + 1 / 7;
  even = even * w + 1 / 3;
  let odd = (1 / 21) * w + 1 / 17;
  odd = odd * w + 1 / 13;
  odd = odd * w + 1 / 9;
  odd = odd * w + 1 / 5;
  return z * (even + z * odd);
}

const LOG1P_LOW = -0.2928;
const LOG1P_HIGH = 0.4142;
/** Top words: of sqrt(1/2), where the exponent is split, and of the exponent bias. */
const SPLIT_WORD = 0x3fe6a09e;
const BIAS_WORD = 1023 << 20;
const SMALLEST_NORMAL = 2.2250738585072014e-308;
const TWO_54 = 18014398509481984;

/** log(2^shift u (1 + c)) for a normal u and a tiny c, as k ln 2 + log(1 + f). */
function logParts(u: number, shift: number, c: number): number {
  double[0] = u;
  const bits = words[TOP] - SPLIT_WORD + BIAS_WORD;
  const k = (bits >>> 20) - 1023 + shift;
  words[TOP] = (bits & 0xfffff) + SPLIT_WORD;
  const f = double[0] - 1;
  const s = f / (f + 2);
  const half = 0.5 * f * f;
  const tail = 2 * atanhTail(s * s);
  const low = k * LN2_LO + c;
  return k * LN2_HI - (half - (s * (half + tail) + low) - f);
}

/** log(1 + f) without reduction. */
function log1pNear(f: number): number {
  const s = f / (f + 2);
  const half = 0.5 * f * f;
  const tail = 2 * atanhTail(s * s);
  return f - (half - s * (half + tail));
}

/** log x for finite x > 0, subnormal ones included, within 1 ulp. */
export function log(x: number): number {
  return x < SMALLEST_NORMAL ? logParts(x * TWO_54, -54, 0) : logParts(x, 0, 0);
}

/** log(1 + x) for finite x > -1, within 1 ulp also next to x = 0. */
export function log1p(x: number): number {
  if (x > LOG1P_LOW && x < LOG1P_HIGH) return log1pNear(x);
  const u = 1 + x;
  const c = (x > 1 ? 1 - (u - x) : x - (u - 1)) / u;
  return logParts(u, 0, c);
}

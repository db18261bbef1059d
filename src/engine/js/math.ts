// Twin of assembly/math.ts: exp, expm1, log, log1p of the package's own, one number at a time. The reductions, the series and
// the measured errors are described there.

import { double, TOP, words } from './words';

const LOG2E = Math.LOG2E;
const LN2_HI = 0.6931471803691238;
const LN2_LO = 1.9082149292705877e-10;
const ROUNDER = 6755399441055744;
const EXP_NORMAL = 708;

/** 2^k at index k + POWER_BIAS, -1022 <= k <= 1023. */
const POWERS = /* @__PURE__ */ powersOfTwo();
const POWER_BIAS = 1022;

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2046);
  for (let k = 0, p = 2 ** -1022; k < 2046; k++, p *= 2) powers[k] = p;
  return powers;
}

/** `(e^r - 1 - r) / r^2 = sum r^k / (k + 2)!`, for |r| <= 0.35. */
export function expTail(r: number): number {
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
  return r + r * r * expTail(r);
}

export function exp(x: number): number {
  if (Math.abs(x) > EXP_NORMAL) return expExtreme(x);
  const k = quotient(x);
  return (1 + restExpm1(x, k)) * POWERS[k + POWER_BIAS];
}

/** exp where 2^k may leave the normal range: the power is applied in two halves, so that a subnormal result is rounded once. */
function expExtreme(x: number): number {
  const atLeast = Math.max(x, -746);
  const clamped = Math.min(atLeast, 710);
  const k = quotient(clamped);
  const k1 = k * 0.5 + ROUNDER - ROUNDER;
  return (1 + restExpm1(clamped, k)) * POWERS[k1 + POWER_BIAS] * POWERS[k - k1 + POWER_BIAS];
}

export function expm1(x: number): number {
  if (Math.abs(x) > EXP_NORMAL) return x < 0 ? -1 : expExtreme(x);
  const k = quotient(x);
  const scale = POWERS[k + POWER_BIAS];
  // beside x = 0 nothing hides the rounding of r, so what it lost is put back
  const high = x - k * LN2_HI;
  const low = k * LN2_LO;
  const r = high - low;
  const c = high - r - low;
  const tail = r * r * expTail(r) + (c + c * r);
  return r * scale + (scale - 1) + tail * scale;
}

/** The largest s of `atanhTail`. */
export const ATANH_MOST = 0.1716;

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

/** log(2^shift u (1 + c)) for a normal u and a tiny c: k ln 2 + log(1 + f). */
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

/** log of a positive number, a subnormal one included. */
export function log(x: number): number {
  return x < SMALLEST_NORMAL ? logParts(x * TWO_54, -54, 0) : logParts(x, 0, 0);
}

/** log(1 + x) for x > -1. */
export function log1p(x: number): number {
  if (x > LOG1P_LOW && x < LOG1P_HIGH) return log1pNear(x);
  const u = 1 + x;
  const c = (x > 1 ? 1 - (u - x) : x - (u - 1)) / u;
  return logParts(u, 0, c);
}

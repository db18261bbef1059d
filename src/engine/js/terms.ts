// Twin of assembly/terms.ts: functions of one block that the metrics are made of, exact for any step 0 < delta <= FIRST_STEP
// and real n >= 1.

import { EXCESS, KL_BOUND, KL_GAP, N, NEAR_ONE, SERIES_MOST, SERIES_TERMS, SINHC_GAP, SINHC_GAP_TERMS, X } from '../plan';
import { atanhTail, exp, expm1, expTail, log, log1p } from './math';

/** Stands for the infinite step of the first block: e^-800 is 0, and no other block's step reaches 745. */
export const FIRST_STEP = 800;

/** Up to this P/F, nine terms of the series of -log1p(-P/F) leave 2^-57. */
export const SMALL_RATIO = 0.015625;

/** `-log1p(-ratio) = sum ratio^k / k`, for ratio <= SMALL_RATIO. */
export function smallStep(ratio: number): number {
  const square = ratio * ratio;
  let even = (1 / 8) * square + 1 / 6;
  even = even * square + 1 / 4;
  even = even * square + 0.5;
  let odd = (1 / 9) * square + 1 / 7;
  odd = odd * square + 1 / 5;
  odd = odd * square + 1 / 3;
  return ratio + square * (even + ratio * odd);
}

/** `(1 - e^(-h delta)) / (e^delta - 1)`: the policy ratio is `t = F^h (1 + this)`, with h = n - 1. Never above h: a subnormal delta
 *  could let the quotient overflow. */
export function ratioExcess(h: number, delta: number): number {
  return Math.min((-expm1(h * -delta) * exp(-delta)) / -expm1(-delta), h);
}

const SMALL_LOG = 0.34;
const LOG_OF_ZERO = -800;

/** `P phi(t)`, `phi(t) = t log t - t + 1`, from P, Pi = P t, t and u = log t: never negative, exact near t = 1. */
export function phiTerm(p: number, mass: number, t: number, u: number): number {
  if (Math.abs(u) < SMALL_LOG) {
    const tail = expTail(u);
    return p * (u * u * (1 - tail + u * tail));
  }
  // above, t log t could overflow where P t log t does not
  return u > 1 ? mass * (u - 1) + p : p * (Math.max(u, LOG_OF_ZERO) * t - (t - 1));
}

/** `phi(1 + x)` for -0.28 < x < 0.4, from x itself: with s = x/(2+x), log1p(x) = 2 atanh(s). Only `klDivergence` needs it. */
export function phiOfExcess(x: number): number {
  const s = x / (2 + x);
  return x * (s + (1 + s) * atanhTail(s * s));
}

/** `t - 1` from t and u = log t, exact near t = 1. */
export function excess(t: number, u: number): number {
  return Math.abs(u) < SMALL_LOG ? u + u * u * expTail(u) : t - 1;
}

/** `t - 1 - log t` from t and u = log t, exact near t = 1. */
export function reversePhi(t: number, u: number): number {
  return Math.abs(u) < SMALL_LOG ? u * u * expTail(u) : t - 1 - u;
}

/** `m - log1p(m)` for m >= 0. */
export function minusLog1p(m: number): number {
  if (m > 0.4) return m - log1p(m);
  const s = m / (m + 2);
  return s * (m - 2 * atanhTail(s * s));
}

/** `1 - (1 + b) e^-b` for b >= 0. */
function secondOrder(b: number): number {
  if (Math.abs(b) < SMALL_LOG) return b * b * (1 - expTail(-b) * (1 + b));
  return 1 - (1 + b) * exp(-b);
}

const LOG_FORM_FROM = 3;

/** `g(a)`, the KL gap of a block per unit of its best-of-n mass, a = n delta. */
export function klGapOf(plan: Float64Array, delta: number): number {
  const product = plan[N] * delta;
  const a = Math.min(product, FIRST_STEP);
  if (a > SERIES_MOST) return plan[N] < LOG_FORM_FROM ? klGapNearOne(plan, delta) : klGapFar(plan, delta, a);
  const square = a * a;
  let series = plan[KL_GAP + SERIES_TERMS];
  for (let k = SERIES_TERMS - 1; k > 0; k--) series = series * square + plan[KL_GAP + k];
  return series * square;
}

/** klBound(n) plus two second-order rests; each is O((n-1)^2), as g is. */
function klGapNearOne(plan: Float64Array, delta: number): number {
  const q = exp(-delta);
  const ratio = -expm1(-delta);
  const b = plan[EXCESS] * delta;
  const reach = -expm1(-b);
  const m = (reach * q) / ratio;
  const rest = (q * (reach * reach * q + ratio * secondOrder(b))) / (ratio * (ratio + reach * q));
  return plan[KL_BOUND] + minusLog1p(m) - rest;
}

/** With `lambda(a) = log(a / (1 - e^-a))` and `mu(a) = 1 - a / (e^a - 1)`: `lambda(a) - lambda(delta) - x mu(a)`, its two
 *  logarithms in one. */
function klGapFar(plan: Float64Array, delta: number, a: number): number {
  const reach = -expm1(-a);
  const ratio = -expm1(-delta);
  const mu = 1 - (a * exp(-a)) / reach;
  return log((plan[N] * ratio) / reach) - plan[X] * mu;
}

const SINHC_MOST = 2;

/** The win-rate gap of a block: with A = (n+1) delta/2 and B = (n-1) delta/2,
 *  `F^(n+1) e^-A (n-1) (delta/2) (sinh A / A - sinh B / B)`. */
export function winGapOf(plan: Float64Array, delta: number, logCdf: number, logMid: number): number {
  const big = (plan[N] + 1) * (0.5 * delta);
  if (!(big <= SINHC_MOST)) return winGapFar(plan, delta, logCdf);
  const square = big * big;
  let series = plan[SINHC_GAP + SINHC_GAP_TERMS - 1];
  for (let k = SINHC_GAP_TERMS - 2; k >= 0; k--) series = series * square + plan[SINHC_GAP + k];
  series = series * (plan[EXCESS] * (0.5 * delta) * (plan[N] * delta * delta));
  return series * exp((plan[N] + 1) * logMid);
}

/** `F^(n+1) T / (2 (n+1))`, `T = (n-1)(1 - q^(n+1)) - (n+1)(q - q^n)`, q = e^-delta; rearranged for n near 1 and for large n. */
function winGapFar(plan: Float64Array, delta: number, logCdf: number): number {
  const d = -delta;
  const n = plan[N];
  let t: number;
  if (n < NEAR_ONE) {
    const h = plan[EXCESS];
    t = h * -expm1((n + 1) * d) + (n + 1) * exp(d) * expm1(h * d);
  } else {
    const ratio = -expm1(d);
    const a = n * d;
    t = n * ratio * (1 + exp(a)) - (2 - ratio) * -expm1(a);
  }
  return (exp((n + 1) * logCdf) * (0.5 * t)) / (n + 1);
}

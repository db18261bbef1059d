// What depends on n alone, computed once a call and read by both engines: n itself in the forms that keep its digits near 1, and
// the coefficients of three even series in a = n delta (see assembly/plan.ts, which reads the same layout).

import { atanhTail, log, log1p } from './js/math';

/** Doubles in a plan; where its parts start. */
export const PLAN_SIZE = 80;
export const N = 0;
export const EXCESS = 1;
export const X = 2;
export const LOG_N = 3;
export const KL_BOUND = 4;

// The series: the coefficient of the k-th power is at the name plus k.
/** Of a^2k, k from 1, in log(t / n) - (n - 1) logMid. */
export const LOG_RATIO = 7;
/** Of a^2k, k from 1, in g(a), the KL gap of a block per unit of its mass. */
export const KL_GAP = 25;
/** Of a^2k, k from 1, in the win-rate gap of a block per unit of its mass and middle CDF. */
export const WIN_GAP = 43;
/** Of A^2k, k from 0, in (sinhc A - sinhc B) / (A^2 - B^2). */
export const SINHC_GAP = 52;
/** Of a^k, k from 0, in d_n(epsilon), a = -n log(1 - epsilon). */
export const ESTIMATE = 64;

/** Terms of the series in a^2 of the log ratio and of the KL gap, enough up to this a: they leave 2^-55. */
export const SERIES_TERMS = 18;
export const SERIES_MOST = 2;
const WIN_GAP_TERMS = 8;
export const SINHC_GAP_TERMS = 12;
/** The highest power of a in the estimator's series. */
const ESTIMATE_DEGREE = 12;

/** Below this n, quantities of order n - 1 are built from n - 1, never as differences of what stays finite. */
export const NEAR_ONE = 2;

/** Coefficients of z^2k, k from 1, in log(sinh z / z): 2^(2k-1) B_2k / (k (2k)!), B the Bernoulli numbers. */
export const LOG_SINHC = [
  0.16666666666666666, -0.005555555555555556, 0.0003527336860670194, -2.6455026455026456e-5, 2.1377799155576935e-6,
  -1.803670234005331e-7, 1.5661391322766983e-8, -1.3884130493737299e-9, 1.2504359176004997e-10, -1.1402575602296091e-11,
  1.0502923908637557e-12, -9.754877841593701e-14, 9.123468230859098e-15, -8.5837197618956095e-16, 8.117318009727789e-17,
  -7.710527514116273e-18, 7.352844934712002e-19, -7.036101210390652e-20,
];

/** Plans already made: servers and sliders come back to the same n. */
const plans = /* @__PURE__ */ new Map<number, Float64Array>();
const PLANS_MOST = 256;

/** The plan of a finite n >= 1, or of Infinity, which uses nothing but n and the bound. */
export function planOf(n: number): Float64Array {
  let plan = plans.get(n);
  if (plan === undefined) {
    if (plans.size >= PLANS_MOST) plans.clear();
    plan = makePlan(n);
    plans.set(n, plan);
  }
  return plan;
}

function makePlan(n: number): Float64Array {
  const plan = new Float64Array(PLAN_SIZE);
  plan[N] = n;
  plan[KL_BOUND] = klBoundOf(n);
  if (n === Infinity) return plan;
  const h = n - 1;
  const x = h / n;
  const y = 1 / n;
  plan[EXCESS] = h;
  plan[X] = x;
  plan[LOG_N] = n < NEAR_ONE ? log1p(h) : log(n);

  // log(t/n) - (n-1) mid = log sinhc(a/2) - log sinhc(a/2n), and
  // g(a) = log sinhc(a/2n) - log sinhc(a/2) + x ((a/2) coth(a/2) - 1): the factors below are 1 - y^2k and y^2k - 1 + 2k x,
  // as sums of positive terms.
  let quarter = 1;
  let powers = 0;
  let sums = 0;
  let power = 1;
  for (let k = 1; k <= SERIES_TERMS; k++) {
    quarter /= 4;
    for (let i = 0; i < 2; i++) {
      sums += powers; // sum over i < 2k of (1 + y + ... + y^(i-1))
      powers += power; // 1 + y + ... + y^(2k-1)
      power *= y;
    }
    const e = LOG_SINHC[k - 1] * quarter;
    plan[LOG_RATIO + k] = e * (x * powers);
    plan[KL_GAP + k] = e * (x * (x * sums));
  }
  winGapTerms(plan, x, y);
  sinhcGapTerms(plan, h / (n + 1));
  estimateTerms(plan);
  return plan;
}

/** Up to this x = (n-1)/n the bound is summed as a series: log n - x would cancel. */
const BOUND_SERIES_MOST = 0.29;

/** `log n - x = -log(1 - x) - x`, x = (n-1)/n, exact from n = 1 on. */
export function klBoundOf(n: number): number {
  if (n === Infinity) return Infinity;
  const x = (n - 1) / n;
  if (x > BOUND_SERIES_MOST) return log(n) - x;
  const s = x / (2 - x);
  return s * (x + 2 * atanhTail(s * s));
}

/** (x/2) (sinhc A - sinhc B) / (sinhc(a/2) cosh(a/2n)), A and B being (1 + y) a/2 and (1 - y) a/2, by division of power series. */
function winGapTerms(plan: Float64Array, x: number, y: number): void {
  const below: number[] = [];
  const quotient: number[] = [0];
  let quarter = 1;
  for (let k = 0; k <= WIN_GAP_TERMS; k++) {
    let d = 0;
    for (let i = 0; i <= k; i++) d += ipow(y, 2 * (k - i)) / (factorial(2 * i + 1) * factorial(2 * (k - i)));
    below.push(d);
    if (k === 0) continue;
    let above = 0;
    for (let i = 0; i < k; i++) above += ipow(1 + y, 2 * i) * ipow(x, 2 * (k - 1 - i));
    let q = (4 * y * above) / factorial(2 * k + 1);
    for (let i = 1; i < k; i++) q -= below[i] * quotient[k - i];
    quotient.push(q);
    quarter /= 4;
    plan[WIN_GAP + k] = 0.5 * x * q * quarter;
  }
}

/** (sinhc A - sinhc B) / (A^2 - B^2) in powers of A^2, with B = ratio A. */
function sinhcGapTerms(plan: Float64Array, ratio: number): void {
  const square = ratio * ratio;
  let sum = 0;
  let power = 1;
  for (let k = 0; k < SINHC_GAP_TERMS; k++) {
    sum += power;
    power *= square;
    plan[SINHC_GAP + k] = sum / factorial(2 * k + 3);
  }
}

/** d_n in powers of a = n lambda, lambda = -log(1 - epsilon): `(klBound - x a) e^-a + (1 - e^-a) (log n - x a/2 + Q(a^2))`, Q the
 *  series of LOG_RATIO. Its linear term is klBound - (log n - x), which is 0. */
function estimateTerms(plan: Float64Array): void {
  const logRatio = (power: number): number => {
    if (power === 0) return plan[LOG_N];
    if (power === 1) return -0.5 * plan[X];
    return power % 2 === 0 ? plan[LOG_RATIO + power / 2] : 0;
  };
  for (let k = 0; k <= ESTIMATE_DEGREE; k++) {
    let term = inverseFactorial(k) * plan[KL_BOUND];
    if (k > 0) term -= inverseFactorial(k - 1) * plan[X];
    for (let i = 1; i <= k; i++) term -= inverseFactorial(i) * logRatio(k - i);
    plan[ESTIMATE + k] = k === 1 ? 0 : term;
  }
}

/** The coefficient of a^k in e^-a. */
function inverseFactorial(k: number): number {
  return (k % 2 === 0 ? 1 : -1) / factorial(k);
}

function factorial(k: number): number {
  let f = 1;
  for (let i = 2; i <= k; i++) f *= i;
  return f;
}

/** base^exponent by multiplication: `**` may differ between runtimes in the last bit. */
function ipow(base: number, exponent: number): number {
  let p = 1;
  for (let i = 0; i < exponent; i++) p *= base;
  return p;
}

// What depends on n alone, computed once a call and read by both engines: n in the forms that keep its digits near 1, and the coefficients of
// the series that the engines sum. assembly/layout.ts says where each stands.

import {
  CHI_SQUARED_BOUND,
  COEFFICIENT_COUNT,
  ESTIMATE_DEGREE,
  ESTIMATE_SERIES,
  KL_BOUND,
  KL_GAP_SERIES,
  LOG_N,
  LOG_RATIO_SERIES,
  N,
  N_MINUS_1,
  NEAR_ONE_LIMIT,
  REVERSE_KL_BOUND,
  SERIES_TERMS,
  SINHC_GAP_SERIES,
  SINHC_GAP_TERMS,
  SQUARED_HELLINGER_BOUND,
  TOTAL_VARIATION_BOUND,
  WIN_GAP_SERIES,
  WIN_GAP_TERMS,
  X,
} from '../../assembly/layout';
import {
  chiSquaredOfContinuous,
  reverseKlOfContinuous,
  squaredHellingerOfContinuous,
  totalVariationOfContinuous,
} from './continuous';
import { atanhTail, log, log1p } from './exp-log';

/** Coefficients of z^2k, k from 1, in log(sinh z / z): 2^(2k-1) B_2k / (k (2k)!), B the Bernoulli numbers. */
const LOG_SINHC = [
  0.16666666666666666, -0.005555555555555556, 0.0003527336860670194, -2.6455026455026456e-5, 2.1377799155576935e-6,
  -1.803670234005331e-7, 1.5661391322766983e-8, -1.3884130493737299e-9, 1.2504359176004997e-10, -1.1402575602296091e-11,
  1.0502923908637557e-12, -9.754877841593701e-14, 9.123468230859098e-15, -8.5837197618956095e-16, 8.117318009727789e-17,
  -7.710527514116273e-18, 7.352844934712002e-19, -7.036101210390652e-20,
];

/** The coefficients that were made so far: servers and sliders come back to the same n. */
const known = /* @__PURE__ */ new Map<number, Float64Array>();
/** The most sets of coefficients that are kept, of 640 bytes each. A slider has some 400 positions, but visits few of them at a time. */
const MAX_KNOWN = 256;

/** The coefficients of a finite n >= 1, or of Infinity, for which only N and the bounds are set. Callers must not
 *  change them, since they are shared. */
export function coefficientsAt(n: number): Float64Array {
  let c = known.get(n);
  if (c === undefined) {
    if (known.size >= MAX_KNOWN) known.clear();
    c = makeCoefficients(n);
    known.set(n, c);
  }
  return c;
}

function makeCoefficients(n: number): Float64Array {
  const c = new Float64Array(COEFFICIENT_COUNT);
  c[N] = n;
  c[KL_BOUND] = klBoundOf(n);
  c[REVERSE_KL_BOUND] = reverseKlOfContinuous(n);
  c[TOTAL_VARIATION_BOUND] = totalVariationOfContinuous(n);
  c[CHI_SQUARED_BOUND] = chiSquaredOfContinuous(n);
  c[SQUARED_HELLINGER_BOUND] = squaredHellingerOfContinuous(n);
  if (n === Infinity) return c;
  const h = n - 1;
  const x = h / n;
  const y = 1 / n;
  c[N_MINUS_1] = h;
  c[X] = x;
  c[LOG_N] = n < NEAR_ONE_LIMIT ? log1p(h) : log(n);

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
    c[LOG_RATIO_SERIES + k] = e * (x * powers);
    c[KL_GAP_SERIES + k] = e * (x * (x * sums));
  }
  winGapTerms(c, x, y);
  sinhcGapTerms(c, h / (n + 1));
  estimateTerms(c);
  return c;
}

/** Up to this x = (n-1)/n the bound is summed as a series, since log n - x would cancel: the argument x/(2-x) of `atanhTail` is then at most 0.1696,
 *  below MAX_ATANH. */
const MAX_BOUND_SERIES_X = 0.29;

/** The paper's bound `log n - x = -log(1 - x) - x`, x = (n-1)/n, in nats; it keeps its digits also next to n = 1. */
export function klBoundOf(n: number): number {
  if (n === Infinity) return Infinity;
  const x = (n - 1) / n;
  if (x > MAX_BOUND_SERIES_X) return log(n) - x;
  const s = x / (2 - x);
  return s * (x + 2 * atanhTail(s * s));
}

/** (x/2) (sinhc A - sinhc B) / (sinhc(a/2) cosh(a/2n)), A and B being (1 + y) a/2 and (1 - y) a/2, by division of power series. */
function winGapTerms(c: Float64Array, x: number, y: number): void {
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
    c[WIN_GAP_SERIES + k] = 0.5 * x * q * quarter;
  }
}

/** (sinhc A - sinhc B) / (A^2 - B^2) in powers of A^2, with B = ratio A. */
function sinhcGapTerms(c: Float64Array, ratio: number): void {
  const square = ratio * ratio;
  let sum = 0;
  let power = 1;
  for (let k = 0; k < SINHC_GAP_TERMS; k++) {
    sum += power;
    power *= square;
    c[SINHC_GAP_SERIES + k] = sum / factorial(2 * k + 3);
  }
}

/** d_n in powers of a = n lambda, lambda = -log(1 - epsilon): `(klBound - x a) e^-a + (1 - e^-a) (log n - x a/2 + Q(a^2))`, Q the
 *  series of LOG_RATIO_SERIES. Its linear term is klBound - (log n - x), which is 0. */
function estimateTerms(c: Float64Array): void {
  const logRatio = (power: number): number => {
    if (power === 0) return c[LOG_N];
    if (power === 1) return -0.5 * c[X];
    return power % 2 === 0 ? c[LOG_RATIO_SERIES + power / 2] : 0;
  };
  for (let k = 0; k <= ESTIMATE_DEGREE; k++) {
    let term = inverseFactorial(k) * c[KL_BOUND];
    if (k > 0) term -= inverseFactorial(k - 1) * c[X];
    for (let i = 1; i <= k; i++) term -= inverseFactorial(i) * logRatio(k - i);
    c[ESTIMATE_SERIES + k] = k === 1 ? 0 : term;
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

// The Rényi divergence `1/(alpha-1) log sum P t^alpha` of a finite n. Next to n = 1, or to an order of 1, the sum is next to 1; it is then taken as
// `1 + alpha (alpha-1) sum P phi(t)`, with `phi(t) = (t^alpha - 1 - alpha (t-1)) / (alpha (alpha-1)) >= 0`.

import { Coefficients, Support } from "./arrays";
import { cellEnd, cellStart, evaluateCell, firstCellAbove, LOG_RATIOS, RATIOS } from "./cell";
import { abs, add, any, at, choose, Doubles, entry, greater, horner, inFirstLane, less, mul, pair, setAt, splat, sub } from "./lanes";
import { CELL, LOG_OF_ZERO } from "./layout";
import { expm1Pair, expPair, log, log1p } from "./math";
import { expm1FromLog } from "./near-one";
import { accumulate, clear, SUM_SIZE, Sums, total } from "./sum";

/** Below this order `(t^alpha - 1) / alpha` keeps its digits, from here on `(t^(alpha-1) - 1) / (alpha-1)` does. */
const SMALL_ORDER: f64 = 0.5;
/** Up to this log t, times the order where that is above 1, fourteen terms of the series leave 2^-57. */
const MAX_SMALL_LOG: f64 = 0.34;
/** Where the sum is less than half of 1, what it is short of has no digits of it left; and beyond 1e300 it is about to overflow. */
const MIN_EXCESS: f64 = -0.5;
const MAX_EXCESS: f64 = 1e300;
/** Below this, 2^-54, what the sum is above 1 is its logarithm; it may be a subnormal number, of which the divergence is a large multiple. */
const NO_EXCESS: f64 = 5.551115123125783e-17;

const SUM: Sums = memory.data(<i32>(SUM_SIZE * 8), 16);

/** The Rényi divergence of the order `alpha`, which is above 0, finite and not 1, at a finite n > 1. */
export function renyi(s: Support, c: Coefficients, alpha: f64): f64 {
  makeSeries(alpha);
  const order = alpha - 1.0;
  const divergence = sumOver(s, c, alpha, false);
  const excess = divergence * order;
  if (Math.abs(excess) < NO_EXCESS) return divergence;
  return excess > MIN_EXCESS && excess < MAX_EXCESS ? log1p(excess) / order : sumOver(s, c, alpha, true);
}

/** What the sum is above 1, over `alpha - 1`; or, with `directly`, the divergence from the sum itself, relative to the largest of its powers where that may overflow: that of the top
 *  block, with which the walk begins. */
function sumOver(s: Support, c: Coefficients, alpha: f64, directly: bool): f64 {
  const order = alpha - 1.0;
  let largest: f64 = 0;
  // below, even the powers of t are 0
  const start = firstCellAbove(s, c, LOG_OF_ZERO / min(alpha, 1.0));
  clear(SUM, 0);
  if (start > 0 && !directly) {
    const last = start * CELL - 1;
    accumulate(SUM, 0, inFirstLane((at(s.midCdf, last) + 0.5 * at(s.refMass, last)) / alpha));
  }
  for (let cell = s.cells; cell > start; cell--) {
    const from = cellStart(cell - 1);
    const to = cellEnd(s, cell - 1);
    evaluateCell(s, c, cell - 1);
    if (cell == s.cells && order > 0) largest = at(LOG_RATIOS, s.blocks - 1 - from);
    let sum = splat(0.0);
    for (let j = from; j < to; j += 2) {
      const u = pair(LOG_RATIOS, j - from);
      const term = directly ? expPair(mul(splat(alpha), sub(u, splat(largest)))) : phiOf(alpha, pair(RATIOS, j - from), u);
      sum = add(sum, mul(pair(s.refMass, j), term));
    }
    accumulate(SUM, 0, sum);
  }
  const sum = total(SUM, 0);
  return directly ? largest + (largest + log(sum)) / order : alpha * sum;
}

/** f64[TERMS]: `(1 + alpha + ... + alpha^k) / (k+2)!`, over the k-th power of the larger of alpha and 1. */
const TERMS: u32 = 14;
const SERIES: Doubles = memory.data(<i32>(TERMS * 8), 16);

function makeSeries(alpha: f64): void {
  const unit = max(alpha, 1.0);
  let sum: f64 = 1;
  let power: f64 = 1;
  let factor: f64 = 0.5;
  for (let k: u32 = 0; k < TERMS; k++) {
    setAt(SERIES, k, sum * factor);
    power /= unit;
    sum = sum * (alpha / unit) + power;
    factor /= <f64>(k + 3);
  }
}

/** phi(t) from t and u = log t: where u is small by the series, as `u^2 sum (1 + alpha + ... + alpha^k) u^k / (k+2)!`. */
function phiOf(alpha: f64, t: v128, u: v128): v128 {
  const unit = max(alpha, 1.0);
  const z = mul(u, splat(unit));
  const small = less(abs(z), MAX_SMALL_LOG);
  if (!any(small)) return phiFar(alpha, t, u);
  const v = choose(small, z, splat(0.0));
  let series = entry(SERIES, TERMS - 1);
  for (let k: u32 = TERMS - 1; k > 0; k--) series = horner(series, v, entry(SERIES, k - 1));
  const root = mul(v, splat(1.0 / unit));
  const near = mul(mul(root, root), series);
  return choose(small, near, phiFar(alpha, t, u));
}

/** `(w (e^(q u) - 1)/q - (t-1)) / r`, with the q and the r of the two, alpha and alpha - 1, that keep their digits. */
function phiFar(alpha: f64, t: v128, u: v128): v128 {
  const isSmall = alpha < SMALL_ORDER;
  const order = isSmall ? alpha : alpha - 1.0;
  // where t is 0, its powers below 1 are, too
  const least = isSmall ? LOG_OF_ZERO / alpha : LOG_OF_ZERO;
  const powers = mul(expm1Pair(mul(splat(order), greater(u, splat(least)))), splat(1.0 / order));
  return mul(sub(isSmall ? powers : mul(t, powers), expm1FromLog(t, u)), splat(1.0 / (isSmall ? alpha - 1.0 : alpha)));
}

// The gaps between KL and win rate and the paper's bounds on them (theorems 3.1 and 5.3), summed as gaps and not taken as differences.

import { Coefficients, Support } from "./arrays";
import { BON_MASSES, cellEnd, cellStart, isSmallStep } from "./cell";
import { above, add, all, at, atMost, choose, div, entry, horner, lesser, mul, neg, pair, splat, sub } from "./lanes";
import {
  KL_BOUND,
  KL_GAP,
  KL_GAP_SERIES,
  MAX_SERIES_A,
  N,
  N_MINUS_1,
  NEAR_ONE_LIMIT,
  SERIES_TERMS,
  SINHC_GAP_SERIES,
  SINHC_GAP_TERMS,
  WIN_GAP_SERIES,
  WIN_RATE_GAP,
  X,
} from "./layout";
import { expm1Pair, expPair, logPair } from "./math";
import { gammainc2, minusLog1pmx } from "./near-one";
import { FIRST_STEP } from "./ratio";
import { SUMS } from "./results";
import { accumulate } from "./sum";

/** Below this n, g as a difference of logarithms would lose digits. */
const MIN_LOG_FORM_N: f64 = 3.0;

/** `g(n delta)`, the KL gap of a block per unit of its best-of-n mass, for 0 < delta <= FIRST_STEP: from 0 to klBound(n). */
export function klGapOf(c: Coefficients, delta: v128): v128 {
  const a = lesser(mul(splat(at(c, N)), delta), splat(FIRST_STEP));
  const small = atMost(a, MAX_SERIES_A);
  const square = choose(small, mul(a, a), splat(0.0));
  let series = entry(c, KL_GAP_SERIES + SERIES_TERMS);
  for (let k: u32 = SERIES_TERMS - 1; k > 0; k--) series = horner(series, square, entry(c, KL_GAP_SERIES + k));
  series = mul(series, square);
  if (all(small)) return series;
  return choose(small, series, at(c, N) < MIN_LOG_FORM_N ? klGapNearOne(c, delta) : klGapFar(c, delta, a));
}

/** `klGapOf` for n below MIN_LOG_FORM_N: klBound(n) plus two second-order remainders, each O((n-1)^2), as g is. */
function klGapNearOne(c: Coefficients, delta: v128): v128 {
  const q = expPair(neg(delta));
  const ratio = neg(expm1Pair(neg(delta)));
  const b = mul(splat(at(c, N_MINUS_1)), delta);
  const reach = neg(expm1Pair(neg(b)));
  const m = div(mul(reach, q), ratio);
  const rest = div(
    mul(q, add(mul(mul(reach, reach), q), mul(ratio, gammainc2(b)))),
    mul(ratio, add(ratio, mul(reach, q)))
  );
  return sub(add(splat(at(c, KL_BOUND)), minusLog1pmx(m)), rest);
}

/** `klGapOf` for large steps: `lambda(a) - lambda(delta) - x mu(a)` with `lambda(a) = log(a / (1 - e^-a))` and `mu(a) = 1 - a / (e^a - 1)`, the two
 *  logarithms taken in one. */
function klGapFar(c: Coefficients, delta: v128, a: v128): v128 {
  const reach = neg(expm1Pair(neg(a)));
  const ratio = neg(expm1Pair(neg(delta)));
  const mu = sub(splat(1.0), div(mul(a, expPair(neg(a))), reach));
  return sub(logPair(div(mul(splat(at(c, N)), ratio), reach)), mul(splat(at(c, X)), mu));
}

/** Up to this A = (n+1) delta / 2 the difference of sinh A / A and sinh B / B is summed as a series of positive terms. */
const MAX_SINHC_A: f64 = 2.0;

/** The win-rate gap of a block, 0 < delta <= FIRST_STEP: with A = (n+1) delta/2 and B = (n-1) delta/2,
 *  `F^(n+1) e^-A (n-1) (delta/2) (sinh A / A - sinh B / B)`. */
export function winGapOf(c: Coefficients, delta: v128, logCdf: v128, logMid: v128): v128 {
  const half = mul(splat(0.5), delta);
  const big = mul(splat(at(c, N) + 1.0), half);
  const small = atMost(big, MAX_SINHC_A);
  const d = choose(small, delta, splat(0.0));
  const square = choose(small, mul(big, big), splat(0.0));
  let series = entry(c, SINHC_GAP_SERIES + SINHC_GAP_TERMS - 1);
  for (let k: u32 = SINHC_GAP_TERMS - 1; k > 0; k--) series = horner(series, square, entry(c, SINHC_GAP_SERIES + k - 1));
  series = mul(series, mul(mul(splat(at(c, N_MINUS_1)), mul(splat(0.5), d)), mul(mul(splat(at(c, N)), d), d)));
  const near = mul(series, expPair(mul(splat(at(c, N) + 1.0), choose(small, logMid, splat(0.0)))));
  if (all(small)) return near;
  return choose(small, near, winGapFar(c, delta, logCdf));
}

/** `winGapOf` for large steps: `F^(n+1) T / (2 (n+1))`, `T = (n-1)(1 - q^(n+1)) - (n+1)(q - q^n)`, q = e^-delta; rearranged for n near 1 and for large n. */
function winGapFar(c: Coefficients, delta: v128, logCdf: v128): v128 {
  const d = neg(delta);
  const n = splat(at(c, N));
  let t: v128;
  if (at(c, N) < NEAR_ONE_LIMIT) {
    const h = splat(at(c, N_MINUS_1));
    t = add(
      mul(h, neg(expm1Pair(mul(splat(at(c, N) + 1.0), d)))),
      mul(mul(splat(at(c, N) + 1.0), expPair(d)), expm1Pair(mul(h, d)))
    );
  } else {
    const ratio = neg(expm1Pair(d));
    const a = mul(n, d);
    t = sub(
      mul(mul(n, ratio), add(splat(1.0), expPair(a))),
      mul(sub(splat(2.0), ratio), neg(expm1Pair(a)))
    );
  }
  return div(mul(expPair(mul(splat(at(c, N) + 1.0), logCdf)), mul(splat(0.5), t)), splat(at(c, N) + 1.0));
}

/** Up to this a, three terms of the KL gap's series and four of the win-rate gap's leave 2^-55; up to MAX_SMALL_STEP, six leave 2^-52
 *  and eight 2^-58. */
const MAX_TINY_GAP_A: f64 = 0.0078125;

/** Adds an evaluated cell to the sums KL_GAP and WIN_RATE_GAP. */
export function addGaps(s: Support, c: Coefficients, cell: u32): void {
  if (isSmallStep(s, c, cell)) addSmallGaps(s, c, cell);
  else addWideGaps(s, c, cell);
}

/** Where a = n delta is small in all of the cell, both gaps are short series in a^2 times the mass. */
function addSmallGaps(s: Support, c: Coefficients, cell: u32): void {
  const from = cellStart(cell);
  const to = cellEnd(s, cell);
  const tiny = at(c, N) * at(s.cellMaxStep, cell) <= MAX_TINY_GAP_A;
  const n = entry(c, N);
  const g1 = entry(c, KL_GAP_SERIES + 1);
  const g2 = entry(c, KL_GAP_SERIES + 2);
  const g3 = entry(c, KL_GAP_SERIES + 3);
  const w1 = entry(c, WIN_GAP_SERIES + 1);
  const w2 = entry(c, WIN_GAP_SERIES + 2);
  const w3 = entry(c, WIN_GAP_SERIES + 3);
  const w4 = entry(c, WIN_GAP_SERIES + 4);
  let klGap = splat(0.0);
  let winGap = splat(0.0);
  for (let j = from; j < to; j += 2) {
    const a = mul(n, pair(s.logStep, j));
    const b = mul(a, a);
    let g = g3;
    let w = w4;
    if (!tiny) {
      g = horner(horner(horner(entry(c, KL_GAP_SERIES + 6), b, entry(c, KL_GAP_SERIES + 5)), b, entry(c, KL_GAP_SERIES + 4)), b, g3);
      w = horner(horner(entry(c, WIN_GAP_SERIES + 8), b, entry(c, WIN_GAP_SERIES + 7)), b, entry(c, WIN_GAP_SERIES + 6));
      w = horner(horner(w, b, entry(c, WIN_GAP_SERIES + 5)), b, w4);
    }
    const scaled = mul(pair(BON_MASSES, j - from), b);
    klGap = add(klGap, mul(scaled, horner(horner(g, b, g2), b, g1)));
    winGap = add(winGap, mul(mul(scaled, pair(s.midCdf, j)), horner(horner(horner(w, b, w3), b, w2), b, w1)));
  }
  accumulate(SUMS, KL_GAP, klGap);
  accumulate(SUMS, WIN_RATE_GAP, winGap);
}

function addWideGaps(s: Support, c: Coefficients, cell: u32): void {
  const from = cellStart(cell);
  const to = cellEnd(s, cell);
  let klGap = splat(0.0);
  let winGap = splat(0.0);
  for (let j = from; j < to; j += 2) {
    const delta = lesser(pair(s.logStep, j), splat(FIRST_STEP));
    const w = winGapOf(c, delta, pair(s.logCdf, j), pair(s.logMid, j));
    klGap = add(klGap, mul(pair(BON_MASSES, j - from), klGapOf(c, delta)));
    winGap = add(winGap, choose(above(pair(s.refMass, j), 0.0), w, splat(0.0)));
  }
  accumulate(SUMS, KL_GAP, klGap);
  accumulate(SUMS, WIN_RATE_GAP, winGap);
}

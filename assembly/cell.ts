// One cell of neighbouring blocks at one n: for each block its best-of-n mass Pi, the ratio t = Pi / P and u = log t, written to
// three short arrays that the sums then read. The form is chosen by cell: the wider the cell in n L, the more it costs.
//
// With a = n delta and mid = (log F_{j-1} + log F_j)/2:  t = n e^((n-1) mid) (sinh(a/2)/(a/2)) / (sinh(delta/2)/(delta/2)),
// so log(t/n) is (n-1) mid plus a series in a^2, and most outcomes need no logarithm and no division.

import { add, at, constant, mul, pair, setPair, splat, stepBy, sub } from "./lanes";
import { exp, exp2, exp2Inline, log1p2 } from "./math";
import { coefficient, EXCESS, logRatioTerm, N, Plan, SERIES_MOST, SERIES_TERMS } from "./plan";
import { CELL, Support } from "./support";
import { FIRST_STEP, ratioExcess } from "./terms";

/** Results for the blocks of the cell, counted from its first. */
export const MASSES = memory.data(<i32>(CELL * 8), 16);
export const RATIOS = memory.data(<i32>(CELL * 8), 16);
export const LOGS = memory.data(<i32>(CELL * 8), 16);

/** Largest n delta for which five terms of the series in a^2 leave 2^-58, and for which three do. */
export const SMALL_STEP: f64 = 0.25;
const TINY_STEP: f64 = 0.0625;
/** And for which ten do; SERIES_TERMS do up to SERIES_MOST. */
const MEDIUM_STEP: f64 = 0.75;
const MEDIUM_TERMS: u32 = 10;
/** Largest width of (n-1) mid for which e^d about the middle of the cell needs ten terms, and for which it needs six. */
const NARROW_CELL: f64 = 0.25;
const VERY_NARROW_CELL: f64 = 0.03125;

/** First and last + 1 block of a cell, the last rounded up to a whole pair. */
// @ts-ignore: decorator
@inline export function cellStart(c: u32): u32 { return c * CELL; }
// @ts-ignore: decorator
@inline export function cellEnd(s: Support, c: u32): u32 { return (min(c * CELL + CELL, s.blocks) + 1) & ~1; }

/** Whether every block of the cell takes the series in a^2. */
// @ts-ignore: decorator
@inline export function isSmallStep(s: Support, plan: Plan, c: u32): bool { return plan.n * at(s.cellStep, c) <= SMALL_STEP; }

/** e^(n L) is 0 below this n L. */
const LOG_OF_ZERO: f64 = -746.0;

/** The first cell that holds any best-of-n mass: L rises from cell to cell. */
export function firstCell(s: Support, plan: Plan): u32 {
  let low: u32 = 0;
  let high: u32 = s.cells - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (plan.n * at(s.logCdf, middle * CELL + CELL - 1) < LOG_OF_ZERO) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether (n-1) mid and n delta vary so little in a cell that all its blocks can be evaluated from its middle. */
export function isNarrow(s: Support, plan: Plan, c: u32): bool {
  return plan.n * at(s.cellStep, c) <= TINY_STEP && widthOf(s, plan, cellStart(c), cellEnd(s, c)) <= NARROW_CELL;
}

/** Of (n-1) mid in a cell. */
// @ts-ignore: decorator
@inline function widthOf(s: Support, plan: Plan, from: u32, to: u32): f64 {
  return plan.excess * (at(s.logMid, to - 1) - at(s.logMid, from));
}

/** Fills MASSES, RATIOS and LOGS. */
export function evaluateCell(s: Support, plan: Plan, c: u32): void {
  const from = cellStart(c);
  const to = cellEnd(s, c);
  if (!isSmallStep(s, plan, c)) evaluateWide(s, plan, from, to);
  else if (isNarrow(s, plan, c)) evaluateNarrow(s, plan, from, to);
  else evaluateSmall(s, plan, from, to);
}

/** 1 / k! */
const EXP_TERMS = memory.data<f64>([
  1.0, 1.0, 1.0 / 2.0, 1.0 / 6.0, 1.0 / 24.0, 1.0 / 120.0, 1.0 / 720.0, 1.0 / 5040.0, 1.0 / 40320.0, 1.0 / 362880.0, 1.0 / 3628800.0,
]);

/** The logarithm in the middle of a cell. */
// @ts-ignore: decorator
@inline export function middleOf(s: Support, from: u32, to: u32): f64 { return 0.5 * (at(s.logMid, from) + at(s.logMid, to - 1)); }

/** In a narrow cell, log t less its value in the middle. */
// @ts-ignore: decorator
@inline export function logFromMiddle(plan: Plan, step: v128, logMid: v128, middle: v128): v128 {
  const a = mul(coefficient(plan, N), step);
  const b = mul(a, a);
  const series = stepBy(stepBy(logRatioTerm(plan, 3), b, logRatioTerm(plan, 2)), b, logRatioTerm(plan, 1));
  return add(mul(coefficient(plan, EXCESS), sub(logMid, middle)), mul(b, series));
}

/** Whether `e^d` about the middle of a narrow cell needs six terms only, and not ten. */
// @ts-ignore: decorator
@inline export function isVeryNarrow(s: Support, plan: Plan, from: u32, to: u32): bool {
  return widthOf(s, plan, from, to) <= VERY_NARROW_CELL;
}

/** `e^d` for |d| up to half of NARROW_CELL, or of VERY_NARROW_CELL, and a little. */
// @ts-ignore: decorator
@inline export function expNear(d: v128, veryNarrow: bool): v128 {
  const d2 = mul(d, d);
  let even = constant(EXP_TERMS, 6);
  let odd = constant(EXP_TERMS, 5);
  if (!veryNarrow) {
    even = stepBy(stepBy(constant(EXP_TERMS, 10), d2, constant(EXP_TERMS, 8)), d2, even);
    odd = stepBy(stepBy(constant(EXP_TERMS, 9), d2, constant(EXP_TERMS, 7)), d2, odd);
  }
  even = stepBy(stepBy(even, d2, constant(EXP_TERMS, 4)), d2, constant(EXP_TERMS, 2));
  odd = stepBy(odd, d2, constant(EXP_TERMS, 3));
  return add(constant(EXP_TERMS, 0), add(d, mul(d2, add(even, mul(d, odd)))));
}

/** One exp for the cell, a short Taylor sum for each block. */
function evaluateNarrow(s: Support, plan: Plan, from: u32, to: u32): void {
  const middle = middleOf(s, from, to);
  const veryNarrow = isVeryNarrow(s, plan, from, to);
  const logScale = splat(plan.logN + plan.excess * middle);
  const scale = splat(plan.n * exp(plan.excess * middle));
  for (let j = from; j < to; j += 2) {
    const d = logFromMiddle(plan, pair(s.step, j), pair(s.logMid, j), splat(middle));
    const t = mul(scale, expNear(d, veryNarrow));
    setPair(RATIOS, j - from, t);
    setPair(LOGS, j - from, add(logScale, d));
    setPair(MASSES, j - from, mul(pair(s.mass, j), t));
  }
}

/** Small steps over any width: one exp for each block. */
function evaluateSmall(s: Support, plan: Plan, from: u32, to: u32): void {
  const n = splat(plan.n);
  for (let j = from; j < to; j += 2) {
    const a = mul(n, pair(s.step, j));
    const b = mul(a, a);
    let series = stepBy(logRatioTerm(plan, 5), b, logRatioTerm(plan, 4));
    series = stepBy(series, b, logRatioTerm(plan, 3));
    series = stepBy(series, b, logRatioTerm(plan, 2));
    series = stepBy(series, b, logRatioTerm(plan, 1));
    const v = add(mul(splat(plan.excess), pair(s.logMid, j)), mul(b, series));
    const t = mul(n, exp2Inline(v));
    setPair(RATIOS, j - from, t);
    setPair(LOGS, j - from, add(splat(plan.logN), v));
    setPair(MASSES, j - from, mul(pair(s.mass, j), t));
  }
}

/** Any steps, pair by pair: the same with more terms, or the direct forms. */
function evaluateWide(s: Support, plan: Plan, from: u32, to: u32): void {
  for (let j = from; j < to; j += 2) {
    const step = plan.n * max(at(s.step, j), at(s.step, j + 1));
    if (step <= MEDIUM_STEP) evaluateSeries(s, plan, from, j, MEDIUM_TERMS);
    else if (step <= SERIES_MOST) evaluateSeries(s, plan, from, j, SERIES_TERMS);
    else evaluateDirectly(s, plan, from, j);
  }
}

/** Steps for which an even number of terms is enough. */
function evaluateSeries(s: Support, plan: Plan, from: u32, j: u32, terms: u32): void {
  const a = mul(splat(plan.n), pair(s.step, j));
  const b = mul(a, a);
  // two halves, since each term of Horner's rule waits for the one before
  const c = mul(b, b);
  let even = logRatioTerm(plan, terms);
  let odd = logRatioTerm(plan, terms - 1);
  for (let k = terms - 2; k > 1; k -= 2) {
    even = stepBy(even, c, logRatioTerm(plan, k));
    odd = stepBy(odd, c, logRatioTerm(plan, k - 1));
  }
  const v = add(mul(splat(plan.excess), pair(s.logMid, j)), add(mul(b, odd), mul(c, even)));
  const t = mul(splat(plan.n), exp2(v));
  setPair(RATIOS, j - from, t);
  setPair(LOGS, j - from, add(splat(plan.logN), v));
  setPair(MASSES, j - from, mul(pair(s.mass, j), t));
}

/** Any step, the first block's included. */
function evaluateDirectly(s: Support, plan: Plan, from: u32, j: u32): void {
  const h = splat(plan.excess);
  const delta = f64x2.pmin(pair(s.step, j), splat(FIRST_STEP));
  const hl = mul(h, pair(s.logCdf, j));
  const m = ratioExcess(h, delta);
  const power = exp2(hl);
  const t = add(power, mul(power, m));
  setPair(RATIOS, j - from, t);
  setPair(LOGS, j - from, add(hl, log1p2(m)));
  setPair(MASSES, j - from, mul(pair(s.mass, j), t));
}

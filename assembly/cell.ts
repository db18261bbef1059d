// One cell of neighbouring blocks at one n: for each block its best-of-n mass Pi, the ratio t = Pi / P and u = log t, written to
// three short arrays that the sums then read. Each cell takes one of four forms: the wider it is in n L, the more it costs.
//
// With a = n delta and mid = (log F_{j-1} + log F_j)/2:  t = n e^((n-1) mid) (sinh(a/2)/(a/2)) / (sinh(delta/2)/(delta/2)),
// so log(t/n) is (n-1) mid plus a series in a^2, and most outcomes need no logarithm and no division.

import { Coefficients, Support } from "./arrays";
import { add, at, Doubles, entry, horner, lesser, mul, pair, setPair, splat, sub } from "./lanes";
import { CELL, LOG_N, LOG_OF_ZERO, LOG_RATIO_SERIES, MAX_SERIES_A, N, N_MINUS_1, SERIES_TERMS } from "./layout";
import { exp, expPair, expPairInline, log1pPair } from "./math";
import { FIRST_STEP, MAX_SMALL_STEP, ratioMinus1 } from "./ratio";

/** f64[CELL] each: Pi, t and u of the blocks of the cell evaluated last, counted from its first. */
export const BON_MASSES: Doubles = memory.data(<i32>(CELL * 8), 16);
export const RATIOS: Doubles = memory.data(<i32>(CELL * 8), 16);
export const LOG_RATIOS: Doubles = memory.data(<i32>(CELL * 8), 16);

/** Up to this n delta, three terms of the series in a^2 leave 2^-58 (five do up to MAX_SMALL_STEP); and up to this one ten do
 *  (SERIES_TERMS do up to MAX_SERIES_A). */
const MAX_TINY_STEP: f64 = 0.0625;
const MAX_MEDIUM_STEP: f64 = 0.75;
const MEDIUM_TERMS: u32 = 10;
/** Up to this width of (n-1) mid in a cell, e^d about its middle needs ten terms; and up to this one it needs six. */
const MAX_NARROW_WIDTH: f64 = 0.25;
const MAX_VERY_NARROW_WIDTH: f64 = 0.03125;

/** The first block of a cell, counted from 0. */
// @ts-ignore: decorator
@inline export function cellStart(cell: u32): u32 { return cell * CELL; }
/** The block after the last one of a cell, rounded up to a whole pair. */
// @ts-ignore: decorator
@inline export function cellEnd(s: Support, cell: u32): u32 { return (min(cell * CELL + CELL, s.blocks) + 1) & ~1; }

/** Whether every block of the cell takes the series in a^2. */
// @ts-ignore: decorator
@inline export function isSmallStep(s: Support, c: Coefficients, cell: u32): bool { return at(c, N) * at(s.cellMaxStep, cell) <= MAX_SMALL_STEP; }

/** The first cell that holds any best-of-n mass, since L rises from cell to cell. */
export function firstCell(s: Support, c: Coefficients): u32 { return firstCellAbove(s, c, LOG_OF_ZERO); }

/** The first cell in which n L reaches `least`. */
export function firstCellAbove(s: Support, c: Coefficients, least: f64): u32 {
  let low: u32 = 0;
  let high: u32 = s.cells - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(c, N) * at(s.logCdf, middle * CELL + CELL - 1) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether all n delta of a cell are tiny and (n-1) mid varies little in it, so that its blocks can be evaluated from its middle. */
export function isNarrow(s: Support, c: Coefficients, cell: u32): bool {
  return at(c, N) * at(s.cellMaxStep, cell) <= MAX_TINY_STEP && widthOf(s, c, cellStart(cell), cellEnd(s, cell)) <= MAX_NARROW_WIDTH;
}

/** How far (n-1) mid varies between block `from` and the one before `to`. */
// @ts-ignore: decorator
@inline function widthOf(s: Support, c: Coefficients, from: u32, to: u32): f64 {
  return at(c, N_MINUS_1) * (at(s.logMid, to - 1) - at(s.logMid, from));
}

/** Fills BON_MASSES, RATIOS and LOG_RATIOS for one cell, exact to the last digits for any finite n >= 1. */
export function evaluateCell(s: Support, c: Coefficients, cell: u32): void {
  const from = cellStart(cell);
  const to = cellEnd(s, cell);
  if (!isSmallStep(s, c, cell)) evaluateWide(s, c, from, to);
  else if (isNarrow(s, c, cell)) evaluateNarrow(s, c, from, to);
  else evaluateSmall(s, c, from, to);
}

/** 1 / k! */
const EXP_TERMS = memory.data<f64>([
  1.0, 1.0, 1.0 / 2.0, 1.0 / 6.0, 1.0 / 24.0, 1.0 / 120.0, 1.0 / 720.0, 1.0 / 5040.0, 1.0 / 40320.0, 1.0 / 362880.0, 1.0 / 3628800.0,
]);

/** The value of mid in the middle of a cell. */
// @ts-ignore: decorator
@inline export function middleOf(s: Support, from: u32, to: u32): f64 { return 0.5 * (at(s.logMid, from) + at(s.logMid, to - 1)); }

/** In a narrow cell, log t less its value in the middle: h = n - 1, and c1 to c3 are the first terms of the log-ratio series. The caller reads
 *  them before its loop, since JavaScript would read them again after every number that is written. */
// @ts-ignore: decorator
@inline export function logFromMiddle(n: v128, h: v128, c1: v128, c2: v128, c3: v128, logStep: v128, logMid: v128, middle: v128): v128 {
  const a = mul(n, logStep);
  const b = mul(a, a);
  const series = horner(horner(c3, b, c2), b, c1);
  return add(mul(h, sub(logMid, middle)), mul(b, series));
}

/** Whether `e^d` about the middle of a narrow cell needs six terms only, and not ten. */
// @ts-ignore: decorator
@inline export function isVeryNarrow(s: Support, c: Coefficients, from: u32, to: u32): bool {
  return widthOf(s, c, from, to) <= MAX_VERY_NARROW_WIDTH;
}

/** `e^d` for |d| up to half of MAX_NARROW_WIDTH, or of MAX_VERY_NARROW_WIDTH, and a little. */
// @ts-ignore: decorator
@inline export function expNear(d: v128, veryNarrow: bool): v128 {
  const d2 = mul(d, d);
  let even = entry(EXP_TERMS, 6);
  let odd = entry(EXP_TERMS, 5);
  if (!veryNarrow) {
    even = horner(horner(entry(EXP_TERMS, 10), d2, entry(EXP_TERMS, 8)), d2, even);
    odd = horner(horner(entry(EXP_TERMS, 9), d2, entry(EXP_TERMS, 7)), d2, odd);
  }
  even = horner(horner(even, d2, entry(EXP_TERMS, 4)), d2, entry(EXP_TERMS, 2));
  odd = horner(odd, d2, entry(EXP_TERMS, 3));
  return add(entry(EXP_TERMS, 0), add(d, mul(d2, add(even, mul(d, odd)))));
}

/** The form for narrow cells: one exp for the cell, and a short Taylor sum for each block. */
function evaluateNarrow(s: Support, c: Coefficients, from: u32, to: u32): void {
  const middle = middleOf(s, from, to);
  const veryNarrow = isVeryNarrow(s, c, from, to);
  const logScale = splat(at(c, LOG_N) + at(c, N_MINUS_1) * middle);
  const scale = splat(at(c, N) * exp(at(c, N_MINUS_1) * middle));
  const n = entry(c, N);
  const h = entry(c, N_MINUS_1);
  const c1 = entry(c, LOG_RATIO_SERIES + 1);
  const c2 = entry(c, LOG_RATIO_SERIES + 2);
  const c3 = entry(c, LOG_RATIO_SERIES + 3);
  for (let j = from; j < to; j += 2) {
    const d = logFromMiddle(n, h, c1, c2, c3, pair(s.logStep, j), pair(s.logMid, j), splat(middle));
    const t = mul(scale, expNear(d, veryNarrow));
    setPair(RATIOS, j - from, t);
    setPair(LOG_RATIOS, j - from, add(logScale, d));
    setPair(BON_MASSES, j - from, mul(pair(s.refMass, j), t));
  }
}

/** The form for small steps over any width: one exp for each block. */
function evaluateSmall(s: Support, c: Coefficients, from: u32, to: u32): void {
  const n = splat(at(c, N));
  for (let j = from; j < to; j += 2) {
    const a = mul(n, pair(s.logStep, j));
    const b = mul(a, a);
    let series = horner(entry(c, LOG_RATIO_SERIES + 5), b, entry(c, LOG_RATIO_SERIES + 4));
    series = horner(series, b, entry(c, LOG_RATIO_SERIES + 3));
    series = horner(series, b, entry(c, LOG_RATIO_SERIES + 2));
    series = horner(series, b, entry(c, LOG_RATIO_SERIES + 1));
    const v = add(mul(splat(at(c, N_MINUS_1)), pair(s.logMid, j)), mul(b, series));
    const t = mul(n, expPairInline(v));
    setPair(RATIOS, j - from, t);
    setPair(LOG_RATIOS, j - from, add(splat(at(c, LOG_N)), v));
    setPair(BON_MASSES, j - from, mul(pair(s.refMass, j), t));
  }
}

/** The form for any steps, which chooses pair by pair: a series with more terms, or `evaluateDirectly`. */
function evaluateWide(s: Support, c: Coefficients, from: u32, to: u32): void {
  for (let j = from; j < to; j += 2) {
    const step = at(c, N) * max(at(s.logStep, j), at(s.logStep, j + 1));
    if (step <= MAX_MEDIUM_STEP) evaluateSeries(s, c, from, j, MEDIUM_TERMS);
    else if (step <= MAX_SERIES_A) evaluateSeries(s, c, from, j, SERIES_TERMS);
    else evaluateDirectly(s, c, from, j);
  }
}

/** The pair at j, by a series of an even number of terms. */
function evaluateSeries(s: Support, c: Coefficients, from: u32, j: u32, terms: u32): void {
  const a = mul(splat(at(c, N)), pair(s.logStep, j));
  const b = mul(a, a);
  // in two halves, since each term of Horner's rule waits for the one before
  const b2 = mul(b, b);
  let even = entry(c, LOG_RATIO_SERIES + terms);
  let odd = entry(c, LOG_RATIO_SERIES + terms - 1);
  for (let k = terms - 2; k > 1; k -= 2) {
    even = horner(even, b2, entry(c, LOG_RATIO_SERIES + k));
    odd = horner(odd, b2, entry(c, LOG_RATIO_SERIES + k - 1));
  }
  const v = add(mul(splat(at(c, N_MINUS_1)), pair(s.logMid, j)), add(mul(b, odd), mul(b2, even)));
  const t = mul(splat(at(c, N)), expPair(v));
  setPair(RATIOS, j - from, t);
  setPair(LOG_RATIOS, j - from, add(splat(at(c, LOG_N)), v));
  setPair(BON_MASSES, j - from, mul(pair(s.refMass, j), t));
}

/** The pair at j, whatever its steps, the first block's infinite one included. */
function evaluateDirectly(s: Support, c: Coefficients, from: u32, j: u32): void {
  const h = splat(at(c, N_MINUS_1));
  const delta = lesser(pair(s.logStep, j), splat(FIRST_STEP));
  const hl = mul(h, pair(s.logCdf, j));
  const m = ratioMinus1(h, delta);
  const power = expPair(hl);
  const t = add(power, mul(power, m));
  setPair(RATIOS, j - from, t);
  setPair(LOG_RATIOS, j - from, add(hl, log1pPair(m)));
  setPair(BON_MASSES, j - from, mul(pair(s.refMass, j), t));
}

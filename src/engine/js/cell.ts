// Twin of assembly/cell.ts: one cell of neighbouring blocks at one n; for each block its best-of-n mass Pi, the ratio
// t = Pi / P and u = log t. With a = n delta and mid = (log F_{j-1} + log F_j)/2,
// t = n e^((n-1) mid) (sinh(a/2)/(a/2)) / (sinh(delta/2)/(delta/2)), so log(t/n) is (n-1) mid plus a series in a^2.

import { EXCESS, LOG_N, LOG_RATIO, N, SERIES_MOST, SERIES_TERMS } from '../plan';
import { exp, log1p } from './math';
import { CELL, type JsSupport } from './support';
import { FIRST_STEP, ratioExcess } from './terms';

/** Results for the blocks of the cell, counted from its first. */
export const MASSES = /* @__PURE__ */ new Float64Array(CELL);
export const RATIOS = /* @__PURE__ */ new Float64Array(CELL);
export const LOGS = /* @__PURE__ */ new Float64Array(CELL);

export const SMALL_STEP = 0.25;
const TINY_STEP = 0.0625;
const MEDIUM_STEP = 0.75;
const MEDIUM_TERMS = 10;
const NARROW_CELL = 0.25;
const VERY_NARROW_CELL = 0.03125;

/** First and last + 1 block of a cell, the last rounded up to a whole pair. */
export function cellStart(c: number): number {
  return c * CELL;
}
export function cellEnd(s: JsSupport, c: number): number {
  return (Math.min(c * CELL + CELL, s.blocks) + 1) & ~1;
}

/** Whether every block of the cell takes the series in a^2. */
export function isSmallStep(s: JsSupport, plan: Float64Array, c: number): boolean {
  return plan[N] * s.cellStep[c] <= SMALL_STEP;
}

const LOG_OF_ZERO = -746;

/** The first cell that holds any best-of-n mass: L rises from cell to cell. */
export function firstCell(s: JsSupport, plan: Float64Array): number {
  let low = 0;
  let high = s.cells - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (plan[N] * s.logCdf[middle * CELL + CELL - 1] < LOG_OF_ZERO) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Fills MASSES, RATIOS and LOGS. */
export function evaluateCell(s: JsSupport, plan: Float64Array, c: number): void {
  const from = cellStart(c);
  const to = cellEnd(s, c);
  const width = plan[EXCESS] * (s.logMid[to - 1] - s.logMid[from]);
  if (!isSmallStep(s, plan, c)) evaluateWide(s, plan, from, to);
  else if (plan[N] * s.cellStep[c] <= TINY_STEP && width <= NARROW_CELL) evaluateNarrow(s, plan, from, to, width);
  else evaluateSmall(s, plan, from, to);
}

/** One exp for the cell, a short Taylor sum for each block. */
function evaluateNarrow(s: JsSupport, plan: Float64Array, from: number, to: number, width: number): void {
  const { step, logMid, mass } = s;
  const n = plan[N];
  const h = plan[EXCESS];
  const c1 = plan[LOG_RATIO + 1];
  const c2 = plan[LOG_RATIO + 2];
  const c3 = plan[LOG_RATIO + 3];
  const veryNarrow = width <= VERY_NARROW_CELL;
  const middle = 0.5 * (logMid[from] + logMid[to - 1]);
  const logScale = plan[LOG_N] + h * middle;
  const scale = n * exp(h * middle);
  for (let j = from; j < to; j++) {
    const a = n * step[j];
    const b = a * a;
    const series = (c3 * b + c2) * b + c1;
    const d = h * (logMid[j] - middle) + b * series;
    const d2 = d * d;
    let even = 1 / 720;
    let odd = 1 / 120;
    if (!veryNarrow) {
      even = ((1 / 3628800) * d2 + 1 / 40320) * d2 + even;
      odd = ((1 / 362880) * d2 + 1 / 5040) * d2 + odd;
    }
    even = (even * d2 + 1 / 24) * d2 + 0.5;
    odd = odd * d2 + 1 / 6;
    const e = 1 + (d + d2 * (even + d * odd));
    const t = scale * e;
    RATIOS[j - from] = t;
    LOGS[j - from] = logScale + d;
    MASSES[j - from] = mass[j] * t;
  }
}

/** Small steps over any width: one exp for each block. */
function evaluateSmall(s: JsSupport, plan: Float64Array, from: number, to: number): void {
  const { step, logMid, mass } = s;
  const n = plan[N];
  for (let j = from; j < to; j++) {
    const a = n * step[j];
    const b = a * a;
    let series = plan[LOG_RATIO + 5] * b + plan[LOG_RATIO + 4];
    series = series * b + plan[LOG_RATIO + 3];
    series = series * b + plan[LOG_RATIO + 2];
    series = series * b + plan[LOG_RATIO + 1];
    const v = plan[EXCESS] * logMid[j] + b * series;
    const t = n * exp(v);
    RATIOS[j - from] = t;
    LOGS[j - from] = plan[LOG_N] + v;
    MASSES[j - from] = mass[j] * t;
  }
}

/** Any steps, pair by pair: the same with more terms, or the direct forms. */
function evaluateWide(s: JsSupport, plan: Float64Array, from: number, to: number): void {
  for (let j = from; j < to; j += 2) {
    const step = plan[N] * Math.max(s.step[j], s.step[j + 1]);
    for (let i = j; i < j + 2; i++) {
      if (step <= SERIES_MOST) evaluateSeries(s, plan, from, i, step <= MEDIUM_STEP ? MEDIUM_TERMS : SERIES_TERMS);
      else evaluateDirectly(s, plan, from, i);
    }
  }
}

/** Steps for which an even number of terms is enough. */
function evaluateSeries(s: JsSupport, plan: Float64Array, from: number, j: number, terms: number): void {
  const a = plan[N] * s.step[j];
  const b = a * a;
  // two halves, as in the kernel
  const c = b * b;
  let even = plan[LOG_RATIO + terms];
  let odd = plan[LOG_RATIO + terms - 1];
  for (let k = terms - 2; k > 1; k -= 2) {
    even = even * c + plan[LOG_RATIO + k];
    odd = odd * c + plan[LOG_RATIO + k - 1];
  }
  const v = plan[EXCESS] * s.logMid[j] + (b * odd + c * even);
  const t = plan[N] * exp(v);
  RATIOS[j - from] = t;
  LOGS[j - from] = plan[LOG_N] + v;
  MASSES[j - from] = s.mass[j] * t;
}

/** Any step, the first block's included. */
function evaluateDirectly(s: JsSupport, plan: Float64Array, from: number, j: number): void {
  const h = plan[EXCESS];
  const delta = Math.min(s.step[j], FIRST_STEP);
  const hl = h * s.logCdf[j];
  const m = ratioExcess(h, delta);
  const power = exp(hl);
  const t = power + power * m;
  RATIOS[j - from] = t;
  LOGS[j - from] = hl + log1p(m);
  MASSES[j - from] = s.mass[j] * t;
}

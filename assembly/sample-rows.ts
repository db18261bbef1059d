// Rows of samples, all of one length, in one call: estimates of every row at every n, two rows at a time, one in each lane.
//
// The weights of a length are made once, in the library. Rows are sorted by a network, which keeps tied draws in the order of the row, so that
// sums have the same order in both engines. A row with values that are not plain (see choices.ts) is left to the library.

import { Coefficients } from "./arrays";
import { countTies, isPlain, meanOfBest, meanOfLowest, shareWeights, SMALL_DRAW, winRateOf } from "./choices";
import { klEstimateAt, stepOf } from "./estimator";
import { above, add, any, at, atLeast, both, choose, Doubles, entry, first, indexAt, Indices, lesser, Mask, neg, rowAt, Rows, rowsAt, same, second, setAt, setIndexAt, setRowAt, setRowsAt, splat } from "./lanes";
import { BEST_VALUE, COEFFICIENT_COUNT, EXPECTED_BEST, EXPECTED_WORST, KL_BOUND, KL_OF_BEST, N, SAMPLE_ROWS_WORDS, WIN_RATE_OF_BEST, WORK_ROWS, WORST_VALUE } from "./layout";
import { expm1Pair, expPair } from "./math";
import { sortPairs, sortWith } from "./network";

/** The description of the rows, SAMPLE_ROWS_WORDS words of 32 bits in this order, which src/engine/wasm/sample-rows.ts writes. */
@unmanaged
export class SampleRows {
  rows!: u32;
  /** The length m of every row, at most MAX_NETWORK_LENGTH. */
  length!: u32;
  /** How many n there are, each of them, u32[ns], and its coefficients, packed. Of an n above m nothing but its place is used. */
  ns!: u32;
  n!: Indices;
  coefficients!: Coefficients;
  /** For each n the weights of n and of n + 1, all of the first level: f64[ns][4][m], the high parts and the low ones of either. */
  weights!: Doubles;
  /** What to estimate: pairs of an estimate and its column, u32[wantedCount][2]. */
  wanted!: Indices;
  wantedCount!: u32;
  /** Whether an estimate is of values at the draw with the highest reward. */
  ordered!: u32;
  /** f64[columns][rows][m]: first the rewards, then what the estimates name. */
  columns!: Doubles;
  /** Room for the weights in both lanes, v128[ns][4][m]; for the win rate of a row without ties, f64[ns]; and v128[WORK_ROWS + wantedCount][m]. */
  table!: Rows;
  untied!: Doubles;
  work!: Rows;
  /** f64[wantedCount][rows][ns]; NaN where a row has no estimate. */
  out!: Doubles;
  /** u32[rows]: whether the row is left to the library. */
  left!: Indices;
}

// The rows of `work`; from WORK_ROWS on, the values of each estimate in the order that it needs.
const DRAWS: u32 = 0;
/** The index of each draw, right after the draws, where the network moves it along. */
const ORDER: u32 = 1;
const COUNTS: u32 = 2;
const SHARED_HIGH: u32 = 3;
const SHARED_LOW: u32 = 4;
const COMPLEMENTS: u32 = 5;
const STEPS: u32 = 6;
const ESTIMATES: u32 = 7;

/** The bytes from the first row to the second one of a pair. */
const LANE: usize = 8;

// ... of the table, for each n
const HIGH: u32 = 0;
const LOW: u32 = 1;
const HIGH_OF_NEXT: u32 = 2;
const LOW_OF_NEXT: u32 = 3;

// @ts-ignore: decorator
@inline function work(b: SampleRows, row: u32): Rows { return b.work + (<usize>(row * b.length) << 4); }
// @ts-ignore: decorator
@inline function weightsOf(b: SampleRows, k: u32, part: u32): Rows { return b.table + (<usize>((4 * k + part) * b.length) << 4); }

/** Evaluates every row at every n. */
export function evaluate(b: SampleRows): void {
  const m = b.length;
  const count = b.ns * 4 * m;
  for (let i: u32 = 0; i < count; i++) setRowsAt(b.table, i, splat(at(b.weights, i)));
  const counts = work(b, COUNTS);
  for (let j: u32 = 0; j < m; j++) setRowsAt(counts, j, splat(2.0));
  for (let k: u32 = 0; k < b.ns; k++) setAt(b.untied, k, indexAt(b.n, k) < m ? first(winRateAt(b, k)) : NaN);
  for (let row: u32 = 0; row < b.rows; row += 2) evaluatePair(b, row, min(row + 1, b.rows - 1));
}

function winRateAt(b: SampleRows, k: u32): v128 {
  const n = indexAt(b.n, k);
  return winRateOf(weightsOf(b, k, HIGH_OF_NEXT), weightsOf(b, k, LOW_OF_NEXT), work(b, COUNTS), n, b.length, n);
}

function evaluatePair(b: SampleRows, one: u32, other: u32): void {
  const m = b.length;
  const draws = work(b, DRAWS);
  load(b, 0, one, other, draws);
  if (b.ordered) for (let j: u32 = 0; j < m; j++) setRowsAt(work(b, ORDER), j, splat(j));
  if (b.ordered) sortWith(draws, m, <usize>m << 4);
  else sortPairs(draws, m, 0);
  const isTied = any(countTies(draws, m, work(b, COUNTS)));
  let plain = isPlain(draws, m);
  for (let e: u32 = 0; e < b.wantedCount; e++) plain = both(plain, loadValues(b, e, one, other));

  for (let k: u32 = 0; k < b.ns; k++) {
    const n = indexAt(b.n, k);
    let high = weightsOf(b, k, HIGH);
    let low = weightsOf(b, k, LOW);
    let from = n - 1;
    if (isTied && b.ordered && n <= m) {
      const own = shareWeights(high, low, draws, m, n, work(b, SHARED_HIGH), work(b, SHARED_LOW));
      const others = shareWeights(high, low, draws + LANE, m, n, work(b, SHARED_HIGH) + LANE, work(b, SHARED_LOW) + LANE);
      clearBelow(b, own, 0);
      clearBelow(b, others, LANE);
      high = work(b, SHARED_HIGH);
      low = work(b, SHARED_LOW);
      from = min(own, others);
    }
    for (let e: u32 = 0; e < b.wantedCount; e++) {
      const kind = indexAt(b.wanted, 2 * e);
      let x = splat(NaN);
      if (kind == WIN_RATE_OF_BEST) x = isTied && n < m ? winRateAt(b, k) : splat(at(b.untied, k));
      else if (n > m) x = splat(NaN);
      else if (kind == EXPECTED_BEST) x = meanOfBest(weightsOf(b, k, HIGH), weightsOf(b, k, LOW), draws, n - 1, m);
      else if (kind == EXPECTED_WORST) x = meanOfLowest(weightsOf(b, k, HIGH), weightsOf(b, k, LOW), draws, m, n);
      else if (kind == WORST_VALUE) x = meanOfLowest(weightsOf(b, k, HIGH), weightsOf(b, k, LOW), work(b, WORK_ROWS + e), m, n);
      else if (kind == BEST_VALUE) x = meanOfBest(high, low, work(b, WORK_ROWS + e), from, m);
      else if (n == 1) x = splat(0.0);
      else {
        plain = both(plain, estimateKl(b, k, e, from));
        x = meanOfBest(high, low, work(b, ESTIMATES), from, m);
      }
      const out = e * b.rows * b.ns + k;
      setAt(b.out, out + one * b.ns, first(x));
      setAt(b.out, out + other * b.ns, one == other ? first(x) : second(x));
    }
  }
  setIndexAt(b.left, one, i64x2.extract_lane(plain, 0) ? 0 : 1);
  if (other != one) setIndexAt(b.left, other, i64x2.extract_lane(plain, 1) ? 0 : 1);
}

/** Puts a column of two rows side by side; -0, which the network would lose, becomes 0. */
function load(b: SampleRows, column: u32, one: u32, other: u32, out: Rows): void {
  const a = columnOf(b, column, one);
  const c = columnOf(b, column, other);
  for (let j: u32 = 0; j < b.length; j++) setRowsAt(out, j, add(f64x2(at(a, j), at(c, j)), splat(0.0)));
}

// @ts-ignore: decorator
@inline function columnOf(b: SampleRows, column: u32, row: u32): Doubles {
  return b.columns + (<usize>((column * b.rows + row) * b.length) << 3);
}

/** Puts the values that an estimate is of into its own row, in the order that it needs; returns which lanes are plain. */
function loadValues(b: SampleRows, e: u32, one: u32, other: u32): Mask {
  const m = b.length;
  const kind = indexAt(b.wanted, 2 * e);
  const column = indexAt(b.wanted, 2 * e + 1);
  const values = work(b, WORK_ROWS + e);
  if (kind == WORST_VALUE) {
    load(b, column, one, other, values);
    sortPairs(values, m, 0);
    return isPlain(values, m);
  }
  if (kind == BEST_VALUE || kind == KL_OF_BEST) {
    const order = work(b, ORDER);
    const a = columnOf(b, column, one);
    const c = columnOf(b, column, other);
    for (let j: u32 = 0; j < m; j++) setRowsAt(values, j, f64x2(at(a, <u32>rowAt(order, j)), at(c, <u32>rowAt(order + LANE, j))));
    if (kind == BEST_VALUE) return isPlain(values, m);
    for (let j: u32 = 0; j < m; j++) {
      const logProb = rowsAt(values, j);
      const prob = expPair(logProb);
      // it is needed where a probability is above 1/2
      const complement = any(above(prob, 0.5)) ? neg(expm1Pair(logProb)) : splat(0.0);
      setRowsAt(values, j, prob);
      setRowsAt(work(b, COMPLEMENTS), j, complement);
      setRowsAt(work(b, STEPS), j, stepOf(prob, complement));
    }
  }
  return same(splat(0.0), splat(0.0));
}

/** Up to this n lambda, which is 2^-18, the estimator's series is its constant term klBound(n), to the bit: its next power is the third, and less
 *  than 2^-58 of it. */
const MAX_UNSEEN_STEP: f64 = 3.814697265625e-6;

/** Writes the estimator at each draw from `from` on, from the probabilities in the row of estimate e and their steps; returns which lanes are
 *  plain. No estimate is too large to be. */
function estimateKl(b: SampleRows, k: u32, e: u32, from: u32): Mask {
  const c = b.coefficients + (<usize>(k * COEFFICIENT_COUNT) << 3);
  const estimates = work(b, ESTIMATES);
  const seen = MAX_UNSEEN_STEP / at(c, N);
  let least = splat(1.0);
  for (let j = from; j < b.length; j++) {
    const step = rowsAt(work(b, STEPS), j);
    let x = entry(c, KL_BOUND);
    if (any(above(step, seen))) x = klEstimateAt(c, rowsAt(work(b, WORK_ROWS + e), j), rowsAt(work(b, COMPLEMENTS), j), step);
    least = lesser(least, choose(above(x, 0.0), x, splat(1.0)));
    setRowsAt(estimates, j, x);
  }
  return atLeast(least, SMALL_DRAW);
}

/** Takes the shared weights of one lane away below its first draw that has any: the other lane's may begin lower. */
function clearBelow(b: SampleRows, first: u32, lane: usize): void {
  for (let j: u32 = 0; j < first; j++) {
    setRowAt(work(b, SHARED_HIGH) + lane, j, 0);
    setRowAt(work(b, SHARED_LOW) + lane, j, 0);
  }
}

// The record of the rows is written word by word: the wrapper's count of its words must be the class's.
if (offsetof<SampleRows>() != SAMPLE_ROWS_WORDS * 4) ERROR("SAMPLE_ROWS_WORDS is not the number of fields of SampleRows");

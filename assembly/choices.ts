// Means over all choices of n of m draws, for two rows of m draws at once, one in each lane, from their draws by rising reward and the
// weights of src/numerics/binomial-weights.ts: the i-th lowest of m draws is the highest of n with the weight `w_i = C(i-1, n-1) / C(m, n)`,
// a pair of doubles. A sum of products is kept as a pair of doubles and rounded once.

import { above, abs, add, any, atLeast, atMost, both, choose, div, either, greater, lesser, Mask, mul, neg, Row, rowAt, Rows, rowsAt, same, setRowAt, setRowsAt, splat, sub } from "./lanes";
import { quotientLow, twoProductErrorPair, twoSumError, twoSumErrorPair } from "./sum";

/** Products of a weight of at least 2^-600 with values in this range (2^-400 to 2^900), or with 0, neither overflow nor lose digits. */
export const SMALL_DRAW: f64 = 3.8725919148493183e-121;
export const LARGE_DRAW: f64 = 8.452712498170644e270;

/** Whether all draws are 0 or of a size between SMALL_DRAW and LARGE_DRAW. */
export function isPlain(draws: Rows, m: u32): Mask {
  let largest = splat(0.0);
  let smallest = splat(1.0);
  for (let j: u32 = 0; j < m; j++) {
    const size = abs(rowsAt(draws, j));
    largest = greater(largest, size);
    smallest = lesser(smallest, choose(above(size, 0.0), size, splat(1.0)));
  }
  return both(atMost(largest, LARGE_DRAW), atLeast(smallest, SMALL_DRAW));
}

/** The last sum of products of each row: the sum, and the sum of what the roundings left. */
const PRODUCTS = memory.data(<i32>(2 * 16), 16);

/** Sums `(high + low) x` over the draws from `from` to `to` - 1. With `mirror` > 0, draw k has the weight at `mirror` - k. */
function sumProducts(high: Rows, low: Rows, draws: Rows, from: u32, to: u32, mirror: u32): void {
  let sum = splat(0.0);
  let rest = splat(0.0);
  for (let k = from; k < to; k++) {
    const i = mirror > 0 ? mirror - k : k;
    const w = rowsAt(high, i);
    const x = rowsAt(draws, k);
    const product = mul(w, x);
    const t = add(sum, product);
    rest = add(rest, twoSumErrorPair(sum, product, t));
    rest = add(rest, add(twoProductErrorPair(w, x, product), mul(rowsAt(low, i), x)));
    sum = t;
  }
  setRowsAt(PRODUCTS, 0, sum);
  setRowsAt(PRODUCTS, 1, rest);
}

/** The mean of a value at the highest of n, from the weights of the draws; those below `from` have none. */
export function meanOfBest(high: Rows, low: Rows, values: Rows, from: u32, m: u32): v128 {
  sumProducts(high, low, values, from, m, 0);
  return add(rowsAt(PRODUCTS, 0), rowsAt(PRODUCTS, 1));
}

/** The mean of the lowest of n, from values by rising size: the i-th highest has the weight of the i-th lowest. */
export function meanOfLowest(high: Rows, low: Rows, sorted: Rows, m: u32, n: u32): v128 {
  sumProducts(high, low, sorted, 0, m - n + 1, m - 1);
  return add(rowsAt(PRODUCTS, 0), rowsAt(PRODUCTS, 1));
}

/**
 * Writes how often each draw's weight counts in the chance not to win (see `winRateOf`): the number b of draws that are tied with it, at the first
 * and again at the last of them. Returns whether there are ties.
 */
export function countTies(draws: Rows, m: u32, counts: Rows): Mask {
  let run = splat(1.0);
  let ties = above(run, 1.0);
  // at first, which of the tied draws each one is
  setRowsAt(counts, 0, run);
  for (let j: u32 = 1; j < m; j++) {
    const tied = same(rowsAt(draws, j), rowsAt(draws, j - 1));
    ties = either(ties, tied);
    run = add(choose(tied, run, splat(0.0)), splat(1.0));
    setRowsAt(counts, j, run);
  }
  if (!any(ties)) {
    for (let j: u32 = 0; j < m; j++) setRowsAt(counts, j, splat(2.0));
    return ties;
  }
  // then from the last down, where `run` becomes b and stays so as far as the first
  let isTied = above(rowsAt(counts, 0), 1.0);
  for (let j = m; j > 0; j--) {
    const own = rowsAt(counts, j - 1);
    run = choose(isTied, run, own);
    const last = choose(isTied, splat(0.0), run);
    setRowsAt(counts, j - 1, add(last, choose(atMost(own, 1.0), run, splat(0.0))));
    isTied = above(own, 1.0);
  }
  return ties;
}

/**
 * The chance that the best of n beats one more draw, a tie counting one half: `1 - (N + E) / (2 (n+1))`, where N is the chance that the
 * highest of n + 1 is held by one draw alone and E the mean number of draws that hold it; src/samples.ts derives it. The weights are those
 * of n + 1; those below `from` are nothing beside 1.
 */
export function winRateOf(high: Rows, low: Rows, counts: Rows, from: u32, m: u32, n: u32): v128 {
  sumProducts(high, low, counts, from, m, 0);
  const sum = rowsAt(PRODUCTS, 0);
  const rest = rowsAt(PRODUCTS, 1);
  const whole = add(sum, rest);
  const opponents = splat(2.0 * (<f64>n + 1.0));
  const quotient = div(whole, opponents);
  const product = mul(quotient, opponents);
  const left = add(sub(sub(whole, product), twoProductErrorPair(quotient, opponents, product)), twoSumErrorPair(sum, rest, whole));
  const correction = div(left, opponents);
  const lost = add(quotient, correction);
  const rate = sub(splat(1.0), lost);
  return add(rate, sub(twoSumErrorPair(splat(1.0), neg(lost), rate), twoSumErrorPair(quotient, correction, lost)));
}

/** Gives each of the draws from `from` to `to` - 1 of one row, which are tied, an equal share of their weights. */
export function shareAmong(high: Row, low: Row, from: u32, to: u32, sharedHigh: Row, sharedLow: Row): void {
  if (to == from + 1) {
    setRowAt(sharedHigh, from, rowAt(high, from));
    setRowAt(sharedLow, from, rowAt(low, from));
    return;
  }
  let sum: f64 = 0;
  let sumLeft: f64 = 0;
  let rest: f64 = 0;
  let restLeft: f64 = 0;
  for (let i = to; i > from; i--) {
    const h = rowAt(high, i - 1);
    const t = sum + h;
    sumLeft += twoSumError(sum, h, t);
    sum = t;
    const l = rowAt(low, i - 1);
    const u = rest + l;
    restLeft += twoSumError(rest, l, u);
    rest = u;
  }
  const t = sum + rest;
  const left = twoSumError(sum, rest, t) + (sumLeft + restLeft);
  const whole = t + left;
  const tied: f64 = to - from;
  const quotient = whole / tied;
  const correction = quotientLow(whole, twoSumError(t, left, whole), tied, 0, quotient);
  const share = quotient + correction;
  const shareLeft = twoSumError(quotient, correction, share);
  for (let i = from; i < to; i++) {
    setRowAt(sharedHigh, i, share);
    setRowAt(sharedLow, i, shareLeft);
  }
}

/** Where the draws end that are tied with the one at `from`, by rising reward. */
export function endOfTies(draws: Row, from: u32, m: u32): u32 {
  let to = from + 1;
  while (to < m && rowAt(draws, to) == rowAt(draws, from)) to++;
  return to;
}

/** Writes the weights of one row's draws with those of tied draws shared among them; returns the first draw that has any. */
export function shareWeights(high: Row, low: Row, draws: Row, m: u32, n: u32, sharedHigh: Row, sharedLow: Row): u32 {
  let first = m;
  let to: u32 = 0;
  for (let from: u32 = 0; from < m; from = to) {
    to = endOfTies(draws, from, m);
    // fewer than n draws up to here cannot hold the highest of n
    if (to < n) continue;
    if (first == m) first = from;
    shareAmong(high, low, from, to, sharedHigh, sharedLow);
  }
  return first;
}

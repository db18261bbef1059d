// The steps delta = log(F_j / F_{j-1}) of the blocks, from raw masses and their running sums, and what the rounding of the largest of them leaves.

import { Support } from "./arrays";
import { above, add, all, any, at, atMost, choose, div, Doubles, first, greater, mul, neg, pair, setAt, setPair, splat } from "./lanes";
import { atanhTail, LN2_HI, LN2_LO, log1pPair, logPair, MAX_ATANH } from "./math";
import { twoProductError, twoSumError } from "./sum";

/** The smallest double: a block of any mass has a step, also where its probability is no larger. */
const LEAST_STEP: f64 = 5e-324;

/** Computes the steps, of which the first is infinite and left to the caller; `cdf` holds the running sums from entry 1 on. */
export function measureSteps(s: Support, cdf: Doubles): void {
  for (let j: u32 = 0; j < s.blocks; j += 2) setPair(s.logStep, j, stepOf(pair(s.refMass, j), pair(cdf, j), pair(cdf, j + 1)));
}

/** delta = -log(1 - P/F) = log(F_j/F_{j-1}) = 2 atanh(s), s = P/(F_{j-1} + F_j), from raw sums; where s is above MAX_ATANH, by `largeStep`. */
// @ts-ignore: decorator
@inline function stepOf(mass: v128, below: v128, upTo: v128): v128 {
  const twice = div(add(mass, mass), add(below, upTo));
  const s = mul(twice, splat(0.5));
  const near = atMost(s, MAX_ATANH);
  const d = greater(add(twice, mul(twice, atanhTail(mul(s, s)))), splat(LEAST_STEP));
  if (all(near)) return d;
  return choose(near, d, largeStep(div(mass, upTo), below, upTo));
}

/** delta by `-log1p(-P/F)` or, where P/F is above one half and 1 - P/F would lose digits, by `-log(F_{j-1}/F_j)`. */
function largeStep(ratio: v128, below: v128, upTo: v128): v128 {
  const most = above(ratio, 0.5);
  const d = neg(log1pPair(neg(choose(most, splat(0.0), ratio))));
  return any(most) ? choose(most, neg(logPair(choose(most, div(below, upTo), splat(1.0)))), d) : d;
}

/** A step counts in L with its own rounding error only if it is at least this part of the steps above: the errors of smaller ones are many, and
 *  cancel. */
const LARGE_PART: f64 = 0.0625;

/** Turns `low`, which is what the rounding of the running sums left, into what the rounding of the steps left. F^n = e^(n L) has n times
 *  the error of L, and without this the step of a single large block could leave L with an error of several units in the last place. */
export function keepStepErrors(s: Support, cdf: Doubles, low: Doubles): void {
  let sum: f64 = 0;
  for (let j = s.blocks - 1; j > 0; j--) {
    const d = at(s.logStep, j);
    const error = d >= LARGE_PART * sum ? stepError(at(s.refMass, j), at(cdf, j), at(cdf, j + 1), at(low, j), at(low, j + 1), d) : 0.0;
    setAt(low, j + 1, error);
    sum += d;
  }
  setAt(low, 1, 0);
}

/** What the step is short of, from the sums as pairs of doubles: `k ln 2 + 2 atanh(s) - delta`, `s = (F_j - 2^k F_{j-1})/(F_j + 2^k F_{j-1})`. */
function stepError(mass: f64, below: f64, upTo: f64, belowLow: f64, upToLow: f64, step: f64): f64 {
  let doublings: f64 = 0;
  let base = below;
  let baseLow = belowLow;
  // up to a ratio of sqrt 2, s is at most MAX_ATANH
  for (; upTo > Math.SQRT2 * base; doublings += 1.0) {
    base *= 2.0;
    baseLow *= 2.0;
  }
  // where there is something to double, F_j is within a factor of 2 of the result, and the difference exact
  const difference = doublings > 0 ? upTo - base : mass;
  const differenceLow = doublings > 0 ? upToLow - baseLow : 0.0;
  const sum = base + upTo;
  const sumLow = twoSumError(base, upTo, sum) + (baseLow + upToLow);
  const twice = (2.0 * difference) / sum;
  const product = twice * sum;
  const rest = 2.0 * difference - product - twoProductError(twice, sum, product) + (2.0 * differenceLow - twice * sumLow);
  const tail = twice * first(atanhTail(splat(0.25 * twice * twice)));
  const high = doublings * LN2_HI;
  const near = high - step;
  const error = near + twice;
  return error + (twoSumError(high, -step, near) + twoSumError(near, twice, error) + (tail + (rest / sum + doublings * LN2_LO)));
}

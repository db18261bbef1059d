// Sums over outcomes: the entropy of best-of-n, how many outcomes n draws are expected to hold, and how far the paper's estimator varies.

import { Coefficients, Support } from "./arrays";
import { stepOf } from "./estimator";
import { outcomeMass } from "./estimates";
import { klGapOf } from "./gaps";
import { above, add, all, at, atMost, choose, div, entry, first, inFirstLane, lesser, mul, neg, pair, splat, sub } from "./lanes";
import { CELL, DISTINCT_OUTCOMES, ENTROPY_OF_OTHERS, ESTIMATE_VARIANCE, N, OTHER_OUTCOMES } from "./layout";
import { expm1Pair, logPair } from "./math";
import { FIRST_STEP } from "./ratio";
import { SUMS } from "./results";
import { accumulate, clear, SUM_SIZE, Sums, total } from "./sum";

/** Adds `-sum pi log pi` and `sum pi` over the outcomes with pi(y) <= 1/2, and `sum (1 - (1 - p)^n)` over all, from the masses in `s.bonMass`. */
export function addOutcomes(s: Support, c: Coefficients): void {
  for (let from: u32 = 0; from < s.count; from += CELL) {
    const to = min(from + CELL, s.count);
    let entropy = splat(0.0);
    let others = splat(0.0);
    let distinct = splat(0.0);
    for (let k = from; k < to; k += 2) {
      const p = pair(s.outcomeProb, k);
      const mass = outcomeMass(s, k, p);
      const part = choose(atMost(mass, 0.5), mass, splat(0.0));
      others = add(others, part);
      entropy = sub(entropy, mul(part, logPair(choose(above(part, 0.0), part, splat(1.0)))));
      // NaN in the lane beyond an odd number of outcomes where n is infinite
      const a = mul(entry(c, N), stepOf(p, splat(s.largestComplement)));
      distinct = add(distinct, choose(above(a, 0.0), neg(expm1Pair(neg(a))), splat(0.0)));
    }
    accumulate(SUMS, ENTROPY_OF_OTHERS, entropy);
    accumulate(SUMS, OTHER_OUTCOMES, others);
    accumulate(SUMS, DISTINCT_OUTCOMES, distinct);
  }
}

/** Beyond this n lambda, lambda = -log(1 - epsilon), the chance e^-64 that an outcome is not drawn leaves nothing of the estimator but -log(epsilon). */
const SURELY_DRAWN: f64 = 64.0;
/** Where the square of the first moment is less than this part of the second, their difference keeps its digits. */
const SMALL_PART: f64 = 0.25;

/** The first two moments of the gap under the policy. */
const MOMENTS: Sums = memory.data(<i32>(2 * SUM_SIZE * 8), 16);

/** Adds the variance of the paper's estimator `d_n = klBound - h`, which is that of its gap h, from the masses in `s.bonMass`. The gap counts from that of the
 *  most likely outcome, so that equal probabilities give exactly 0, and then from its mean, where that is far off. */
export function addDeviation(s: Support, c: Coefficients): void {
  let origin: f64 = 0;
  let largest: f64 = 0;
  for (let k: u32 = 0; k < s.count; k++) {
    const mass = first(outcomeMass(s, k, entry(s.outcomeProb, k)));
    if (mass > largest) {
      largest = mass;
      origin = at(s.outcomeProb, k);
    }
  }
  let mean: f64 = 0;
  let variance: f64 = 0;
  for (let turn: u32 = 0; turn < 2; turn++) {
    addMoments(s, c, splat(origin), splat(mean));
    mean = total(MOMENTS, 0);
    const square = mean * mean;
    const second = total(MOMENTS, 1);
    variance = second - square;
    if (square <= SMALL_PART * second) break;
  }
  accumulate(SUMS, ESTIMATE_VARIANCE, inFirstLane(max(variance, 0.0)));
}

/** Sums `pi y` and `pi y^2`, y being the gap above that of an outcome of probability `origin`, less `mean`. */
function addMoments(s: Support, c: Coefficients, origin: v128, mean: v128): void {
  clear(MOMENTS, 0);
  clear(MOMENTS, 1);
  const complement = splat(s.largestComplement);
  const n = entry(c, N);
  const originStep = stepOf(origin, complement);
  const originGap = gapOf(c, originStep);
  const limit = splat(first(mul(n, originStep)) > SURELY_DRAWN ? SURELY_DRAWN : Infinity);
  for (let from: u32 = 0; from < s.count; from += CELL) {
    const to = min(from + CELL, s.count);
    let one = splat(0.0);
    let two = splat(0.0);
    for (let k = from; k < to; k += 2) {
      const p = pair(s.outcomeProb, k);
      // the lane beyond an odd number of outcomes
      const epsilon = choose(above(p, 0.0), p, origin);
      const step = stepOf(epsilon, complement);
      const y = sub(gapAbove(c, div(epsilon, origin), step, originGap, first(limit)), mean);
      const moment = mul(outcomeMass(s, k, p), y);
      one = add(one, moment);
      two = add(two, mul(moment, y));
    }
    accumulate(MOMENTS, 0, one);
    accumulate(MOMENTS, 1, two);
  }
}

/** The gap of an outcome of this step above that of another, of which it has `ratio` times the probability. Where both are surely drawn it is `log(ratio)`. */
function gapAbove(c: Coefficients, ratio: v128, step: v128, originGap: v128, limit: f64): v128 {
  const drawn = above(mul(entry(c, N), step), limit);
  const apart = logPair(choose(drawn, ratio, splat(1.0)));
  if (all(drawn)) return apart;
  return choose(drawn, apart, sub(gapOf(c, step), originGap));
}

/** `klBound - d_n` of an outcome, from its step. */
function gapOf(c: Coefficients, step: v128): v128 {
  return mul(neg(expm1Pair(neg(mul(entry(c, N), step)))), klGapOf(c, lesser(step, splat(FIRST_STEP))));
}

// Sums over outcomes: the entropy of best-of-n, how many outcomes n draws are expected to hold, and how far the paper's estimator varies.

import { Coefficients, Support } from "./arrays";
import { stepOf } from "./estimator";
import { outcomeMass } from "./estimates";
import { klGapOf } from "./gaps";
import { above, add, all, any, at, atMost, choose, div, entry, first, horner, inFirstLane, keep, lesser, mul, neg, pair, splat, sub } from "./lanes";
import { CELL, DISTINCT_OUTCOMES, ENTROPY_OF_OTHERS, ESTIMATE_DEVIATION, KL_GAP_SERIES, N, OTHER_OUTCOMES } from "./layout";
import { expm1Pair, logPair } from "./math";
import { FIRST_STEP, MAX_SMALL_STEP } from "./ratio";
import { SUMS } from "./results";
import { accumulate, clear, SUM_SIZE, Sums, total } from "./sum";

/** `outcomeMass`, not inlined: these loops are seldom waited for. */
function massOf(s: Support, k: u32, p: v128): v128 { return outcomeMass(s, k, p); }

/** Adds `-sum pi log pi` and `sum pi` over the outcomes with pi(y) <= 1/2, and `sum (1 - (1 - p)^n)` over all, from the masses in `s.bonMass`. */
export function addOutcomes(s: Support, c: Coefficients): void {
  for (let from: u32 = 0; from < s.count; from += CELL) {
    const to = min(from + CELL, s.count);
    let entropy = splat(0.0);
    let others = splat(0.0);
    let distinct = splat(0.0);
    for (let k = from; k < to; k += 2) {
      const p = pair(s.outcomeProb, k);
      const mass = massOf(s, k, p);
      const part = keep(atMost(mass, 0.5), mass);
      others = add(others, part);
      entropy = sub(entropy, mul(part, logPair(choose(above(part, 0.0), part, splat(1.0)))));
      // NaN in the lane beyond an odd number of outcomes where n is infinite
      const a = mul(entry(c, N), stepOf(p, splat(s.largestComplement)));
      distinct = add(distinct, keep(above(a, 0.0), neg(expm1Pair(neg(a)))));
    }
    accumulate(SUMS, ENTROPY_OF_OTHERS, entropy);
    accumulate(SUMS, OTHER_OUTCOMES, others);
    accumulate(SUMS, DISTINCT_OUTCOMES, distinct);
  }
}

/** Beyond this n lambda, lambda = -log(1 - epsilon), the chance e^-64 that an outcome is not drawn leaves nothing of the estimator but -log(epsilon). */
const SURELY_DRAWN: f64 = 64.0;
/** Where the square of the first moment is less than this part of the second, their difference loses four bits at most. */
const SMALL_PART: f64 = 0.9375;

/** Gaps, which are below 1500, are multiplied by 2^500, so that neither are the squares of small ones subnormal numbers nor do those of large ones overflow. */
const SCALE: f64 = 3.273390607896142e150;

/** The first two moments of the gap under the policy. */
const MOMENTS: Sums = memory.data(<i32>(2 * SUM_SIZE * 8), 16);

/** Adds the standard deviation of the paper's estimator `d_n = klBound - h`, which is that of its gap h, from the masses in `s.bonMass`. The gap counts from that of the
 *  most likely outcome, so that equal probabilities give exactly 0, and then from its mean, where that is far off. */
export function addDeviation(s: Support, c: Coefficients): void {
  let origin: f64 = 0;
  let largest: f64 = 0;
  for (let k: u32 = 0; k < s.count; k++) {
    const mass = first(massOf(s, k, entry(s.outcomeProb, k)));
    if (mass > largest) {
      largest = mass;
      origin = at(s.outcomeProb, k);
    }
  }
  let mean: f64 = 0;
  let variance: f64 = 0;
  for (let turn: u32 = 0; turn < 2; turn++) {
    addMoments(s, c, splat(origin), splat(mean));
    const first = total(MOMENTS, 0);
    const square = first * first;
    const second = total(MOMENTS, 1);
    variance = second - square;
    if (square <= SMALL_PART * second) break;
    mean = first / SCALE;
  }
  accumulate(SUMS, ESTIMATE_DEVIATION, inFirstLane(Math.sqrt(max(variance, 0.0)) / SCALE));
}

/** Sums `pi y` and `pi y^2`, y being SCALE times the gap above that of an outcome of probability `origin`, less `mean`. */
function addMoments(s: Support, c: Coefficients, origin: v128, mean: v128): void {
  clear(MOMENTS, 0);
  clear(MOMENTS, 1);
  const complement = splat(s.largestComplement);
  const n = entry(c, N);
  const originStep = stepOf(origin, complement);
  const originGap = gapOf(c, originStep);
  const limit = first(mul(n, originStep)) > SURELY_DRAWN ? SURELY_DRAWN : Infinity;
  for (let from: u32 = 0; from < s.count; from += CELL) {
    const to = min(from + CELL, s.count);
    let one = splat(0.0);
    let two = splat(0.0);
    for (let k = from; k < to; k += 2) {
      const p = pair(s.outcomeProb, k);
      // the lane beyond an odd number of outcomes
      const epsilon = choose(above(p, 0.0), p, origin);
      const step = stepOf(epsilon, complement);
      const y = mul(sub(gapAbove(c, div(epsilon, origin), step, originGap, limit), mean), splat(SCALE));
      const moment = mul(massOf(s, k, p), y);
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
  if (!any(drawn)) return sub(gapOf(c, step), originGap);
  const apart = logPair(choose(drawn, ratio, splat(1.0)));
  return choose(drawn, apart, sub(gapOf(c, step), originGap));
}

/** `klBound - d_n` of an outcome, from its step. */
function gapOf(c: Coefficients, step: v128): v128 {
  const a = mul(entry(c, N), step);
  const reach = neg(expm1Pair(neg(a)));
  const small = atMost(a, MAX_SMALL_STEP);
  const square = mul(a, a);
  let series = entry(c, KL_GAP_SERIES + 6);
  for (let k: u32 = 5; k > 0; k--) series = horner(series, square, entry(c, KL_GAP_SERIES + k));
  const near = mul(reach, mul(series, square));
  if (all(small)) return near;
  return choose(small, near, mul(reach, klGapOf(c, lesser(step, splat(FIRST_STEP)))));
}

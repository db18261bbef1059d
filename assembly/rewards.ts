// Mean and variance of the reward under best-of-n, where sums of products alone do not give them.

import { Coefficients, Support } from "./arrays";
import { meanReward, nearestReward } from "./blocks";
import { exactMean, isCancelled } from "./exact-mean";
import { cellEnd, cellStart, evaluateCell, firstCellAbove, LOG_RATIOS } from "./cell";
import { add, at, mul, pair, setAt, splat, sqrt, sub } from "./lanes";
import { CENTRED_REWARD, EXPECTED_REWARD, N, REWARD_VARIANCE, VARIANCE } from "./layout";
import { expPair } from "./math";
import { RESULTS, SUMS } from "./results";
import { accumulate, clear, total } from "./sum";

/** What blocks of subnormal mass add to a mean is less than this part of their rewards: 2^-1022 of it for each block, and a margin. */
const LOST_PART: f64 = 1e-290;
/** The square root of LOST_PART. */
const LOST_ROOT: f64 = 1e-145;

/** Whether a mean that was summed as `sum Pi r` is finite, and large enough beside the rewards that no mass below the normal doubles counts. */
export function isPlainMean(lowest: f64, highest: f64, mean: f64): bool {
  return Math.abs(mean) < Infinity && Math.abs(mean) >= LOST_PART * max(Math.abs(lowest), Math.abs(highest));
}

/** The same for a variance. */
export function isPlainVariance(lowest: f64, highest: f64, variance: f64): bool {
  const least = LOST_ROOT * (highest - lowest);
  return variance < Infinity && variance >= least * least;
}

/** Finishes the mean and, if it was asked for, computes the variance, from the masses in `s.bonMass`. */
export function settleRewards(s: Support, c: Coefficients, groups: u32): void {
  const lowest = at(s.reward, 0);
  const highest = at(s.reward, s.blocks - 1);
  let mean = at(RESULTS, EXPECTED_REWARD);
  if (at(c, N) == 1) mean = meanReward(s);
  else if (isCancelled(s.blocks, lowest, highest, at(c, N), mean)) mean = exactMean(s, at(c, N));
  else if (!isPlainMean(lowest, highest, mean)) {
    addScaled(s, c, 0.0);
    const scaled = max(lowest, min(2.0 * total(SUMS, EXPECTED_REWARD), highest));
    // where rewards cancel, the plain sum is the better one
    if (!(Math.abs(mean) < Infinity) || !isPlainMean(lowest, highest, scaled)) mean = scaled;
  }
  setAt(RESULTS, EXPECTED_REWARD, mean);
  if (!(groups & VARIANCE)) return;
  let variance = varianceOf(s, c, mean, false);
  if (!isPlainVariance(lowest, highest, variance)) variance = 4.0 * varianceOf(s, c, mean, true);
  setAt(RESULTS, REWARD_VARIANCE, variance);
}

/** The variance, from the masses in `s.bonMass`: the second moment about a reward c less the square of the first, which is at most half of it
 *  where no reward is nearer to the mean than c. With `scaled` it comes from `addScaled`, and is a quarter. */
export function varianceOf(s: Support, c: Coefficients, mean: f64, scaled: bool): f64 {
  let j = nearestReward(s, 0.0, mean);
  // The mean may have rounded past the reward that holds the mass; its distance from a reward next to it has all digits, and tells.
  for (let turn: u32 = 0; turn < 2; turn++) {
    const centre = at(s.reward, j);
    if (scaled) addScaled(s, c, centre);
    else addCentred(s, centre);
    const first = total(SUMS, CENTRED_REWARD);
    const nearest = nearestReward(s, centre, scaled ? 2.0 * first : first);
    if (nearest == j) break;
    j = nearest;
  }
  const first = total(SUMS, CENTRED_REWARD);
  return total(SUMS, REWARD_VARIANCE) - first * first;
}

/** Sums `Pi (r - c)` and `Pi (r - c)^2`. */
function addCentred(s: Support, centre: f64): void {
  clear(SUMS, CENTRED_REWARD);
  clear(SUMS, REWARD_VARIANCE);
  for (let cell: u32 = 0; cell < s.cells; cell++) {
    const to = cellEnd(s, cell);
    let first = splat(0.0);
    let second = splat(0.0);
    for (let j = cellStart(cell); j < to; j += 2) {
      const d = sub(pair(s.reward, j), splat(centre));
      const moment = mul(pair(s.bonMass, j), d);
      first = add(first, moment);
      second = add(second, mul(moment, d));
    }
    accumulate(SUMS, CENTRED_REWARD, first);
    accumulate(SUMS, REWARD_VARIANCE, second);
  }
}

/** The logarithm of a mass that no reward, or its square, lifts to the smallest double: -745 - 2 log(1.8e308), and a little. */
const SCALED_LOG: f64 = -2200.0;

/** Sums `Pi r/2`, `Pi (r - c)/2` and `Pi ((r - c)/2)^2` with the fourth root of Pi as a factor four times, since Pi itself may be
 *  subnormal or 0 where the products are not, and halves because a difference of rewards may overflow. */
function addScaled(s: Support, c: Coefficients, centre: f64): void {
  clear(SUMS, EXPECTED_REWARD);
  clear(SUMS, CENTRED_REWARD);
  clear(SUMS, REWARD_VARIANCE);
  for (let cell = firstCellAbove(s, c, SCALED_LOG); cell < s.cells; cell++) {
    const from = cellStart(cell);
    const to = cellEnd(s, cell);
    evaluateCell(s, c, cell);
    let mean = splat(0.0);
    let first = splat(0.0);
    let second = splat(0.0);
    for (let j = from; j < to; j += 2) {
      const root = mul(sqrt(sqrt(pair(s.refMass, j))), expPair(mul(splat(0.25), pair(LOG_RATIOS, j - from))));
      const half = mul(pair(s.reward, j), splat(0.5));
      const d = mul(mul(sub(half, splat(0.5 * centre)), root), root);
      mean = add(mean, mul(mul(mul(mul(half, root), root), root), root));
      first = add(first, mul(mul(d, root), root));
      second = add(second, mul(d, d));
    }
    accumulate(SUMS, EXPECTED_REWARD, mean);
    accumulate(SUMS, CENTRED_REWARD, first);
    accumulate(SUMS, REWARD_VARIANCE, second);
  }
}

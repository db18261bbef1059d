// What every n needs of each block: its mass P, the reward CDF F in the middle, delta = -log1p(-P/F) (steps.ts) and L = log F. No F is ever
// taken from 1: delta comes from the ratio of neighbours, and L_j = -(delta_{j+1} + ... + delta_B) is a sum of terms of one sign from the
// top down, as exact near F = 1 as near F = 0.

import { Support } from "./arrays";
import { surprisal } from "./estimator";
import { keepSums } from "./exact-mean";
import { add, at, div, Doubles, greater, maxOfLanes, mul, pair, setAt, setPair, splat, sub } from "./lanes";
import {
  BELOW_TOP,
  BLOCK_COLLISION,
  BLOCKS,
  CELL,
  COLLISION_PROBABILITY,
  HIGH_INFINITE,
  LARGEST_COMPLEMENT,
  LOW_INFINITE,
  REFERENCE_REWARD,
  TOP_MASS,
  TOP_REWARD,
  WIN_RATE_LIMIT,
  WIN_RATE_LIMIT_LOW,
} from "./layout";
import { RESULTS } from "./results";
import { keepStepErrors, measureSteps } from "./steps";
import { accumulate, clear, SUM_SIZE, Sums, quotientLow, total, twoSumError } from "./sum";

/** Computes masses, the CDF in the middle of each block, and steps, from raw block masses and `cdf`, f64[blocks + 2], their running sums from
 *  entry 1 on; `low` is what the rounding of those left, and then of the steps, from entry 1 on too. Writes to RESULTS what does not
 *  depend on n. */
export function normalise(s: Support, cdf: Doubles, low: Doubles): void {
  const top = s.blocks - 1;
  setAt(RESULTS, TOP_REWARD, at(s.reward, top));
  let lowest: u32 = 0;
  for (; lowest < s.blocks && at(s.reward, lowest) == -Infinity; lowest++) setAt(s.reward, lowest, 0);
  let highest: u32 = 0;
  for (; highest < s.blocks && at(s.reward, top - highest) == Infinity; highest++) setAt(s.reward, top - highest, 0);

  findWinRateLimit(s, cdf, low);
  keepSums(s, cdf, low);
  measureSteps(s, cdf);
  // F_0 = 0
  setAt(s.logStep, 0, Infinity);
  keepStepErrors(s, cdf, low);
  measureBlocks(s, cdf);
  if (s.outcomeProb != s.refMass) {
    for (let k: u32 = 0; k < s.count; k += 2) setPair(s.outcomeProb, k, div(pair(s.outcomeProb, k), splat(s.total)));
  }

  const collision = sumOfProducts(s.outcomeProb, s.outcomeProb, s.count, 1.0);
  s.largestComplement = collision > MIN_COLLISION_OF_HALF ? complementOfLargest(s.outcomeProb, s.count) : 0.0;
  setAt(RESULTS, BLOCKS, s.blocks);
  setAt(RESULTS, COLLISION_PROBABILITY, collision);
  setAt(RESULTS, REFERENCE_REWARD, meanReward(s));
  setAt(RESULTS, LOW_INFINITE, lowest);
  const belowTop = at(cdf, top) / s.total;
  s.klLimit = surprisal(at(s.refMass, top), belowTop);
  setAt(RESULTS, TOP_MASS, at(s.refMass, top));
  setAt(RESULTS, BELOW_TOP, belowTop);
  setAt(RESULTS, WIN_RATE_LIMIT, s.winRateLimit);
  setAt(RESULTS, WIN_RATE_LIMIT_LOW, s.winRateLimitLow);
  setAt(RESULTS, BLOCK_COLLISION, s.outcomeProb == s.refMass ? collision : sumOfProducts(s.refMass, s.refMass, s.blocks, 1.0));
  setAt(RESULTS, LARGEST_COMPLEMENT, s.largestComplement);
  setAt(RESULTS, HIGH_INFINITE, highest);
}

/** The win rate at n = Infinity, `(1 + F)/2` with F below the top block, and what its rounding leaves. */
function findWinRateLimit(s: Support, cdf: Doubles, low: Doubles): void {
  const top = s.blocks - 1;
  const f = at(cdf, top) / s.total;
  const rest = quotientLow(at(cdf, top), at(low, top), s.total, at(low, s.blocks), f);
  const half = 0.5 * f;
  const limit = 0.5 + half;
  const error = twoSumError(0.5, half, limit) + 0.5 * rest;
  s.winRateLimit = limit + error;
  s.winRateLimitLow = limit - s.winRateLimit + error;
}

/** Masses and the CDF in the middle of each block, from raw masses and their running sums. */
function measureBlocks(s: Support, cdf: Doubles): void {
  const whole = splat(s.total);
  for (let j: u32 = 0; j < s.blocks; j += 2) {
    const raw = pair(s.refMass, j);
    const mass = div(raw, whole);
    setPair(s.refMass, j, mass);
    setPair(s.midCdf, j, sub(div(pair(cdf, j + 1), whole), mul(mass, splat(0.5))));
  }
}

/** An outcome of p(y) > 1/2 makes sum p^2 exceed 1/4, so below this there is none to look for. */
const MIN_COLLISION_OF_HALF: f64 = 0.25;

/** 1 - p(y) of the outcome with p(y) > 1/2, as the sum of all others, since the difference may have no digits; 0 without one. */
function complementOfLargest(prob: Doubles, count: u32): f64 {
  let sum: f64 = 0;
  let error: f64 = 0;
  let found = false;
  for (let k: u32 = 0; k < count; k++) {
    const p = at(prob, k);
    if (p > 0.5) {
      found = true;
      continue;
    }
    const t = sum + p;
    error += twoSumError(sum, p, t);
    sum = t;
  }
  return found ? sum + error : 0.0;
}

const SUM: Sums = memory.data(<i32>(SUM_SIZE * 8), 16);

/** sum a b over f64[length] each, compensated between cells, times a power of two; both arrays are 0 in the lane beyond an odd length. */
export function sumOfProducts(a: Doubles, b: Doubles, length: u32, scale: f64): f64 {
  clear(SUM, 0);
  for (let from: u32 = 0; from < length; from += CELL) {
    const to = min(from + CELL, length);
    let sum = splat(0.0);
    for (let j = from; j < to; j += 2) sum = add(sum, mul(pair(a, j), mul(pair(b, j), splat(scale))));
    accumulate(SUM, 0, sum);
  }
  return total(SUM, 0);
}

/** The mean of the reward under the reference. Masses that sum to a little more than 1 must not make it overflow, or pass a reward. */
export function meanReward(s: Support): f64 {
  let mean = sumOfProducts(s.refMass, s.reward, s.blocks, 1.0);
  if (!(Math.abs(mean) < Infinity)) mean = 2.0 * sumOfProducts(s.refMass, s.reward, s.blocks, 0.5);
  return max(at(s.reward, 0), min(mean, at(s.reward, s.blocks - 1)));
}

/** Computes L and the logarithm in the middle of every block, from the top down, and the largest step of every cell; `low` is what the
 *  rounding of the steps left. */
export function sumSteps(s: Support, low: Doubles): void {
  // the lane beyond an odd number of blocks
  setAt(s.logStep, s.blocks, at(s.logStep, s.blocks - 1));
  let sum: f64 = 0;
  let error: f64 = 0;
  for (let cell = s.cells; cell > 0; cell--) {
    const from = (cell - 1) * CELL;
    const to = min(from + CELL, s.blocks);
    for (let j = to; j > from; j--) {
      setAt(s.logCdf, j - 1, 0.0 - (sum + error));
      const d = at(s.logStep, j - 1);
      const t = sum + d;
      error += twoSumError(sum, d, t) + at(low, j);
      sum = t;
    }
    setAt(s.cellMaxStep, cell - 1, measureMiddles(s, from, to));
  }
}

/** The logarithms in the middle of some blocks; returns their largest step. */
function measureMiddles(s: Support, from: u32, to: u32): f64 {
  let largest = splat(0.0);
  for (let j = from; j < to; j += 2) {
    const d = pair(s.logStep, j);
    setPair(s.logMid, j, sub(pair(s.logCdf, j), mul(d, splat(0.5))));
    largest = greater(largest, d);
  }
  return maxOfLanes(largest);
}

/** A logarithm at which every formula stays finite and every power is 0. */
const NO_MASS_LOG: f64 = -1e9;

/** Fills the lane beyond an odd number of blocks: no mass, and values at which every formula stays finite. */
export function padLane(s: Support): void {
  const j = s.blocks;
  setAt(s.refMass, j, 0);
  setAt(s.reward, j, 0);
  setAt(s.midCdf, j, 0);
  setAt(s.logStep, j, at(s.logStep, j - 1));
  setAt(s.logMid, j, at(s.logMid, j - 1));
  setAt(s.logCdf, j, NO_MASS_LOG);
}

/** The block whose reward is nearest to `origin + offset`; rewards rise from block to block. */
export function nearestReward(s: Support, origin: f64, offset: f64): u32 {
  let low: u32 = 0;
  let high: u32 = s.blocks - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(s.reward, middle) - origin < offset) low = middle + 1;
    else high = middle;
  }
  return low > 0 && offset - (at(s.reward, low - 1) - origin) < at(s.reward, low) - origin - offset ? low - 1 : low;
}
